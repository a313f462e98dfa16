using System.Collections.Immutable;
using System.Data.Common;
using BootService.Core.Stored;

namespace BootService.Storage.Sql;

/// <summary>Reading by statement, as writing is: EF Core's own way costs the daemon half a second of its start and 20 MB for as long as it runs.</summary>
internal static class Question
{
    /// <summary>All rows of an answer.</summary>
    /// <param name="connection">Where to ask; inside its transaction, if it has one.</param>
    /// <param name="dialect">What is spoken there.</param>
    /// <param name="sql">The text, with parameters <c>$1</c>, <c>$2</c> … in the order of the values.</param>
    /// <param name="table">The table the rows begin with.</param>
    /// <param name="read">Makes a value of a row.</param>
    /// <param name="values">The values.</param>
    /// <exception cref="DamagedRowException">A row is none that any version of ours wrote.</exception>
    public static List<T> Ask<T>(
        this DbConnection connection, Dialect dialect, string sql, Table table, Func<IRow, T> read, params ReadOnlySpan<object?> values)
    {
        using var command = Command(connection, dialect, sql, values);
        return [.. Rows(command, table, read)];
    }

    /// <summary>All rows of an answer, one at a time: there may be more than memory holds.</summary>
    /// <inheritdoc cref="Ask"/>
    public static IEnumerable<T> Walk<T>(this DbConnection connection, Dialect dialect, string sql, Table table, Func<IRow, T> read)
    {
        using var command = Command(connection, dialect, sql, []);

        // However long it takes.
        command.CommandTimeout = 0;
        foreach (var row in Rows(command, table, read))
        {
            yield return row;
        }
    }

    /// <summary>The newest rows of a log, oldest first.</summary>
    /// <param name="connection">Where to ask.</param>
    /// <param name="dialect">What is spoken there.</param>
    /// <param name="select">What to ask, up to the tables; the log has an <c>id</c> that grows.</param>
    /// <param name="table">The log.</param>
    /// <param name="column">The column that names are looked for in.</param>
    /// <param name="names">Only rows whose column is one of these; all rows when there are none.</param>
    /// <param name="most">How many rows at most.</param>
    /// <param name="read">Makes a value of a row.</param>
    public static ImmutableArray<T> AskNewest<T>(
        this DbConnection connection, Dialect dialect, string select, Table table, string column, IReadOnlyCollection<string> names, int most,
        Func<IRow, T> read)
    {
        var newest = names.Count == 0
            ? connection.Ask(dialect, $"{select} ORDER BY id DESC LIMIT $1", table, read, most)
            : connection.Ask(dialect, $"{select} WHERE {dialect.Among(column, "$2")} ORDER BY id DESC LIMIT $1", table, read, most, dialect.List(names));
        newest.Reverse();
        return [.. newest];
    }

    private static DbCommand Command(DbConnection connection, Dialect dialect, string sql, ReadOnlySpan<object?> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var at = 0; at < values.Length; at++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = dialect.ParameterName(at + 1);
            parameter.Value = values[at] ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static IEnumerable<T> Rows<T>(DbCommand command, Table table, Func<IRow, T> read)
    {
        using var reader = command.ExecuteReader();
        var row = DbRow.Of(reader);
        while (reader.Read())
        {
            yield return Value(row, table, read);
        }
    }

    private static T Value<T>(DbRow row, Table table, Func<IRow, T> read)
    {
        try
        {
            return read(row);
        }
        catch (Exception fault) when (fault is FormatException or OverflowException or ArgumentException)
        {
            throw new DamagedRowException($"{row.Where(table)}: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}", fault);
        }
    }
}

/// <summary>A row holds what no version of ours wrote. The message says where and what, and never a value that could be secret.</summary>
internal sealed class DamagedRowException(string message, Exception inner) : Exception(message, inner);
