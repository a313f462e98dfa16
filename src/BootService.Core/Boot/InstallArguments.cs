using System.Collections.Immutable;
using BootService.Core.Networks;
using BootService.Protocols.Net;

namespace BootService.Core.Boot;

/// <summary>The command line that starts an installer, in the spelling of its release (stacki.md §4.3; Anaconda's boot options of EL6 and EL7).</summary>
public static class InstallArguments
{
    /// <summary>The attribute whose words are added at the end.</summary>
    public const string ExtraAttribute = "install.args";

    /// <summary>The attribute that names the console, such as <c>ttyS0,115200</c>.</summary>
    public const string ConsoleAttribute = "console";

    /// <summary>Writes the arguments.</summary>
    /// <param name="major">The installer's major release; up to 6 has the old names.</param>
    /// <param name="frontend">Whom the kickstart comes from.</param>
    /// <param name="mac">The card the machine booted from.</param>
    /// <param name="secret">The attempt's secret, part of the kickstart's URL.</param>
    /// <param name="attribute">The host's attributes; null for one that is not set.</param>
    public static ImmutableArray<string> For(int major, Frontend frontend, MacAddress mac, string secret, Func<string, string?> attribute)
    {
        ArgumentNullException.ThrowIfNull(frontend);
        ArgumentNullException.ThrowIfNull(attribute);
        var arguments = ImmutableArray.CreateBuilder<string>();
        var kickstart = $"{frontend.BaseUrl}/install/ks/{secret}";
        if (major is > 0 and <= 6)
        {
            arguments.AddRange("ks=" + kickstart, "ksdevice=bootif", "kssendmac", "ramdisk_size=150000", "lang=", "text", "noipv6");
        }
        else
        {
            arguments.AddRange("inst.ks=" + kickstart, "inst.ks.sendmac", "ip=dhcp", "inst.text");
        }

        arguments.Add($"BOOTIF=01-{mac.ToString("-")}");
        if (attribute(ConsoleAttribute) is { Length: > 0 } console)
        {
            arguments.Add("console=" + console);
        }

        arguments.AddRange(Words(attribute(ExtraAttribute)));
        return arguments.ToImmutable();
    }

    private static string[] Words(string? text) =>
        text?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
}
