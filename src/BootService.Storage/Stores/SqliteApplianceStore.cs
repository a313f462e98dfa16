using System.Collections.Immutable;
using BootService.Core;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Stored;
using BootService.Core.Stores;
using BootService.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace BootService.Storage.Stores;

/// <summary>The appliance's state in SQLite.</summary>
internal sealed class SqliteApplianceStore(WriteConnection writer, ReadConnections readers) : IApplianceStore, IDisposable
{
    private static readonly string Answers = $"{TableText.All(InstallTables.Kickstarts)} WHERE attempt = $1 ORDER BY name";

    private readonly RowWriter _rows = new(writer.Connection, SqliteDialect.Instance);

    public Task<IReadOnlyList<Change>> LoadAsync(CancellationToken cancel) =>
        Task.Run(IReadOnlyList<Change> () => readers.Read(connection => InventoryReader.Read(connection, SqliteDialect.Instance)), cancel);

    public Task CommitAsync(IReadOnlyList<Change> changes, CancellationToken cancel) => writer.WriteAsync(transaction => Write(transaction, changes), cancel);

    public Task<ImmutableArray<FrozenAnswer>> ListAnswersAsync(long attempt, CancellationToken cancel) => Task.Run(
        () => readers.Read(connection => connection.Ask(SqliteDialect.Instance, Answers, InstallTables.Kickstarts, InstallTables.Kickstarts.Reader(), attempt)
            .Select(kept => new FrozenAnswer(kept.Name, kept.Text, kept.Masked)).ToImmutableArray()),
        cancel);

    public void Dispose() => _rows.Dispose();

    // What can be refused was refused before it came here (Inventory.Refusal); this is the last net below it.
    private void Write(SqliteTransaction transaction, IReadOnlyList<Change> changes)
    {
        try
        {
            _rows.Write(transaction, changes);
        }
        catch (SqliteException fault) when (SqliteFault.IsConstraint(fault))
        {
            throw new RefusedException($"the database does not take this: {fault.Message}");
        }
    }
}
