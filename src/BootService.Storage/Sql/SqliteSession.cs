using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace BootService.Storage.Sql;

/// <summary>
/// Writes rows into SQLite, many of one kind in one statement: that takes half the time of as many statements. Each is prepared once for the connection.
/// </summary>
internal sealed class SqliteSession(SqliteConnection connection) : IRowSession, IDisposable
{
    /// <summary>How many rows go together.</summary>
    private const int Many = 50;

    private readonly Dictionary<Statement, SqliteStatement> _prepared = [];
    private readonly Dictionary<Statement, SqliteStatement> _preparedForMany = [];
    private object?[] _values = [];

    public void Run(IReadOnlyList<QueuedRow> rows)
    {
        var at = 0;
        while (at < rows.Count)
        {
            var alike = AlikeFrom(rows, at);
            if (alike >= Many && rows[at] is { Statement.Insert: { } insert, Owner: null })
            {
                RunMany(rows, at, insert);
                at += Many;
            }
            else
            {
                for (var end = at + alike; at < end; at++)
                {
                    rows[at].Touched(Prepared(rows[at].Statement).Run(rows[at].Values));
                }
            }
        }
    }

    public void Finish()
    {
        // What was run is done.
    }

    public long? Ask(Statement statement) => Prepared(statement).Ask();

    public void Dispose()
    {
        foreach (var statement in _prepared.Values.Concat(_preparedForMany.Values))
        {
            statement.Dispose();
        }
    }

    private static int AlikeFrom(IReadOnlyList<QueuedRow> rows, int at)
    {
        var end = at + 1;
        while (end < rows.Count && ReferenceEquals(rows[end].Statement, rows[at].Statement))
        {
            end++;
        }

        return end - at;
    }

    private void RunMany(IReadOnlyList<QueuedRow> rows, int from, RowInsert insert)
    {
        ref var prepared = ref CollectionsMarshal.GetValueRefOrAddDefault(_preparedForMany, rows[from].Statement, out _);
        prepared ??= new SqliteStatement(connection, insert.Of(Many));
        var count = Many * insert.Columns.Count;
        if (_values.Length < count)
        {
            _values = new object?[count];
        }

        for (var row = 0; row < Many; row++)
        {
            rows[from + row].Values.CopyTo(_values, row * insert.Columns.Count);
        }

        prepared.Run(_values.AsSpan(0, count));
    }

    private SqliteStatement Prepared(Statement statement)
    {
        ref var prepared = ref CollectionsMarshal.GetValueRefOrAddDefault(_prepared, statement, out _);
        return prepared ??= new SqliteStatement(connection, statement.Sql);
    }
}
