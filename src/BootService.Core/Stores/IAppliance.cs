using System.Collections.Immutable;
using BootService.Core.Audits;
using BootService.Core.Inventories;

namespace BootService.Core.Stores;

/// <summary>What somebody wants changed, and what they are told when it is on disk.</summary>
/// <typeparam name="T">The answer.</typeparam>
/// <param name="Answer">The answer.</param>
/// <param name="Changes">The changes, in order; none is fine.</param>
public readonly record struct Proposal<T>(T Answer, ImmutableArray<Change> Changes)
{
    /// <summary>Who proposes it; null is the daemon itself.</summary>
    public Author? By { get; init; }

    /// <summary>The number of the change it takes back; null for any other.</summary>
    public long? Undoes { get; init; }
}

/// <summary>The appliance's state and its one writer.</summary>
public interface IAppliance
{
    /// <summary>Everything that is known now: one immutable value, swapped after each commit. Reading it takes no lock.</summary>
    Inventory Current { get; }

    /// <summary>Takes in what other frontends have committed, where there are others: before somebody is told that something is not there.</summary>
    /// <param name="cancel">Stops waiting.</param>
    Task CatchUpAsync(CancellationToken cancel) => Task.CompletedTask;

    /// <summary>
    /// Changes the state. Proposals are worked off one after the other, several to a transaction, each against the state its predecessors left.
    /// </summary>
    /// <param name="propose">Makes the changes from the newest state; pure, and quick. What it throws reaches the caller, and nothing of it is changed.</param>
    /// <param name="cancel">Stops waiting; a proposal already taken up is carried out all the same.</param>
    /// <returns>The answer, when the changes are on disk and <see cref="Current"/> shows them.</returns>
    Task<T> CommitAsync<T>(Func<Inventory, Proposal<T>> propose, CancellationToken cancel);
}
