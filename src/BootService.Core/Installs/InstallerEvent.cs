using System.Text.Json;

namespace BootService.Core.Installs;

/// <summary>What an installer posts of itself by curtin's webhook: the beginning or the end of a piece of its work.</summary>
/// <param name="Name">The piece, with those it is part of before it: <c>subiquity/Install/install/curtin_install</c>.</param>
/// <param name="Begins">Whether it begins.</param>
/// <param name="Failed">Whether it ended badly.</param>
/// <param name="Description">What people are told of it.</param>
public sealed record InstallerEvent(string Name, bool Begins, bool Failed, string Description)
{
    private const int LongestName = 200;

    /// <summary>Pieces that are stages of an install, by the last part of their name; the rest is more than anybody reads.</summary>
    private static readonly Dictionary<string, string> Stages = new(StringComparer.Ordinal)
    {
        ["cmd-block-meta"] = "partitioning",
        ["partitioning"] = "partitioning",
        ["cmd-extract"] = "extracting",
        ["extract"] = "extracting",
        ["cmd-curthooks"] = "configuring",
        ["curthooks"] = "configuring",
        ["installing-kernel"] = "kernel",
        ["configuring-bootloader"] = "bootloader",
        ["install_grub"] = "bootloader",
        ["Late"] = "late-commands",
        ["postinstall"] = "postinstall",
        ["run_unattended_upgrades"] = "upgrades",
    };

    /// <summary>The stage that begins with it; null for none.</summary>
    public string? Stage => Begins ? Stages.GetValueOrDefault(Name[(Name.LastIndexOf('/') + 1)..]) : null;

    /// <summary>Reads what was posted.</summary>
    /// <returns>Null when it is no such event.</returns>
    public static InstallerEvent? Parse(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            var root = json.RootElement;
            return root.ValueKind is JsonValueKind.Object && Text(root, "name") is { Length: > 0 and <= LongestName }
                && Text(root, "event_type") is "start" or "finish"
                ? new InstallerEvent(
                    Text(root, "name")!, Text(root, "event_type") is "start", Text(root, "result") is "FAIL", Text(root, "description") ?? string.Empty)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
