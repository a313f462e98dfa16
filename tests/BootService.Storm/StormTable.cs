using System.Globalization;
using BootService.Lab.Traffic;

namespace BootService.Storm;

/// <summary>What a storm came to, as lines of a table.</summary>
internal static class StormTable
{
    /// <summary>One line a stage.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<NodeRun> nodes)
    {
        yield return Line("STAGE", "MACHINES", "PER SECOND", "MB/S", "P50", "P99", "SLOWEST", "RETRIES", "FAILURES");
        foreach (var stage in Enum.GetValues<StormStage>())
        {
            var runs = nodes.Select(node => node.Stages[(int)stage]).Where(run => run.DoneAt > TimeSpan.Zero).ToArray();
            var times = runs.Select(run => run.Took.TotalMilliseconds).Order().ToArray();
            var span = runs.Length == 0 ? 0 : Math.Max(0.001, (runs.Max(run => run.DoneAt) - runs.Min(run => run.DoneAt - run.Took)).TotalSeconds);
            yield return Line(
                stage.ToString().ToLowerInvariant(),
                Text(runs.Length),
                span == 0 ? "-" : Text(runs.Length / span),
                span == 0 ? "-" : Text(runs.Sum(run => run.Bytes) / span / 1e6, "0.0"),
                Milliseconds(times, 0.5),
                Milliseconds(times, 0.99),
                Milliseconds(times, 1),
                Text(runs.Sum(run => run.Repeats)),
                Text(nodes.Count(node => node.Failure?.Stage == stage)));
        }
    }

    /// <summary>One line a kind of question: how long the frontend let it wait, whatever else kept the machine that asked it.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<AnswerShare> answers)
    {
        yield return Line("AT THE CARD", "ANSWERED", "UNANSWERED", string.Empty, "P50", "P99", "SLOWEST");
        foreach (var (question, waits, open) in answers)
        {
            var times = waits.Select(wait => wait.TotalMilliseconds).ToArray();
            yield return Line(
                question.ToString().ToLowerInvariant(), Text(times.Length), Text(open), string.Empty, Milliseconds(times, 0.5), Milliseconds(times, 0.99),
                Milliseconds(times, 1));
        }
    }

    /// <summary>Why machines failed, the commonest first.</summary>
    public static IEnumerable<string> Failures(IReadOnlyList<NodeRun> nodes) => nodes
        .Where(node => node.Failure is not null)
        .GroupBy(node => $"{node.Failure!.Value.Stage.ToString().ToLowerInvariant()}: {node.Failure.Value.Why}")
        .OrderByDescending(group => group.Count())
        .Take(10)
        .Select(group => $"{group.Count()}x {group.Key}");

    private static string Milliseconds(double[] sorted, double quantile) =>
        sorted.Length == 0 ? "-" : Text(sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(quantile * sorted.Length) - 1)], "0.0") + " ms";

    private static string Text(double number, string form = "0") => number.ToString(form, CultureInfo.InvariantCulture);

    private static string Line(string stage, params string[] cells) => $"{stage,-14}{string.Concat(cells.Select(cell => $"{cell,12}"))}";
}
