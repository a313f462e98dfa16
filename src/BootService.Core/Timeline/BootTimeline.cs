using System.Collections.Immutable;
using BootService.Core.Events;
using BootService.Core.Installs;

namespace BootService.Core.Timeline;

/// <summary>One event as a step of a boot.</summary>
/// <param name="Event">The event.</param>
/// <param name="Offset">How long after the first step of the boot.</param>
public readonly record struct TimelineStep(BootEvent Event, TimeSpan Offset)
{
    /// <summary>Octets per second of a file; null when it was too quick to tell, or no file.</summary>
    public double? Rate => Event.Bytes > 0 && Event.Took >= TimeSpan.FromMilliseconds(1) ? Event.Bytes / Event.Took.TotalSeconds : null;
}

/// <summary>What should come next and has not.</summary>
/// <param name="What">What is expected, in the words of a table.</param>
/// <param name="Within">How long it may take after the last step.</param>
/// <param name="Deadline">When it is late.</param>
/// <param name="Probably">What probably happened when it stays away, a sentence.</param>
/// <param name="Advice">What to do then, a sentence.</param>
public sealed record Expectation(string What, TimeSpan Within, DateTimeOffset Deadline, string Probably, string Advice)
{
    /// <summary>Whether it is late.</summary>
    public bool IsOverdue(DateTimeOffset now) => now > Deadline;

    /// <summary>All of it as one sentence.</summary>
    public override string ToString() => $"expected {What} within {Text(Within)}; probably {Probably}; {Advice}";

    private static string Text(TimeSpan time) => time < TimeSpan.FromMinutes(2) ? $"{time.TotalSeconds:0} s" : $"{time.TotalMinutes:0} min";
}

/// <summary>One boot of one host: its steps, and what should come next.</summary>
/// <param name="Steps">The steps, oldest first.</param>
/// <param name="Next">What should come next; null when the boot has come to its end, good or bad.</param>
public sealed record BootTimeline(ImmutableArray<TimelineStep> Steps, Expectation? Next)
{
    /// <summary>Makes the timeline of the newest boot. Pure.</summary>
    /// <param name="events">The host's events, oldest first.</param>
    /// <param name="attempt">Its newest attempt; null when it never had one.</param>
    public static BootTimeline Newest(IReadOnlyList<BootEvent> events, InstallAttempt? attempt)
    {
        ArgumentNullException.ThrowIfNull(events);
        var boots = BootSplit.Split(events);
        return Of(boots.Count == 0 ? [] : boots[^1], attempt);
    }

    /// <summary>Makes the timeline of everything that happened within an attempt. Pure.</summary>
    /// <param name="events">The host's events, oldest first.</param>
    /// <param name="attempt">The newest attempt of the host; null when it never had one.</param>
    /// <param name="number">The attempt to show.</param>
    public static BootTimeline OfAttempt(IReadOnlyList<BootEvent> events, InstallAttempt? attempt, long number)
    {
        ArgumentNullException.ThrowIfNull(events);
        return Of([.. events.Where(happened => happened.Attempt == number)], attempt?.Id == number ? attempt : null);
    }

    private static BootTimeline Of(IReadOnlyList<BootEvent> events, InstallAttempt? attempt) => new(
        [.. events.Select(happened => new TimelineStep(happened, happened.At - events[0].At))],
        Expectations.After(events, attempt));
}
