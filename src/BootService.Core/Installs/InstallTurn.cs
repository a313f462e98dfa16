using System.Collections.Immutable;
using BootService.Core.Hosts;

namespace BootService.Core.Installs;

/// <summary>What an install came to between two states of the appliance, for whoever counts.</summary>
public abstract record InstallTurn
{
    private InstallTurn(InstallAttempt attempt) => Attempt = attempt;

    /// <summary>The attempt as it is now.</summary>
    public InstallAttempt Attempt { get; }

    /// <summary>Its installer was handed out for the first time.</summary>
    public sealed record Begun(InstallAttempt Now) : InstallTurn(Now);

    /// <summary>The node said that it is installed.</summary>
    /// <param name="Now">The attempt as it is now.</param>
    /// <param name="Took">From the hand-out that led to it until then.</param>
    public sealed record Done(InstallAttempt Now, TimeSpan Took) : InstallTurn(Now);

    /// <summary>It failed or got stuck, as its state says.</summary>
    public sealed record Lost(InstallAttempt Now) : InstallTurn(Now);

    /// <summary>What happened between two states; nothing for what was so before. Pure.</summary>
    /// <param name="before">The newest attempt of each host, earlier.</param>
    /// <param name="after">The same, later.</param>
    public static IEnumerable<InstallTurn> Between(ImmutableDictionary<HostName, InstallAttempt> before, ImmutableDictionary<HostName, InstallAttempt> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return ReferenceEquals(before, after) ? [] : after.SelectMany(pair => Of(before.GetValueOrDefault(pair.Key), pair.Value));
    }

    /// <summary>The same for one host.</summary>
    /// <param name="old">Its newest attempt, earlier; null when it had none.</param>
    /// <param name="now">The same, later.</param>
    public static IEnumerable<InstallTurn> Of(InstallAttempt? old, InstallAttempt now)
    {
        ArgumentNullException.ThrowIfNull(now);
        if (ReferenceEquals(old, now))
        {
            yield break;
        }

        // Another attempt begins from nothing, whatever became of the one before it.
        old = old?.Id == now.Id ? old : null;
        if (now.Handouts > 0 && old is not { Handouts: > 0 })
        {
            yield return new Begun(now);
        }

        if (IsDone(now) && !(old is not null && IsDone(old)))
        {
            yield return new Done(now, now.LastHeard - (now.LastHandout ?? now.Armed));
        }
        else if (now.State is AttemptState.Failed or AttemptState.Stuck && old?.State != now.State)
        {
            yield return new Lost(now);
        }
    }

    private static bool IsDone(InstallAttempt attempt) => attempt.State is AttemptState.Staged or AttemptState.Confirmed;
}
