using System.Collections.Frozen;
using BootService.Core.Installers;
using BootService.Core.Profiles.Plans;

namespace BootService.Core.Profiles.Emit;

/// <summary>What each installer generation calls things. Node files are written once, in the words of Enterprise Linux 6 and 7.</summary>
internal static class KickstartDialect
{
    /// <summary>Commands an installer refuses from the given generation on; leaving them out is what they came to mean.</summary>
    private static readonly FrozenDictionary<string, AnacondaGeneration> Gone = new Dictionary<string, AnacondaGeneration>
    {
        ["langsupport"] = AnacondaGeneration.El6,
        ["lilocheck"] = AnacondaGeneration.El6,
        ["mouse"] = AnacondaGeneration.El6,
        ["interactive"] = AnacondaGeneration.El7,
        ["monitor"] = AnacondaGeneration.El7,
        ["key"] = AnacondaGeneration.El7,
        ["install"] = AnacondaGeneration.El8,
        ["upgrade"] = AnacondaGeneration.El8,
        ["autostep"] = AnacondaGeneration.El9,
        ["device"] = AnacondaGeneration.El9,
        ["deviceprobe"] = AnacondaGeneration.El9,
        ["dmraid"] = AnacondaGeneration.El9,
        ["multipath"] = AnacondaGeneration.El9,
        ["unsupported_hardware"] = AnacondaGeneration.El8,
        ["nvdimm"] = AnacondaGeneration.El10,
    }.ToFrozenDictionary();

    /// <summary>The line for this installer, or null when it has none.</summary>
    public static string? Line(PlanCommand command, AnacondaGeneration generation)
    {
        if (Gone.TryGetValue(command.Name, out var since) && generation >= since)
        {
            return null;
        }

        return command.Name switch
        {
            "" => command.Arguments,
            "keyboard" when generation is AnacondaGeneration.El6 => Join("keyboard", Map(command.Arguments)),
            "keyboard" when command.Arguments.Contains(',', StringComparison.Ordinal) && !command.Arguments.Contains("--", StringComparison.Ordinal) =>
                $"keyboard --xlayouts={KeyboardName.InKickstart(KeyboardName.All(KickstartLexer.Split(command.Arguments)))}",
            "keyboard" when IsLayout(command.Arguments) => $"keyboard --xlayouts='{command.Arguments}'",
            "timezone" => Join("timezone", command.Arguments.Replace("--isUtc", "--utc", StringComparison.Ordinal)),
            "lilo" => Join("bootloader", command.Arguments),
            "auth" or "authconfig" when generation >= AnacondaGeneration.El10 => "authselect select local --force",
            "auth" or "authconfig" when generation >= AnacondaGeneration.El8 => "authselect select minimal --force",
            _ => Join(command.Name, command.Arguments),
        };
    }

    /// <summary>A keyboard as Enterprise Linux 6 has it, which knows names of maps and nothing else.</summary>
    private static string Map(string arguments) => arguments.AsSpan().ContainsAny("-(',")
        ? KeyboardName.Of(KickstartLexer.Split(arguments))?.Console ?? arguments
        : arguments;

    /// <summary>Whether a keyboard is a layout with its variant, which is two words where nobody put it between quotes, and the command takes one.</summary>
    private static bool IsLayout(string arguments) =>
        arguments.Contains(" (", StringComparison.Ordinal) && char.IsAsciiLetter(arguments[0]) && !arguments.Contains('\'', StringComparison.Ordinal);

    private static string Join(string name, string arguments) => arguments.Length == 0 ? name : $"{name} {arguments}";
}
