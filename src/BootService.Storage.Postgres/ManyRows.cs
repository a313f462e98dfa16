using System.Collections.Concurrent;
using BootService.Core.Stored;
using BootService.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace BootService.Storage.Postgres;

/// <summary>Rows that go into a table one after the other, as one statement with a list for each column: the server reads and plans it once, where half a
/// million
/// attributes of one spreadsheet would have it do so each time.</summary>
internal static class ManyRows
{
    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    /// <summary>How many of the rows from a place on can go together: none of them twice, because one statement may not touch a row twice.</summary>
    public static int Together(IReadOnlyList<QueuedRow> rows, int from)
    {
        var first = rows[from];
        if (first.Statement.Insert is not { } insert || first.Owner is not null || insert.Columns.Any(column => column.Kind is CellKind.Bytes))
        {
            return 1;
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        var at = from;
        while (at < rows.Count && ReferenceEquals(rows[at].Statement, first.Statement)
            && rows[at].Values.All(value => value is null or string or long or int or bool)
            && (insert.Keys == 0 || keys.Add(KeyOf(rows[at], insert.Keys))))
        {
            at++;
        }

        return Math.Max(1, at - from);
    }

    /// <summary>The statement for so many rows from a place on.</summary>
    public static NpgsqlBatchCommand CommandOf(IReadOnlyList<QueuedRow> rows, int from, int count)
    {
        var insert = rows[from].Statement.Insert!;
        var command = new NpgsqlBatchCommand(Texts.GetOrAdd(rows[from].Statement.Sql, _ => Text(insert)));
        for (var column = 0; column < insert.Columns.Count; column++)
        {
            command.Parameters.Add(insert.Columns[column].Kind switch
            {
                CellKind.Text => ListOf(rows, from, count, column, NpgsqlDbType.Text, value => (string?)value),
                CellKind.Flag => ListOf(rows, from, count, column, NpgsqlDbType.Boolean, value => (bool?)value),
                _ => ListOf(rows, from, count, column, NpgsqlDbType.Bigint, value => value is int number ? number : (long?)value),
            });
        }

        return command;
    }

    private static string Text(RowInsert insert) =>
        $"{insert.Into} SELECT * FROM "
            + $"unnest({string.Join(", ", insert.Columns.Select((column, at) => $"${at + 1}::{TypeOf(column.Kind)}[]"))}){insert.Conflict}";

    private static string TypeOf(CellKind kind) => kind switch { CellKind.Text => "text", CellKind.Flag => "boolean", _ => "bigint" };

    // A length before each part: no two keys read the same.
    private static string KeyOf(QueuedRow row, int keys) => string.Concat(row.Values.Take(keys).Select(value => $"{value}".Length + ":" + value));

    private static NpgsqlParameter<T[]> ListOf<T>(IReadOnlyList<QueuedRow> rows, int from, int count, int column, NpgsqlDbType type, Func<object?, T> cell)
    {
        var list = new T[count];
        for (var at = 0; at < count; at++)
        {
            list[at] = cell(rows[from + at].Values[column]);
        }

        return new NpgsqlParameter<T[]> { TypedValue = list, NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}
