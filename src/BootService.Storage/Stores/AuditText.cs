using BootService.Core.Audits;

namespace BootService.Storage.Stores;

/// <summary>How much of a value the log of changes keeps.</summary>
internal static class AuditText
{
    private const int Most = 4096;

    /// <summary>The line with values of a length that a log can hold for years.</summary>
    public static AuditedLine Cut(AuditedLine line) => line with
    {
        By = line.By with { Command = Cut(line.By.Command)! },
        Line = line.Line with { Old = Cut(line.Line.Old), New = Cut(line.Line.New) },
    };

    private static string? Cut(string? text) => text is { Length: > Most } ? text[..Most] + "..." : text;
}
