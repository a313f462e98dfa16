using System.Collections.Immutable;
using System.Text.Json;
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

    /// <summary>The newest rows of a log, oldest first.</summary>
    /// <param name="connection">Where to ask.</param>
    /// <param name="select">What to ask, up to the tables; the log has an <c>id</c> that grows.</param>
    /// <param name="column">The column that names are looked for in.</param>
    /// <param name="names">Only rows whose column is one of these; all rows when there are none.</param>
    /// <param name="most">How many rows at most.</param>
    /// <param name="read">Makes a value of a row.</param>
    public static ImmutableArray<T> AskNewest<T>(
        this SqliteConnection connection, string select, string column, IReadOnlyCollection<string> names, int most, Func<SqliteDataReader, T> read)
    {
        var newest = names.Count == 0
            ? connection.Ask($"{select} ORDER BY id DESC LIMIT @1", read, most)
            : connection.Ask($"{select} WHERE {column} IN (SELECT value FROM json_each(@2)) ORDER BY id DESC LIMIT @1", read, most, JsonSerializer.Serialize(names));
        newest.Reverse();
        return [.. newest];
    }
}
