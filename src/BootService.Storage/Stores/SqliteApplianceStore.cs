using BootService.Core;
using BootService.Core.Inventories;
using BootService.Core.Stored;
using BootService.Core.Stores;
using BootService.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace BootService.Storage.Stores;

/// <summary>The appliance's state in SQLite.</summary>
internal sealed class SqliteApplianceStore(WriteConnection writer, ReadConnections readers) : IApplianceStore, IDisposable
{
    private static readonly string Kickstart = $"{TableText.All(InstallTables.Kickstarts)} WHERE attempt = $1";

    private readonly RowWriter _rows = new(writer.Connection, SqliteDialect.Instance);

    public Task<IReadOnlyList<Change>> LoadAsync(CancellationToken cancel) =>
        Task.Run(IReadOnlyList<Change> () => readers.Read(connection => InventoryReader.Read(connection, SqliteDialect.Instance)), cancel);

    public Task CommitAsync(IReadOnlyList<Change> changes, CancellationToken cancel) => writer.WriteAsync(transaction => Write(transaction, changes), cancel);

    public async Task<string?> FindKickstartAsync(long attempt, CancellationToken cancel) => (await FindAsync(attempt, cancel))?.Text;

    public async Task<string?> FindMaskedKickstartAsync(long attempt, CancellationToken cancel) => (await FindAsync(attempt, cancel))?.Masked;

    public void Dispose() => _rows.Dispose();

    private Task<StoredKickstart?> FindAsync(long attempt, CancellationToken cancel) => Task.Run(
        () => readers.Read(connection => connection.Ask(
            SqliteDialect.Instance, Kickstart, InstallTables.Kickstarts, InstallTables.Kickstarts.Reader(), attempt).SingleOrDefault()),
        cancel);

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
