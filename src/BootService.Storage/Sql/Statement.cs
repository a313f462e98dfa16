using BootService.Core;
using BootService.Core.Stored;

namespace BootService.Storage.Sql;

/// <summary>A statement that is run many times: whoever runs it may prepare it once and know it again.</summary>
/// <param name="sql">The text, with parameters <c>$1</c>, <c>$2</c> … in the order of the values. Values travel as parameters only.</param>
internal sealed class Statement(string sql)
{
    /// <summary>The text.</summary>
    public string Sql => sql;

    /// <summary>What it inserts, where a database can take many such rows at a time; null for any other statement.</summary>
    public RowInsert? Insert { get; private init; }

    /// <summary>The statement that inserts a row.</summary>
    public static Statement Of(RowInsert insert) => new(insert.OfOne) { Insert = insert };
}

/// <summary>An insertion of rows: what to, and what becomes of those that are there.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Columns">Its columns, those of the key first.</param>
/// <param name="Keys">How many columns are the key; 0 for none.</param>
/// <param name="Conflict">What becomes of a row whose key is there.</param>
internal sealed record RowInsert(string Table, IReadOnlyList<(string Name, CellKind Kind)> Columns, int Keys, string Conflict)
{
    /// <summary>The text for one row.</summary>
    public string OfOne => Of(1);

    /// <summary>The text for so many rows: after the values of the first come those of the second.</summary>
    public string Of(int rows) => $"{Into} VALUES {string.Join(", ", Enumerable.Range(0, rows).Select(Row))}{Conflict}";

    /// <summary>The text up to the rows.</summary>
    public string Into => $"INSERT INTO {Table} ({string.Join(", ", Columns.Select(column => column.Name))})";

    private string Row(int number) => $"({string.Join(", ", Columns.Select((_, at) => $"${(number * Columns.Count) + at + 1}"))})";
}

/// <summary>A statement and the values it is to be run with.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Values">The values: texts or their octets, numbers, flags, octets, or null.</param>
/// <param name="Owner">The table whose row must be written: that none was touched is a refusal; null where it is none.</param>
internal readonly record struct QueuedRow(Statement Statement, object?[] Values, Table? Owner = null)
{
    /// <summary>Takes note of how many rows were touched.</summary>
    /// <exception cref="RefusedException">A number of one thing would be given to another.</exception>
    public void Touched(long rows)
    {
        if (rows == 0 && Owner is { } table)
        {
            throw new RefusedException($"number {Values[0]} of {table.Name} belongs to another already: try again");
        }
    }
}
