using Microsoft.Data.Sqlite;

namespace BootService.Storage.Stores;

/// <summary>Reading by statement, as writing is: EF Core's own way costs the daemon half a second of its start and 20 MB for as long as it runs.</summary>
internal static class Question
{
    /// <summary>All rows of an answer.</summary>
    /// <param name="connection">Where to ask; inside its transaction, if it has one.</param>
    /// <param name="sql">The text, with parameters <c>@1</c>, <c>@2</c> … in the order of the values.</param>
    /// <param name="read">Makes a value of a row.</param>
    /// <param name="values">The values.</param>
    public static List<T> Ask<T>(this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var at = 0; at < values.Length; at++)
        {
            command.Parameters.AddWithValue($"@{at + 1}", values[at] ?? DBNull.Value);
        }

        var found = new List<T>();
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            found.Add(read(row));
        }

        return found;
    }
}
