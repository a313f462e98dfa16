using BootService.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace BootService.Storage.Postgres;

/// <summary>Writes rows into PostgreSQL, many to a message: a way there and back for each would take a minute for what one spreadsheet brings.</summary>
internal sealed class PostgresSession(NpgsqlConnection connection, NpgsqlTransaction transaction) : IRowSession, IDisposable
{
    // The server gives up a statement after a minute; a few rows take no time, and whoever waits for them is not to wait for a line that is cut.
    private const int Few = 100;
    private const int FewWithinSeconds = 8;
    private const int ManyWithinSeconds = 65;

    // The server writes some rows while the next are made here.
    private Task _sent = Task.CompletedTask;

    public void Run(IReadOnlyList<QueuedRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var batch = new NpgsqlBatch { Timeout = rows.Count > Few ? ManyWithinSeconds : FewWithinSeconds };
        var firsts = new List<QueuedRow>();
        for (int at = 0, together; at < rows.Count; at += together)
        {
            together = ManyRows.Together(rows, at);
            firsts.Add(rows[at]);
            batch.BatchCommands.Add(together == 1 ? CommandOf(rows[at]) : ManyRows.CommandOf(rows, at, together));
        }

        Finish();
        if (rows.Count > Few)
        {
            _sent = Task.Run(() => Send(batch, firsts));
        }
        else
        {
            Send(batch, firsts);
        }
    }

    public void Finish()
    {
        var sent = _sent;
        _sent = Task.CompletedTask;
        sent.GetAwaiter().GetResult();
    }

    public long? Ask(Statement statement)
    {
        Finish();
        using var command = new NpgsqlCommand(statement.Sql, connection, transaction);
        return command.ExecuteScalar() as long?;
    }

    /// <summary>Waits until the connection is left alone; why that came about was said to whoever asked.</summary>
    public void Dispose() => _sent.ContinueWith(
        _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).GetAwaiter().GetResult();

    private void Send(NpgsqlBatch batch, List<QueuedRow> firsts)
    {
        using (batch)
        {
            (batch.Connection, batch.Transaction) = (connection, transaction);
            batch.ExecuteNonQuery();
            for (var at = 0; at < firsts.Count; at++)
            {
                firsts[at].Touched((long)batch.BatchCommands[at].Rows);
            }
        }
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
