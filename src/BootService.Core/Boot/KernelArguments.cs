using System.Collections.Immutable;
using BootService.Core.Installers;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Core.Profiles.Emit;
using BootService.Protocols.Net;

namespace BootService.Core.Boot;

/// <summary>
/// The command line of a kernel we start: what its boot action says, and what only we know, in the spelling of its release (docs/stacki.md; Anaconda's boot
/// options of EL6 and EL7).
/// </summary>
public static class KernelArguments
{
    /// <summary>The attribute whose words are added at the end of an installer's.</summary>
    public const string ExtraAttribute = "install.args";

    /// <summary>
    /// The first of some words at which iPXE ends the command that gives a kernel its arguments, whatever marks stand around it: what follows would be a
    /// command of its own, or a remark, and the RAM disk's name with it (ipxe.org/scripting). Null when there is none.
    /// </summary>
    public static string? CommandEnd(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return Words(words).FirstOrDefault(word => word is ";" or "||" or "&&" || word.StartsWith('#'));
    }

    /// <summary>
    /// The first of some words that one of the loaders would not give to a kernel as it stands: iPXE puts the value of a setting in the place of
    /// <c>${...}</c> and knows no way to mean it (src/core/settings.c, expand_settings), GRUB puts a backslash before each apostrophe and each backslash
    /// (grub-core/lib/cmdline.c). Null when all of them arrive the same by every loader. A dollar sign alone means nothing to any.
    /// </summary>
    public static string? Altered(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return Words(words).FirstOrDefault(word => word.Contains("${", StringComparison.Ordinal) || word.AsSpan().ContainsAny('\\', '\''));
    }

    /// <summary>The attribute that names the console, such as <c>ttyS0,115200</c>, or several with blanks between them.</summary>
    public const string ConsoleAttribute = "console";

