using System.Text.RegularExpressions;
using BootService.Firmware.Http;
using BootService.Protocols.Road;

namespace BootService.Firmware.Loaders;

/// <summary>
/// Ubuntu's installer for servers, as far as it goes before it touches a disk: its image, the seed of its answers, and the scripts they fetch.
/// </summary>
internal static partial class UbuntuInstaller
{
    private const string Source = ";s=";

    /// <summary>Where a command line says that the seed is; null when it is none of Ubuntu's installer.</summary>
    public static string? Seed(string line) =>
        KernelLine.Find(line, "ds") is { } source && source.StartsWith("nocloud", StringComparison.Ordinal)
            && source.IndexOf(Source, StringComparison.Ordinal) is var at and > 0
            ? source[(at + Source.Length)..]
            : null;

    /// <summary>The steps of one that was told where its seed is.</summary>
    /// <param name="boot">The boot.</param>
    /// <param name="line">Its command line.</param>
    /// <param name="seed">Where.</param>
    public static IEnumerable<BootStep> Run(Boot boot, string line, string seed)
    {
        if (KernelLine.Find(line, "url") is { } address)
        {
            var image = new HttpStep(HttpDialect.Debian, address, address[(address.LastIndexOf('/') + 1)..], BootStage.Installer) { HeadOnly = true };
            yield return image;
            if (image.Verdict is not StepVerdict.Ok)
            {
                boot.Fail(image);
                yield break;
            }
        }

        var (asks, fault) =
            (string.Empty, seed.EndsWith('/') ? null : "the address of the seed has no slash at its end, and cloud-init puts names straight behind it");
        foreach (var name in (string[])["meta-data", "user-data", "vendor-data"])
        {
            var step = new HttpStep(
                HttpDialect.CloudInit, seed + name, name, name is "user-data" ? BootStage.Kickstart : BootStage.Installer)
            { Optional = name is "vendor-data" };
            yield return step;
            if (step.File is null && name is not "vendor-data")
            {
                boot.Fail(step);
                yield break;
            }

            asks = name is "user-data" ? step.File!.Text : asks;
        }

        fault ??= !asks.StartsWith("#cloud-config\n", StringComparison.Ordinal) ? "its first line is not #cloud-config, so cloud-init would not read it"
            : !asks.Contains("\nautoinstall:", StringComparison.Ordinal) ? "it has no autoinstall, so the installer would ask"
            : !KernelLine.Words(line).Contains("autoinstall")
                ? "the command line has no word autoinstall, so the installer would ask whether it may write to disks"
            : null;
        var read = new NoteStep(
            BootStage.Kickstart, "answers", fault is null ? StepVerdict.Ok : StepVerdict.Failed, fault ?? $"{asks.Split('\n').Length} lines");
        yield return read;
        if (fault is not null)
        {
            boot.Fail(read);
            yield break;
        }

        foreach (var fetched in Address().Matches(asks).Select(found => found.Value).Distinct().Where(found => found.EndsWith(".sh", StringComparison.Ordinal)))
        {
            var script = new HttpStep(HttpDialect.Debian, fetched, fetched[(fetched.LastIndexOf('/') + 1)..], BootStage.Kickstart);
            yield return script;
            if (script.File is null)
            {
                boot.Fail(script);
                yield break;
            }
        }
    }

    [GeneratedRegex("""http://[^\s;"]+""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();
}
