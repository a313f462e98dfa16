using BootService.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace BootService.Storage.Postgres;

/// <summary>Writes rows into PostgreSQL, many to a message: a way there and back for each would take a minute for what one spreadsheet brings.</summary>
internal sealed class PostgresSession(NpgsqlConnection connection, NpgsqlTransaction transaction) : IRowSession
{
    // The server gives up a statement after a minute; a few rows take no time, and whoever waits for them is not to wait for a line that is cut.
    private const int Few = 100;
    private const int FewWithinSeconds = 8;
    private const int ManyWithinSeconds = 65;

    public void Run(IReadOnlyList<QueuedRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        using var batch = new NpgsqlBatch(connection, transaction) { Timeout = rows.Count > Few ? ManyWithinSeconds : FewWithinSeconds };
        var firsts = new List<int>();
        for (int at = 0, together; at < rows.Count; at += together)
        {
            together = ManyRows.Together(rows, at);
            firsts.Add(at);
            batch.BatchCommands.Add(together == 1 ? CommandOf(rows[at]) : ManyRows.CommandOf(rows, at, together));
        }

        batch.ExecuteNonQuery();
        for (var at = 0; at < firsts.Count; at++)
        {
            rows[firsts[at]].Touched((long)batch.BatchCommands[at].Rows);
        }
    }

    public long? Ask(Statement statement)
    {
        using var command = new NpgsqlCommand(statement.Sql, connection, transaction);
        return command.ExecuteScalar() as long?;
    }

    private static NpgsqlBatchCommand CommandOf(QueuedRow row)
    {
        var command = new NpgsqlBatchCommand(row.Statement.Sql);
        foreach (var value in row.Values)
        {
            command.Parameters.Add(ParameterOf(value));
        }

        return command;
    }

    private static NpgsqlParameter ParameterOf(object? value) => value switch
    {
        null => new NpgsqlParameter { Value = DBNull.Value },
        string text => new NpgsqlParameter<string> { TypedValue = text, NpgsqlDbType = NpgsqlDbType.Text },
        long number => new NpgsqlParameter<long> { TypedValue = number, NpgsqlDbType = NpgsqlDbType.Bigint },
        int number => new NpgsqlParameter<long> { TypedValue = number, NpgsqlDbType = NpgsqlDbType.Bigint },
        bool flag => new NpgsqlParameter<bool> { TypedValue = flag, NpgsqlDbType = NpgsqlDbType.Boolean },
        ReadOnlyMemory<byte> utf8 => new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = utf8, NpgsqlDbType = NpgsqlDbType.Text },
        byte[] octets => new NpgsqlParameter<byte[]> { TypedValue = octets, NpgsqlDbType = NpgsqlDbType.Bytea },
        _ => throw new InvalidOperationException($"no cell holds a {value.GetType().Name}"),
    };
}
