using System.Collections.Immutable;
using BootService.Core.Hosts;

namespace BootService.Core.Installs;

/// <summary>What an install came to between two states of the appliance, for whoever counts.</summary>
public abstract record InstallTurn
{
    private InstallTurn()
    {
    }

    /// <summary>Its installer was handed out for the first time.</summary>
    public sealed record Begun : InstallTurn;

    /// <summary>The node said that it is installed.</summary>
    /// <param name="Took">From the hand-out that led to it until then.</param>
    public sealed record Done(TimeSpan Took) : InstallTurn;

    /// <summary>It ended otherwise.</summary>
    /// <param name="How"><see cref="AttemptState.Failed"/> or <see cref="AttemptState.Stuck"/>.</param>
    public sealed record Lost(AttemptState How) : InstallTurn;

    /// <summary>What happened between two states; nothing for what was so before. Pure.</summary>
    /// <param name="before">The newest attempt of each host, earlier.</param>
    /// <param name="after">The same, later.</param>
    public static IEnumerable<InstallTurn> Between(ImmutableDictionary<HostName, InstallAttempt> before, ImmutableDictionary<HostName, InstallAttempt> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (ReferenceEquals(before, after))
        {
            yield break;
        }

        foreach (var (host, now) in after)
        {
            var old = before.GetValueOrDefault(host);
            if (ReferenceEquals(old, now))
            {
                continue;
            }

            // Another attempt begins from nothing, whatever became of the one before it.
            old = old?.Id == now.Id ? old : null;
            if (now.Handouts > 0 && old is not { Handouts: > 0 })
            {
                yield return new Begun();
            }

            if (IsDone(now) && !(old is not null && IsDone(old)))
            {
                yield return new Done(now.LastHeard - (now.LastHandout ?? now.Armed));
            }
            else if (now.State is AttemptState.Failed or AttemptState.Stuck && old?.State != now.State)
            {
                yield return new Lost(now.State);
            }
        }
    }

    private static bool IsDone(InstallAttempt attempt) => attempt.State is AttemptState.Staged or AttemptState.Confirmed;
}
