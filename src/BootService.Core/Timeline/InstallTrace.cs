using System.Collections.Immutable;
using BootService.Core.Events;
using BootService.Core.Installs;
using BootService.Protocols.Road;

namespace BootService.Core.Timeline;

/// <summary>A stretch of an install.</summary>
/// <param name="Name">The stage, in the word of timelines; of the installer's own stages the stage and its name.</param>
/// <param name="Begins">When it began.</param>
/// <param name="Ends">When the next one began.</param>
/// <param name="Events">How many events it is made of.</param>
/// <param name="Bytes">Octets that were sent in it.</param>
/// <param name="Why">What failed in it, a sentence; null when nothing did.</param>
public sealed record TraceStage(string Name, DateTimeOffset Begins, DateTimeOffset Ends, int Events, long Bytes, string? Why);

/// <summary>
/// An install as a waterfall: one stretch for each stage, end to end, from the first packet on. The waiting for somebody to switch on is left out.
/// </summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Stages">Its stages, in order; none when nothing is known of them any more.</param>
public sealed record InstallTrace(InstallAttempt Attempt, ImmutableArray<TraceStage> Stages)
{
    /// <summary>Whether an attempt has come to an end that a trace is made at: the machine is up, or never will be by it.</summary>
    public static bool IsOver(InstallAttempt attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        return attempt.State is AttemptState.Confirmed or AttemptState.Failed or AttemptState.Stuck;
    }

    /// <summary>Makes it of an attempt and the events of its host, oldest first. Pure.</summary>
    public static InstallTrace Of(InstallAttempt attempt, IReadOnlyList<BootEvent> events)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        ArgumentNullException.ThrowIfNull(events);
        BootEvent[] own =
            [.. events.Where(happened => happened.Attempt == attempt.Id && happened.Stage is not BootStage.Admin).OrderBy(happened => happened.At)];
        var stages = ImmutableArray.CreateBuilder<TraceStage>();
        for (var at = 0; at < own.Length;)
        {
            var name = NameOf(own[at]);
            var end = at + 1;
            while (end < own.Length && NameOf(own[end]) == name)
            {
                end++;
            }

            var stage = own.AsSpan(at, end - at);
            var begins = stages.Count == 0 ? stage[0].At - stage[0].Took : stages[^1].Ends;
            var ends = Later(begins, end < own.Length ? own[end].At - own[end].Took : stage[^1].At);
            stages.Add(new TraceStage(name, begins, ends, stage.Length, Bytes(stage), Why(stage)));
            at = end;
        }

        return new InstallTrace(attempt, stages.ToImmutable());
    }

    private static string NameOf(in BootEvent happened)
    {
        var stage = EventSentences.Stage(happened);
        return happened is { Message: BootMessage.StageReached, Name: { Length: > 0 } name } ? $"{stage} {name}" : stage;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static long Bytes(ReadOnlySpan<BootEvent> stage)
    {
        var sum = 0L;
        foreach (var happened in stage)
        {
            sum += happened.Bytes;
        }

        return sum;
    }

    private static string? Why(ReadOnlySpan<BootEvent> stage)
    {
        foreach (var happened in stage)
        {
            if (happened.Outcome is not BootOutcome.Ok)
            {
                return EventSentences.Why(happened) ?? EventSentences.What(happened);
            }
        }

        return null;
    }
}
