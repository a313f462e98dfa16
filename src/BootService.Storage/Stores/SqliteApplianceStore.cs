using BootService.Core;
using BootService.Core.Inventories;
using BootService.Core.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace BootService.Storage.Stores;

/// <summary>The appliance's state in SQLite.</summary>
internal sealed class SqliteApplianceStore(WriteConnection writer, ReadConnections readers) : IApplianceStore, IDisposable
{
    private readonly ChangeWriter _changes = new(writer.Connection);

    public async Task<IReadOnlyList<Change>> LoadAsync(CancellationToken cancel) => await readers.ReadAsync(db => InventoryReader.ReadAsync(db, cancel));

    public Task CommitAsync(IReadOnlyList<Change> changes, CancellationToken cancel) => writer.WriteAsync(transaction => Write(transaction, changes), cancel);

    public Task<string?> FindKickstartAsync(long attempt, CancellationToken cancel) =>
        readers.ReadAsync(db => db.Kickstarts.Where(row => row.Attempt == attempt).Select(row => row.Text).SingleOrDefaultAsync(cancel));

    public Task<string?> FindMaskedKickstartAsync(long attempt, CancellationToken cancel) =>
        readers.ReadAsync(db => db.Kickstarts.Where(row => row.Attempt == attempt).Select(row => row.Masked).SingleOrDefaultAsync(cancel));

    public void Dispose() => _changes.Dispose();

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
