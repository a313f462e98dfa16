using BootService.Core.Inventories;
using BootService.Core.Stores;

namespace BootService.Storage.Tests;

/// <summary>Commits of which the log of changes says nothing.</summary>
internal static class UnloggedCommits
{
    public static Task CommitAsync(this IApplianceStore store, IReadOnlyList<Change> changes, CancellationToken cancel) =>
        store.CommitAsync(changes, [], cancel);

    public static Task<long> CommitAsync(this IStoreTurn turn, IReadOnlyList<Change> changes, CancellationToken cancel) =>
        turn.CommitAsync(changes, [], cancel);
}
