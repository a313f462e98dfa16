using System.Data.Common;
using BootService.Core.Stored;

namespace BootService.Storage.Sql;

/// <summary>Copies every row of every table from one database into another, empty one, whatever either speaks.</summary>
internal static class TableCopy
{
    private const int Most = 1000;

    /// <summary>Copies the rows.</summary>
    /// <param name="from">Where they are; inside a transaction that sees one moment.</param>
    /// <param name="dialect">What is spoken there.</param>
    /// <param name="into">Where they go.</param>
    /// <returns>How many there were in each table.</returns>
    /// <exception cref="DamagedRowException">A cell holds what its column cannot.</exception>
    public static IReadOnlyList<(string Table, long Rows)> Run(DbConnection from, Dialect dialect, IRowSession into)
    {
        if (dialect.WithoutLimits is { } unhurried)
        {
            using var command = from.CreateCommand();
            command.CommandText = unhurried.Sql;
            command.ExecuteNonQuery();
        }

        return [.. Tables.All.Select(table => (table.Name, Copy(from, dialect, table, into)))];
    }

    private static long Copy(DbConnection from, Dialect dialect, Table table, IRowSession into)
    {
        IReadOnlyList<(string Name, CellKind Kind)> columns =
            [.. table.Numbered is { } number ? [(number, CellKind.Number)] : Array.Empty<(string, CellKind)>(),
                .. table.Columns.Select(column => (column.Name, column.Kind))];
        var names = string.Join(", ", columns.Select(column => column.Name));
        var insert = Statement.Of(new RowInsert(table.Name, columns, Keys: 0, string.Empty));
        var rows = new List<QueuedRow>(Most);
        var copied = 0L;
        foreach (var cells in from.Walk(dialect, $"SELECT {names} FROM {table.Name} ORDER BY {table.Numbered ?? "1"}", table, row => Cells(row, columns)))
        {
            rows.Add(new QueuedRow(insert, cells));
            copied++;
            if (rows.Count == Most)
            {
                into.Run(rows);
                rows.Clear();
            }
        }

        into.Run(rows);
        return copied;
    }

    private static object?[] Cells(IRow row, IReadOnlyList<(string Name, CellKind Kind)> columns)
    {
        var cells = new object?[columns.Count];
        for (var at = 0; at < cells.Length; at++)
        {
            cells[at] = row.IsNull(at) ? null : columns[at].Kind switch
            {
                CellKind.Text => row.Text(at),
                CellKind.Number => row.Number(at),
                CellKind.Flag => row.Flag(at),
                _ => row.Bytes(at),
            };
        }

        return cells;
    }
}
