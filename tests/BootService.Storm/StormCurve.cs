using System.Globalization;
using System.Text;

namespace BootService.Storm;

/// <summary>What more machines at a time cost: a line for each storm, as text and as a table for a page.</summary>
internal static class StormCurve
{
    private static readonly string[] Heads =
    [
        "MACHINES", "HALF AFTER", "ALL AFTER", "DHCP P99", "LOADER P99", "CONFIG P99", "KERNEL P99", "KICKSTART P99", "CPU/MACHINE", "PEAK MEMORY", "REPEATS",
        "DROPPED", "FAILED",
    ];

    /// <summary>The lines.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<StormResult> storms) =>
        Rows(storms).Select(row => string.Concat(row.Select((cell, at) => cell.PadLeft(Heads[at].Length + 2))));

    /// <summary>The same as a table of Markdown.</summary>
    public static string Table(IReadOnlyList<StormResult> storms)
    {
        var table = new StringBuilder();
        foreach (var row in Rows(storms))
        {
            table.Append("| ").AppendJoin(" | ", row.Select(cell => cell.ToLowerInvariant())).Append(" |\n");
            if (ReferenceEquals(row, Heads))
            {
                table.Append('|').Insert(table.Length, "---|", Heads.Length).Append('\n');
            }
        }

        return table.ToString();
    }

    private static IEnumerable<string[]> Rows(IReadOnlyList<StormResult> storms) => storms.Select(Row).Prepend(Heads);

    private static string[] Row(StormResult storm) =>
    [
        Text(storm.Nodes.Count), Seconds(storm.At(0.5)), Seconds(storm.At(1)),
        .. Enum.GetValues<StormStage>().Select(stage => Milliseconds(storm.In(stage, 0.99))),
        Milliseconds(storm.Processor / storm.Nodes.Count), $"{Text(storm.Peak / 1e6)} MB", Text(storm.Repeats), Text(storm.Dropped), Text(storm.Failed),
    ];

    private static string Seconds(TimeSpan time) => time == TimeSpan.Zero ? "-" : Text(time.TotalSeconds, "0.0") + " s";

    private static string Milliseconds(TimeSpan time) => Text(time.TotalMilliseconds) + " ms";

    private static string Text(double number, string form = "0") => number.ToString(form, CultureInfo.InvariantCulture);
}
