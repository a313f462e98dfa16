using System.Collections.Immutable;
using BootService.Core.Audits;
using BootService.Core.Events;
using BootService.Core.Installs;
using BootService.Core.Inventories;

namespace BootService.Core.Stores;

/// <summary>Where the appliance's state outlives the daemon. One writer at a time calls it.</summary>
public interface IApplianceStore
{
    /// <summary>Reads everything, all of it of one moment.</summary>
    Task<StoredState> LoadAsync(CancellationToken cancel);

    /// <summary>Makes the changes in one transaction; when it returns they are on disk.</summary>
    Task CommitAsync(IReadOnlyList<Change> changes, CancellationToken cancel);

    /// <summary>Waits for the turn to write, where others write too, and says what they wrote.</summary>
    /// <param name="known">The version of the state that the changes were made from.</param>
    /// <param name="cancel">Gives up.</param>
    Task<IStoreTurn> BeginTurnAsync(long known, CancellationToken cancel) => Task.FromResult<IStoreTurn>(new SoleTurn(this, known));

    /// <summary>
    /// The files an attempt installs from, by their names; empty when the attempt has none. Attempts armed before masked texts were kept have none of those.
    /// </summary>
    Task<ImmutableArray<FrozenAnswer>> ListAnswersAsync(long attempt, CancellationToken cancel);
}

/// <summary>A frontend among those that share a database.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">The address it serves at.</param>
/// <param name="Program">The version of its program.</param>
/// <param name="Started">When it was started.</param>
/// <param name="Silent">How long ago it was heard of.</param>
/// <param name="IsHere">Whether it is the one that was asked.</param>
public sealed record FrontendPeer(string Name, string Address, string Program, DateTimeOffset Started, TimeSpan Silent, bool IsHere);

/// <summary>The frontends that share a database.</summary>
public interface IFrontends
{
    /// <summary>All that used it in the last week, by their names; this one alone where it is not shared.</summary>
    Task<IReadOnlyList<FrontendPeer>> ListFrontendsAsync(CancellationToken cancel);
}

/// <summary>What a store that other frontends write too tells of their commits.</summary>
public interface ISharedStore : IFrontends
{
    /// <summary>What was committed since a version; null for nothing. One writer at a time calls it.</summary>
    /// <param name="known">The version that is known.</param>
    /// <param name="cancel">Gives up.</param>
    Task<Missed?> SinceAsync(long known, CancellationToken cancel);

    /// <summary>
    /// Tells the version of the state whenever another has committed, and each second, until it is cancelled. While nobody can be asked it tells nothing.
    /// </summary>
    /// <param name="told">Is told the version, and when it was asked for by <see cref="System.Diagnostics.Stopwatch"/>'s clock.</param>
    /// <param name="cancel">Ends it.</param>
    Task WatchAsync(Action<long, long> told, CancellationToken cancel);
}

/// <summary>Where boot events outlive the daemon.</summary>
public interface IBootEventStore
{
    /// <summary>Keeps events, in one transaction, in the order given.</summary>
    Task AppendAsync(IReadOnlyList<BootEvent> events, CancellationToken cancel);

    /// <summary>The newest events, oldest of them first.</summary>
    /// <param name="hosts">Only of these hosts; empty for all, unknown machines among them.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="cancel">Gives up.</param>
    Task<ImmutableArray<BootEvent>> ListAsync(IReadOnlyCollection<string> hosts, int most, CancellationToken cancel);
}

/// <summary>The log of changes. It is written by <see cref="IApplianceStore.CommitAsync"/> in the transaction of the changes themselves.</summary>
public interface IAuditStore
{
    /// <summary>The newest lines, oldest of them first.</summary>
    /// <param name="things">Only of these things, such as <c>host backend-0-0</c>; empty for all.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="cancel">Gives up.</param>
    Task<ImmutableArray<AuditedLine>> ListAuditAsync(IReadOnlyCollection<string> things, int most, CancellationToken cancel);

    /// <summary>A change that can be taken back and was not; the newest, unless its number is given. Null when there is none.</summary>
    /// <param name="change">Its number; null for the newest.</param>
    /// <param name="cancel">Gives up.</param>
    Task<UndoableChange?> FindUndoAsync(long? change, CancellationToken cancel);
}
