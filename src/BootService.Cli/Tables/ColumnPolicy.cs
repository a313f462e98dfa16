namespace BootService.Cli.Tables;

/// <summary>What a column is to a person who looks at a screen, by its header: how much it matters, and whether it may be cut. Pure.</summary>
internal static class ColumnPolicy
{
    /// <summary>A column narrower than this says nothing when it is cut.</summary>
    public const int LeastCut = 16;

    private const int Most = 100;

    /// <summary>Whether its cells are states, which are coloured.</summary>
    public static bool IsState(string header) => header is "state" or "verdict" or "outcome" or "action" or "status" or "power";

    /// <summary>Whether its cells are sentences or lists of any length, which may lose their end.</summary>
    public static bool IsProse(string header) =>
        header is "why" or "what to do" or "what" or "result" or "log" or "comment" or "fault" or "value" or "command" or "args" or "hosts" or "pallets"
            or "change" or "help" or "file";

    /// <summary>How much it matters; of several that do not fit the least goes first.</summary>
    /// <param name="header">The column.</param>
    /// <param name="index">Its place: of two that matter as much the right one goes first.</param>
    public static int Importance(string header, int index) => (index == 0 ? Most : header switch
    {
        _ when IsState(header) => 90,
        "name" or "attr" or "value" or "ip" or "mac" or "interface" or "fault" => 80,
        "why" or "what to do" or "what" or "result" or "since" => 70,
        "time" or "heard" or "step" or "stage" or "hosts" => 60,
        "command" or "field" or "old" or "new" => 50,
        "uid" or "via" => 10,
        "comment" or "log" or "ours" or "rate" or "bytes" or "attempt" or "options" or "channel" or "module" or "long name" => 20,
        _ => 40,
    } * 100) - index;
}
