using BootService.Core.Stored;
using BootService.Core.Stores;
using BootService.Storage.Sql;
using Npgsql;

namespace BootService.Storage.Postgres;

/// <summary>Copies everything stored, wherever it is, into an empty database of PostgreSQL: one transaction, so that it is all there or nothing.</summary>
public static class ServerMove
{
    /// <summary>Fills the database.</summary>
    /// <param name="from">What is stored.</param>
    /// <param name="to">The database.</param>
    /// <exception cref="StorageException">It cannot be used, is not empty, or another daemon uses it. It is as it was.</exception>
    public static DatabaseMoved Run(BootDatabase from, PostgresAddress to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        try
        {
            using var engine = new PostgresEngine(to, "copy");
            PostgresSchema.Run(engine);
            using var alone = DatabaseClaim.Of(engine);
            return from.Engine.Read(connection => Fill(engine, session => TableCopy.Run(connection, from.Engine.Dialect, session)));
        }
        catch (StorageException fault)
        {
            throw new StorageException($"nothing was copied: {fault.Message}", fault);
        }
    }

    private static DatabaseMoved Fill(PostgresEngine engine, Func<IRowSession, IReadOnlyList<(string Table, long Rows)>> copy)
    {
        try
        {
            using var connection = engine.Open();
            using var transaction = connection.BeginTransaction();
            using var session = new PostgresSession(connection, transaction);
            if (Tables.All.FirstOrDefault(
                table => session.Ask(new Statement($"SELECT count(*) FROM (SELECT 1 FROM {table.Name} LIMIT 1) AS one")) > 0) is { } full)
            {
                throw new StorageException(
                    $"the database {engine.Address.Place} is not empty (its table {full.Name} has rows): make another (\"createdb "
                        + $"--owner={engine.Address.Way.Username} NAME\")");
            }

            session.Run([new QueuedRow(engine.Dialect.WithoutLimits!, [])]);
            var rows = copy(session);
            var disarmed = Disarming.Run(session, FileMove.Why);

            // What numbers rows goes on behind those that came with numbers of their own.
            session.Run([.. Tables.All.Where(table => table.Numbered is not null).Select(table => new QueuedRow(
                new Statement(
                    $"SELECT setval(pg_get_serial_sequence('{table.Name}', '{table.Numbered}'), (SELECT coalesce(max({table.Numbered}), 0) + 1 FROM "
                        + $"{table.Name}), false)"), []))]);
            session.Finish();
            transaction.Commit();
            return new DatabaseMoved(engine.Address.Place, rows, disarmed);
        }
        catch (Exception fault) when (fault is NpgsqlException || PostgresFault.IsOfConnection(fault))
        {
            throw PostgresFault.Of(engine.Address, fault);
        }
    }
}
