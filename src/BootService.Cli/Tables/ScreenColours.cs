namespace BootService.Cli.Tables;

/// <summary>The colours of states (ECMA-48 select graphic rendition). A state says itself in words too.</summary>
internal static class ScreenColours
{
    /// <summary>Bold, for headers.</summary>
    public const string Bold = "\e[1m";

    /// <summary>Faint, for what is beside the matter.</summary>
    public const string Faint = "\e[2m";

    /// <summary>As before.</summary>
    public const string Plain = "\e[0m";

    private const string Red = "\e[31m";
    private const string Green = "\e[32m";
    private const string Yellow = "\e[33m";

    /// <summary>What a state is written in; empty when nothing is known of it.</summary>
    public static string Of(string state) => Word(state) switch
    {
        "up" or "confirmed" or "staged" or "pass" or "passed" or "ok" or "done" or "right" or "good" or "fine" or "on" => Green,
        "failing" or "failed" or "fail" or "stuck" or "wrong" or "overdue" or "refused" or "error" or "down" or "broken" => Red,
        "installing" or "install" or "armed" or "offered" or "fetched" or "waiting" or "expected" or "warning" or "doubtful" => Yellow,
        "cancelled" or "off" or "idle" or "unknown" or "note" or "none" => Faint,
        _ => string.Empty,
    };

    private static string Word(string state) => (state.IndexOf(' ', StringComparison.Ordinal) is var space and > 0 ? state[..space] : state).ToLowerInvariant();
}
