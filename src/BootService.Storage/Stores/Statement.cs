using Microsoft.Data.Sqlite;

namespace BootService.Storage.Stores;

/// <summary>A statement that is prepared once and run many times. Values travel as parameters only; the text is made of names of tables and columns in this folder.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;

    /// <param name="connection">The connection it runs on.</param>
    /// <param name="sql">The text, with parameters <c>@1</c>, <c>@2</c> … in the order of the values.</param>
    /// <param name="values">How many.</param>
    public Statement(SqliteConnection connection, string sql, int values)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        for (var at = 1; at <= values; at++)
        {
            _command.Parameters.Add(new SqliteParameter { ParameterName = $"@{at}" });
        }
    }

    /// <summary>One that adds a row.</summary>
    public static Statement Insert(SqliteConnection connection, string table, params string[] columns) =>
        new(connection, InsertText(table, columns), columns.Length);

    /// <summary>One that adds a row, or replaces the other columns of the row with the same key, if there are others.</summary>
    public static Statement Upsert(SqliteConnection connection, string table, string[] key, string[] columns) => new(
        connection,
        $"{InsertText(table, [.. key, .. columns])} ON CONFLICT ({string.Join(", ", key)}) DO {(columns.Length == 0 ? "NOTHING" : $"UPDATE SET {string.Join(", ", columns.Select(column => $"{column} = excluded.{column}"))}")}",
        key.Length + columns.Length);

    /// <summary>One that removes rows.</summary>
    public static Statement Delete(SqliteConnection connection, string table, params string[] key) => new(
        connection,
        $"DELETE FROM {table} WHERE {string.Join(" AND ", key.Select((column, at) => $"{column} = @{at + 1}"))}",
        key.Length);

    /// <summary>Runs it.</summary>
    /// <returns>How many rows it touched.</returns>
    public int Run(SqliteTransaction transaction, params ReadOnlySpan<object?> values)
    {
        Bind(transaction, values);
        return _command.ExecuteNonQuery();
    }

    /// <summary>Runs it for one value; null when there is no row.</summary>
    public object? Ask(SqliteTransaction transaction, params ReadOnlySpan<object?> values)
    {
        Bind(transaction, values);
        return _command.ExecuteScalar();
    }

    public void Dispose() => _command.Dispose();

    private void Bind(SqliteTransaction transaction, ReadOnlySpan<object?> values)
    {
        _command.Transaction = transaction;
        for (var at = 0; at < values.Length; at++)
        {
            _command.Parameters[at].Value = values[at] ?? DBNull.Value;
        }
    }

    private static string InsertText(string table, string[] columns) =>
        $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, at) => $"@{at + 1}"))})";
}
