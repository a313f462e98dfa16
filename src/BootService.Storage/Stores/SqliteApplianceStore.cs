using BootService.Core;
using BootService.Core.Inventories;
using BootService.Core.Stores;
using BootService.Storage.Rows;
using Microsoft.Data.Sqlite;

namespace BootService.Storage.Stores;

/// <summary>The appliance's state in SQLite.</summary>
internal sealed class SqliteApplianceStore(WriteConnection writer, ReadConnections readers) : IApplianceStore, IDisposable
{
    private readonly ChangeWriter _changes = new(writer.Connection);

    public Task<IReadOnlyList<Change>> LoadAsync(CancellationToken cancel) => Task.Run(IReadOnlyList<Change> () => readers.Read(InventoryReader.Read), cancel);

    public Task CommitAsync(IReadOnlyList<Change> changes, CancellationToken cancel) => writer.WriteAsync(transaction => Write(transaction, changes), cancel);

    public Task<string?> FindKickstartAsync(long attempt, CancellationToken cancel) => Task.Run(() => FindKickstart(attempt, "text"), cancel);

    public Task<string?> FindMaskedKickstartAsync(long attempt, CancellationToken cancel) => Task.Run(() => FindKickstart(attempt, "masked"), cancel);

    public void Dispose() => _changes.Dispose();

    private string? FindKickstart(long attempt, string column) =>
        readers.Read(connection => connection.Ask($"SELECT {column} FROM kickstarts WHERE attempt = @1", row => row.TextOrNull(0), attempt).SingleOrDefault());

    private void Write(SqliteTransaction transaction, IReadOnlyList<Change> changes)
    {
        try
        {
            _changes.Write(transaction, changes);
        }
        catch (SqliteException fault) when (SqliteFault.IsConstraint(fault))
        {
            throw new RefusedException($"the database does not take this: {fault.Message}");
        }
    }
}
