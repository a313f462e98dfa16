using BootService.Core.Events;
using BootService.Core.Installs;
using BootService.Protocols.Road;

namespace BootService.Core.Timeline;

/// <summary>How a host stands: the one word that every view of it uses, the page, the tables and the metrics.</summary>
public enum HostState
{
    /// <summary>Nothing is awaited of it: it was never installed from here, or its install was taken back.</summary>
    Idle,

    /// <summary>It is to install itself, and has not come yet.</summary>
    Waiting,

    /// <summary>It is on its way from its firmware to its own disk.</summary>
    Installing,

    /// <summary>The installed system reported from its own disk.</summary>
    Up,

    /// <summary>Its next step is late.</summary>
    Overdue,

    /// <summary>Its install ended without success, or a step of its newest boot failed.</summary>
    Failing,
}

/// <summary>How a host stands, since when, and why.</summary>
/// <param name="State">The word for it.</param>
/// <param name="Since">Since when; null for a host that never had an attempt.</param>
/// <param name="Why">A sentence without its full stop, with what to do where somebody must; null for a host that never had an attempt.</param>
public sealed record HostStanding(HostState State, DateTimeOffset? Since, string? Why)
{
    /// <summary>
    /// How long a file that did not arrive may be asked for again before it is a failure: firmware and loaders repeat themselves, and try other names.
    /// </summary>
    private static readonly TimeSpan AskedAgainWithin = TimeSpan.FromSeconds(30);

    private static readonly HostStanding Never = new(HostState.Idle, null, null);

    /// <summary>Says how a host stands. Pure.</summary>
    /// <param name="attempt">Its newest attempt; null when it never had one.</param>
    /// <param name="events">Its last events, oldest first; those of other attempts and boots are passed over.</param>
    /// <param name="now">The time.</param>
    public static HostStanding Of(InstallAttempt? attempt, IReadOnlyList<BootEvent> events, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(events);
        return attempt?.State switch
        {
            null => Never,
            AttemptState.Cancelled => new HostStanding(HostState.Idle, attempt.LastHeard, attempt.Why),
            AttemptState.Confirmed => new HostStanding(HostState.Up, attempt.LastHeard, "it runs from its own disk"),
            AttemptState.Failed or AttemptState.Stuck => new HostStanding(HostState.Failing, attempt.LastHeard, attempt.Why),
            _ => OnItsWay(attempt, events, now),
        };
    }

    // That its firmware was met is kept with the attempt a moment after it was heard.
    private static bool IsFromFirmware(BootEvent happened) =>
        happened is { Stage: BootStage.Dhcp, IsFirmware: true, Outcome: BootOutcome.Ok };

    // Of a file which one: whoever reads this sees no other column of the event.
    private static string Said(BootEvent failed) => EventSentences.Why(failed) switch
    {
        null => $"{EventSentences.What(failed)} failed",
        var why => failed is { Stage: BootStage.Tftp or BootStage.Http, Name: { } file } ? $"{file}: {why}" : why,
    };

    private static HostStanding OnItsWay(InstallAttempt attempt, IReadOnlyList<BootEvent> events, DateTimeOffset now)
    {
        var boots = BootSplit.Split([.. events.Where(happened => happened.Attempt == attempt.Id || happened.At >= attempt.Armed)]);
        IReadOnlyList<BootEvent> boot = boots.Count == 0 ? [] : boots[^1];
        if (Expectations.FailedStep(boot) is { } failed && (failed.Stage is not (BootStage.Tftp or BootStage.Http) || now - failed.At > AskedAgainWithin))
        {
            return new HostStanding(HostState.Failing, failed.At, Said(failed));
        }

        if (Expectations.After(boot, attempt) is { } next && next.IsOverdue(now))
        {
            return new HostStanding(HostState.Overdue, next.Deadline, next.ToString());
        }

        if (Expectations.OfReturning(events, attempt) is { } system && system.IsOverdue(now))
        {
            return new HostStanding(HostState.Overdue, system.Deadline, system.ToString());
        }

        return attempt.State switch
        {
            AttemptState.Armed when !attempt.WasMet && !boot.Any(IsFromFirmware) =>
                new HostStanding(HostState.Waiting, attempt.Armed, "switch it on, network first"),
            AttemptState.Staged => new HostStanding(HostState.Installing, attempt.LastHeard, "installed, and about to boot from its own disk"),
            _ => new HostStanding(
                HostState.Installing, attempt.LastHandout ?? attempt.LastHeard,
                attempt.LastStep.Length > 0 ? $"last step: {attempt.LastStep}" : "its firmware has asked"),
        };
    }
}
