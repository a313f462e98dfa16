using BootService.Storage.Sql;
using BootService.Storage.Stores;
using Npgsql;

namespace BootService.Storage.Postgres;

/// <summary>Tries a start on a database of PostgreSQL in a transaction that is taken back; other frontends may be using it.</summary>
public static class PostgresTrial
{
    /// <summary>Brings the schema up to date, reads everything, and takes it all back.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="StorageException">A start would end with this sentence.</exception>
    public static Task<DatabaseOutlook> RunAsync(PostgresAddress address, CancellationToken cancel) => Task.Run(() => Run(address), cancel);

    private static DatabaseOutlook Run(PostgresAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        using var engine = new PostgresEngine(address, "check");
        try
        {
            using var connection = engine.Open();
            PostgresSchema.Check(connection, address);
            ConnectionPooler.Refuse(engine, connection);
            using var transaction = connection.BeginTransaction();
            var pending = PostgresSchema.Upgrade(connection, address);
            PostgresSchema.DemandChanges(connection, address);
            var stored = pending.Count == PostgresSchema.Schema.Migrations.Length ? null : InventoryReader.Read(connection, engine.Dialect);
            transaction.Rollback();
            return new DatabaseOutlook(address.Place, stored is null ? [] : pending, stored);
        }
        catch (Exception fault) when (fault is NpgsqlException || PostgresFault.IsOfConnection(fault))
        {
            throw PostgresFault.Of(address, fault);
        }
        catch (DamagedRowException fault)
        {
            throw new StorageException($"the database {address.Place} is damaged ({fault.Message}): put the newest copy in its place", fault);
        }
    }
}