    /// <summary>The arguments of an installer: where its kickstart is, first of all.</summary>
    /// <param name="entry">The boot action.</param>
    /// <param name="major">The installer's major release; up to 6 has the old names.</param>
    /// <param name="frontend">Whom the kickstart comes from.</param>
    /// <param name="mac">The card the machine booted from.</param>
    /// <param name="secret">The attempt's secret, part of the kickstart's URL.</param>
    /// <param name="attribute">The host's attributes; null for one that is not set.</param>
    public static ImmutableArray<string> Install(BootEntry entry, int major, Frontend frontend, MacAddress mac, string secret, Func<string, string?> attribute)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(frontend);
        ArgumentNullException.ThrowIfNull(attribute);
        return
        [
            $"{(IsOld(major) ? "ks" : "inst.ks")}={frontend.BaseUrl}/install/ks/{secret}",
            .. Words(entry.Args),
            .. Card(mac),
            .. Console(attribute),
            .. Words(attribute(ExtraAttribute)),
        ];
    }

    /// <summary>
    /// The arguments of a kernel that installs nothing: never a kickstart. A pallet's kernel is told where the pallet is, because the rest of its system lies
    /// there.
    /// </summary>
    /// <param name="entry">The boot action.</param>
    /// <param name="pallet">The pallet whose kernel it is; null for a kernel of its own.</param>
    /// <param name="frontend">Whom files come from.</param>
    /// <param name="mac">The card the machine booted from.</param>
    /// <param name="attribute">The host's attributes; null for one that is not set.</param>
    public static ImmutableArray<string> Kernel(BootEntry entry, Pallet? pallet, Frontend frontend, MacAddress mac, Func<string, string?> attribute)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(frontend);
        ArgumentNullException.ThrowIfNull(attribute);
        return
        [
            .. Words(entry.Args),
            .. pallet is null ? [] : Installer.Of(pallet.Key) switch
            {
                Installer.Debian => [],
                Installer.Ubuntu => [Image(frontend, pallet.Key), .. Card(mac)],
                _ => (string[])[$"{(IsOld(pallet.Major) ? "method" : "inst.repo")}={frontend.BaseUrl}/install/pallets/{pallet.Key.Folder}", .. Card(mac)],
            },
            .. Console(attribute),
        ];
    }

    /// <summary>
    /// The arguments of Debian's installer. It asks about the network before it has read any answer, so that what it asks is answered here; what stands
    /// behind the three hyphens would stay on the command line of the installed system.
    /// </summary>
    /// <param name="entry">The boot action.</param>
    /// <param name="host">The name of the host.</param>
    /// <param name="frontend">Whom the answers come from.</param>
    /// <param name="mac">The card the machine booted from.</param>
    /// <param name="secret">The attempt's secret.</param>
    /// <param name="attribute">The host's attributes; null for one that is not set.</param>
    public static ImmutableArray<string> Debian(BootEntry entry, string host, Frontend frontend, MacAddress mac, string secret, Func<string, string?> attribute)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(frontend);
        ArgumentNullException.ThrowIfNull(attribute);
        return
        [
            $"url={frontend.BaseUrl}/install/answer/{secret}/{AnswerNames.Preseed}",
            .. Words(entry.Args),
            $"hostname={host}",
            $"domain={Words(attribute("domainname")).FirstOrDefault() ?? frontend.Domain}",
            $"locale={Words(attribute("Kickstart_Lang")).FirstOrDefault() ?? "en_US.UTF-8"}",
            $"keymap={(KeyboardName.Of(KickstartLexer.Split(attribute("Kickstart_Keyboard") ?? string.Empty)) ?? KeyboardName.Usual).Layout}",
            "netcfg/no_default_route=true",
            $"netcfg/get_nameservers={frontend.Address}",
            .. Card(mac),
            .. Console(attribute),
            .. Words(attribute(ExtraAttribute)),
            "---",
        ];
    }

    /// <summary>
    /// The arguments of Ubuntu's installer: its image, which it fetches whole, and the folder of its answers, with the slash at its end that cloud-init
    /// puts names behind. Another address of answers is told not to be looked for: cloud-init would take <c>url=</c> for one and fetch the image twice.
    /// </summary>
    /// <param name="entry">The boot action.</param>
    /// <param name="installer">The installer.</param>
    /// <param name="pallet">The pallet that has its image.</param>
    /// <param name="frontend">Whom the answers come from.</param>
    /// <param name="mac">The card the machine booted from.</param>
    /// <param name="secret">The attempt's secret.</param>
    /// <param name="attribute">The host's attributes; null for one that is not set.</param>
    public static ImmutableArray<string> Ubuntu(
        BootEntry entry, Installer.Ubuntu installer, PalletKey pallet, Frontend frontend, MacAddress mac, string secret, Func<string, string?> attribute)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(installer);
        ArgumentNullException.ThrowIfNull(frontend);
        ArgumentNullException.ThrowIfNull(attribute);
        return
        [
            $"ds={installer.Source};s={frontend.BaseUrl}/install/answer/{secret}/",
            .. Words(entry.Args),
            Image(frontend, pallet),
            .. Card(mac),
            .. Console(attribute),
            .. Words(attribute(ExtraAttribute)),
        ];
    }

    /// <summary>
    /// The arguments of an image system's live system: where its configuration is, and for Fedora CoreOS where the rest of the system is, which lies beside its
    /// kernel.
    /// </summary>
    /// <param name="entry">The boot action.</param>
    /// <param name="installer">The system.</param>
    /// <param name="image">Its kernel.</param>
    /// <param name="frontend">Whom files come from.</param>
    /// <param name="secret">The attempt's secret.</param>
    /// <param name="attribute">The host's attributes; null for one that is not set.</param>
    public static ImmutableArray<string> Ignition(
        BootEntry entry, Installer.Ignition installer, KernelImage image, Frontend frontend, string secret, Func<string, string?> attribute)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(installer);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(frontend);
        ArgumentNullException.ThrowIfNull(attribute);
        return
        [
            $"ignition.config.url={frontend.BaseUrl}/install/answer/{secret}/{AnswerNames.Live}",
            .. installer.IsFlatcar ? (string[])["flatcar.first_boot=1"]
                : ["ignition.firstboot", "ignition.platform.id=metal",
                    $"coreos.live.rootfs_url={frontend.BaseUrl}/install/pallets/{RootOf(image.Kernel[KernelImage.Root.Length..])}"],
            .. Words(entry.Args),
            .. Console(attribute),
            .. Words(attribute(ExtraAttribute)),
        ];
    }

    /// <summary>The rest of a live system of Fedora CoreOS, by the name of its kernel.</summary>
    public static string RootOf(string kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return Beside(kernel, "rootfs");
    }

    /// <summary>A part of a live system of Fedora CoreOS by the name of its kernel, which once had a hyphen where the others have a dot.</summary>
    public static string Beside(string kernel, string part)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return kernel.Replace("-live-kernel-", "-live-kernel.", StringComparison.Ordinal)
            .Replace("-live-kernel.", $"-live-{part}.", StringComparison.Ordinal) + ".img";
    }

    private static string Image(Frontend frontend, PalletKey pallet) => $"url={frontend.BaseUrl}/install/pallets/{pallet.Folder}/{Installer.Ubuntu.Image}";

    private static bool IsOld(int major) => major is > 0 and <= 6;

    // A loader names an InfiniBand port by all of its 20 octets, of which we know eight: the installer takes the card that it got its kickstart by.
    private static string[] Card(MacAddress mac) => mac.IsInfiniband ? [] : [$"BOOTIF=01-{mac.ToString("-")}"];

    private static IEnumerable<string> Console(Func<string, string?> attribute) => Words(attribute(ConsoleAttribute)).Select(console => "console=" + console);

    private static string[] Words(string? text) =>
        text?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
}
