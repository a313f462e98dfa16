using BootService.Core.Audits;
using BootService.Core.Inventories;

namespace BootService.Core.Stores;

/// <summary>What is stored.</summary>
/// <param name="Changes">The state, as a list of changes from an empty inventory.</param>
/// <param name="Version">Its version, which each commit raises by one; 0 in a store that counts none.</param>
public sealed record StoredState(IReadOnlyList<Change> Changes, long Version)
{
    /// <summary>Whether it was the newest state when it was read; false for what is remembered from before.</summary>
    public bool IsFresh { get; init; } = true;
}

/// <summary>What others committed meanwhile.</summary>
/// <param name="Changes">Their changes, oldest first.</param>
/// <param name="Version">The version they lead to.</param>
public sealed record Missed(IReadOnlyList<Change> Changes, long Version)
{
    /// <summary>Whether the changes are the whole state from an empty inventory, because too many were missed to tell them one by one.</summary>
    public bool IsWhole { get; init; }

    /// <summary>How many commits the store had and has no more, as after a server was replaced by one that lagged behind; 0 for none.</summary>
    public long Lost { get; init; }
}

/// <summary>The turn of one writer: while it lasts nobody else commits. It is short, or it is taken away.</summary>
public interface IStoreTurn : IAsyncDisposable
{
    /// <summary>What others committed since the version that the turn was begun with; null when nobody did.</summary>
    Missed? Missed { get; }

    /// <summary>Makes the changes in one transaction and ends the turn; when it returns they are on disk.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="log">See <see cref="IApplianceStore.CommitAsync"/>.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The version they lead to.</returns>
    Task<long> CommitAsync(IReadOnlyList<Change> changes, IEnumerable<AuditRecord> log, CancellationToken cancel);
}

/// <summary>The turn where nobody else writes.</summary>
internal sealed class SoleTurn(IApplianceStore store, long known) : IStoreTurn
{
    public Missed? Missed => null;

    public async Task<long> CommitAsync(IReadOnlyList<Change> changes, IEnumerable<AuditRecord> log, CancellationToken cancel)
    {
        await store.CommitAsync(changes, log, cancel);
        return known;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
