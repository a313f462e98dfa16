using BootService.Core.Stored;

namespace BootService.Storage.Sql;

/// <summary>
/// The statements of a table, made of its description. Nothing but names of tables and columns is ever put into a text; values travel as parameters.
/// </summary>
internal static class TableText
{
    /// <summary>Adds a row, or puts it in the place of the one with the same key; a table without a key only ever grows.</summary>
    public static string Put(Table table) => Puts(table).OfOne;

    /// <summary>The same, for one row or many.</summary>
    public static RowInsert Puts(Table table)
    {
        var (key, others) = (Keys(table), table.Columns.Where(column => column is { IsKey: false, IsFixed: false }).Select(column => column.Name).ToArray());
        var conflict = key.Length == 0 ? string.Empty
            : others.Length == 0 || table.IsNamedByContent ? $" ON CONFLICT ({string.Join(", ", key)}) DO NOTHING"
            : $" ON CONFLICT ({string.Join(", ", key)}) DO UPDATE SET "
                + $"{string.Join(", ", others.Select(column => $"{column} = excluded.{column}"))}{Guard(table)}";
        return new RowInsert(table.Name, [.. table.Columns.Select(column => (column.Name, column.Kind))], key.Length, conflict);
    }

    /// <summary>Removes what has a key that begins with so many values.</summary>
    public static string Remove(Table table, int values) =>
        $"DELETE FROM {table.Name} WHERE {string.Join(" AND ", Keys(table).Take(values).Select((column, at) => $"{column} = ${at + 1}"))}";

    /// <summary>Removes the oldest rows; the last parameter is how many are kept, the one before it whose they are.</summary>
    /// <remarks>Where the database numbers the rows of a long log they are next to consecutive, and need not be counted.</remarks>
    public static string Trim(Table table)
    {
        var kept = table.Kept ?? throw new InvalidOperationException($"{table.Name} keeps all its rows");
        return (kept.Of, table.Numbered == kept.By) switch
        {
            (null, true) => $"DELETE FROM {table.Name} WHERE {kept.By} <= (SELECT max({kept.By}) FROM {table.Name}) - $1",
            (null, false) => $"DELETE FROM {table.Name} WHERE {kept.By} <= (SELECT {kept.By} FROM {table.Name} ORDER BY {kept.By} DESC LIMIT 1 OFFSET $1)",
            ({ } of, _) => $"""
                DELETE FROM {table.Name} WHERE {of} IS NOT DISTINCT FROM $1
                  AND {kept.By} <= (SELECT {kept.By} FROM {table.Name} WHERE {of} IS NOT DISTINCT FROM $1 ORDER BY {kept.By} DESC LIMIT 1 OFFSET $2)
                """,
        };
    }

    /// <summary>All rows.</summary>
    public static string All(Table table) => $"SELECT {Names(table)} FROM {table.Name}";

    /// <summary>The rows of the state of now, in the order of the key: of what is kept for a while, the newest of each.</summary>
    public static string State(Table table)
    {
        var newest = table.Kept is { Of: { } of, By: var by }
            ? $" WHERE NOT EXISTS (SELECT 1 FROM {table.Name} AS later WHERE later.{of} = {table.Name}.{of} AND later.{by} > {table.Name}.{by})"
            : string.Empty;
        return $"{All(table)}{newest} ORDER BY {string.Join(", ", Keys(table))}";
    }

    /// <summary>The columns, each with its table's name.</summary>
    public static string Names(Table table) => string.Join(", ", table.Columns.Select(column => $"{table.Name}.{column.Name}"));

    private static string[] Keys(Table table) => [.. table.Columns.Where(column => column.IsKey).Select(column => column.Name)];

    private static string Guard(Table table)
    {
        var rules = table.Columns.Where(column => column.IsFixed).Select(column => $"{table.Name}.{column.Name} = excluded.{column.Name}")
            .Concat(table.Columns.Where(column => column.OnlyRises).Select(column => $"{table.Name}.{column.Name} < excluded.{column.Name}"));
        var all = string.Join(" AND ", rules);
        return all.Length == 0 ? string.Empty : $" WHERE {all}";
    }
}
