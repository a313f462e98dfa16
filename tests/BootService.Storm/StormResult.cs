using BootService.Lab.Traffic;

namespace BootService.Storm;

/// <summary>What a storm came to.</summary>
/// <param name="Nodes">Its machines.</param>
/// <param name="Answers">How long questions waited at the frontend's card.</param>
/// <param name="Took">From the first power-on to the last machine's end.</param>
/// <param name="Processor">Processor time of the daemon.</param>
/// <param name="Peak">The daemon's largest resident memory, in octets.</param>
/// <param name="Dropped">Datagrams that the kernel dropped for want of room.</param>
internal sealed record StormResult(
    IReadOnlyList<NodeRun> Nodes, IReadOnlyList<AnswerShare> Answers, TimeSpan Took, TimeSpan Processor, long Peak, long Dropped)
{
    /// <summary>Machines that did not come to their kickstart.</summary>
    public int Failed => Nodes.Count(node => node.Failure is not null);

    /// <summary>Installs that ended otherwise than in one done each, where machines install themselves from a pair of frontends.</summary>
    public int Astray { get; init; }

    /// <summary>How often machines had to ask again.</summary>
    public int Repeats => Nodes.Sum(node => node.Stages.Sum(stage => stage.Repeats));

    /// <summary>When so many of the machines were at their kickstart, since the storm began; zero when they never were.</summary>
    /// <param name="share">From 0 to 1.</param>
    public TimeSpan At(double share) => Quantile(
        Nodes.Select(node => node.Failure is null ? node.Stages[(int)StormStage.Kickstart].DoneAt : TimeSpan.MaxValue), share) is var at
        && at < TimeSpan.MaxValue ? at : TimeSpan.Zero;

    /// <summary>The time that so many of the machines spent in a stage at most.</summary>
    public TimeSpan In(StormStage stage, double share) =>
        Quantile(Nodes.Select(node => node.Stages[(int)stage]).Where(run => run.DoneAt > TimeSpan.Zero).Select(run => run.Took), share);

    private static TimeSpan Quantile(IEnumerable<TimeSpan> times, double share) => times.Order().ToArray() is { Length: > 0 } sorted
        ? sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)]
        : TimeSpan.Zero;
}
