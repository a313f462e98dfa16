using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace BootService.Storage.Sql;

/// <summary>Writes rows into SQLite one by one: there is no way to it that could be shortened. Each statement is prepared once for the connection.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : IRowSession, IDisposable
{
    private readonly Dictionary<Statement, SqliteStatement> _prepared = [];

    public void Run(IReadOnlyList<QueuedRow> rows)
    {
        for (var at = 0; at < rows.Count; at++)
        {
            var row = rows[at];
            row.Touched(Prepared(row.Statement).Run(row.Values));
        }
    }

    public void Finish()
    {
        // What was run is done.
    }

    public long? Ask(Statement statement) => Prepared(statement).Ask();

    public void Dispose()
    {
        foreach (var statement in _prepared.Values)
        {
            statement.Dispose();
        }
    }

    private SqliteStatement Prepared(Statement statement)
    {
        ref var prepared = ref CollectionsMarshal.GetValueRefOrAddDefault(_prepared, statement, out _);
        return prepared ??= new SqliteStatement(connection, statement.Sql);
    }
}
