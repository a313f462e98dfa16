using System.Data.Common;
using System.Text.Unicode;
using BootService.Core.Stored;

namespace BootService.Storage.Sql;

/// <summary>The row that a reader stands on.</summary>
/// <remarks>
/// SQLite keeps a value of any type in any column (sqlite.org/datatype3.html) and gives zero for a text that is asked for as a number; here a cell of another
/// type is damage.
/// </remarks>
internal sealed class DbRow(DbDataReader reader) : IRow
{
    private const char Replacement = '\uFFFD';

    /// <summary>The place of the cell that was asked for last.</summary>
    public int Last { get; private set; }

    public bool IsNull(int at)
    {
        Last = at;
        return reader.IsDBNull(at);
    }

    public string Text(int at)
    {
        Demand(at, typeof(string), "text");
        var text = reader.GetString(at);

        // Octets that are no UTF-8 read as replacement characters, which somebody may also have typed.
        return text.Contains(Replacement) && !Utf8.IsValid(reader.GetFieldValue<byte[]>(at)) ? throw new FormatException("its text is not UTF-8") : text;
    }

    public long Number(int at)
    {
        Demand(at, typeof(long), "a number");
        return reader.GetInt64(at);
    }

    public bool Flag(int at)
    {
        Last = at;
        if (!reader.IsDBNull(at) && reader.GetFieldType(at) == typeof(bool))
        {
            return reader.GetBoolean(at);
        }

        return Number(at) switch
        {
            0 => false,
            1 => true,
            _ => throw new FormatException("it is neither yes nor no"),
        };
    }

    public byte[] Bytes(int at)
    {
        Demand(at, typeof(byte[]), "octets");
        return reader.GetFieldValue<byte[]>(at);
    }

    /// <summary>Where the cell is that was asked for last: its column, and the key of its row where the row begins with one.</summary>
    /// <param name="table">The table the row is of.</param>
    public string Where(Table table)
    {
        var keys = table.Columns.TakeWhile(column => column.IsKey).Count();
        var key = string.Join(' ', Enumerable.Range(0, keys).Select(at => reader.GetValue(at) is byte[]? "(octets)" : reader.GetValue(at)));
        return $"{table.Name}.{reader.GetName(Last)}{(key.Length > 0 ? $" of {key}" : string.Empty)}";
    }

    private void Demand(int at, Type type, string what)
    {
        Last = at;
        if (reader.IsDBNull(at))
        {
            throw new FormatException($"nothing stands where {what} belongs");
        }

        var found = reader.GetFieldType(at);
        if (found != type)
        {
            throw new FormatException($"{Named(found)} where {what} belongs");
        }
    }

    private static string Named(Type type) =>
        type == typeof(string) ? "text" : type == typeof(byte[]) ? "octets" : type == typeof(double) ? "a fraction" : "a number";
}
