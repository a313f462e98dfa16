using System.Collections.Immutable;
using BootService.Core.Audits;
using BootService.Core.Installs;
using BootService.Core.Inventories;

namespace BootService.Appliances;

/// <summary>
/// Ends every attempt that may install: the state is an older one than machines have acted on, and who was set to install then may have installed since.
/// </summary>
internal sealed class AttemptsDropped : IPendingProposal
{
    /// <inheritdoc/>
    public Inventory Make(Inventory current, ProposedCommit commit, DateTimeOffset now)
    {
        ImmutableArray<Change> dropped =
        [
            .. current.Attempts.Values.Where(attempt => attempt.MayInstall).OrderBy(attempt => attempt.Id)
                .SelectMany(attempt => current.HostOf(attempt.Host) is { } host ? Arming.Os(current, host, now) : []),
        ];
        var next = current.With(dropped);
        commit.Add(dropped);
        commit.Say(() => AuditTrail.Of(current, next, dropped, Author.Daemon, now));
        return next;
    }

    /// <inheritdoc/>
    public bool IsWithdrawn() => false;

    /// <inheritdoc/>
    public void Complete()
    {
        // The log of changes tells of it.
    }

    /// <inheritdoc/>
    public void Refuse(Exception why)
    {
        // As above; nothing of an older state was committed either.
    }
}
