using System.Collections.Immutable;
using BootService.Core.Audits;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;

namespace BootService.Core.Stores;

/// <summary>Where the appliance's state outlives the daemon. One writer at a time calls it.</summary>
public interface IApplianceStore
{
    /// <summary>Whether nothing can ever be written here: what is known is told by others.</summary>
    bool IsReadOnly => false;

    /// <summary>Reads everything, all of it of one moment.</summary>
    Task<StoredState> LoadAsync(CancellationToken cancel);

    /// <summary>Makes the changes in one transaction; when it returns they are on disk.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="log">
    /// What the log of changes says of them. Walked once, and beside the writing of the changes: to say what a spreadsheet changed takes as long as writing it.
    /// </param>
    /// <param name="cancel">Gives up.</param>
    Task CommitAsync(IReadOnlyList<Change> changes, IEnumerable<AuditRecord> log, CancellationToken cancel);

    /// <summary>Waits for the turn to write, where others write too, and says what they wrote.</summary>
    /// <param name="known">The version of the state that the changes were made from.</param>
    /// <param name="cancel">Gives up.</param>
    Task<IStoreTurn> BeginTurnAsync(long known, CancellationToken cancel) => Task.FromResult<IStoreTurn>(new SoleTurn(this, known));

    /// <summary>
    /// The files an attempt installs from, by their names; empty when the attempt has none. Attempts armed before masked texts were kept have none of those.
    /// </summary>
    Task<ImmutableArray<FrozenAnswer>> ListAnswersAsync(long attempt, CancellationToken cancel);

    /// <summary>The install attempts of a host, the newest first.</summary>
    /// <param name="host">The host.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="cancel">Gives up.</param>
    Task<ImmutableArray<InstallAttempt>> ListAttemptsAsync(HostName host, int most, CancellationToken cancel);
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

    /// <summary>A line of the newest change after another that a person made and that cannot be taken back; null when there is none.</summary>
    /// <param name="change">The other's number.</param>
    /// <param name="cancel">Gives up.</param>
    Task<AuditedLine?> FindLastingAsync(long change, CancellationToken cancel);
}
