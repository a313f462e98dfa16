using System.Data.Common;
using System.Text.Unicode;
using BootService.Core.Stored;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BootService.Storage.Sql;

/// <summary>The row that a reader stands on.</summary>
/// <remarks>
/// SQLite keeps a value of any type in any column (sqlite.org/datatype3.html) and gives zero for a text that is asked for as a number; here a cell of another
/// type is damage.
/// </remarks>
internal class DbRow(DbDataReader reader) : IRow
{
    private const char Replacement = '\uFFFD';

    /// <summary>The place of the cell that was asked for last.</summary>
    public int Last { get; private set; }

    /// <summary>The row of a reader, which moves on with it.</summary>
    public static DbRow Of(DbDataReader reader) => reader is SqliteDataReader lite ? new SqliteRow(lite) : new DbRow(reader);

    public bool IsNull(int at)
    {
        Last = at;
        return TypeOf(at) is null;
    }

    public string Text(int at)
    {
        Demand(at, typeof(string), "text");
        var text = TextOf(at);

        // Octets that are no UTF-8 read as replacement characters, which somebody may also have typed.
        return text.Contains(Replacement) && !Utf8.IsValid(reader.GetFieldValue<byte[]>(at)) ? throw new FormatException("its text is not UTF-8") : text;
    }

    public long Number(int at)
    {
        Demand(at, typeof(long), "a number");
        return NumberOf(at);
    }

    public bool Flag(int at)
    {
        Last = at;
        return TypeOf(at) == typeof(bool) ? reader.GetBoolean(at) : Number(at) switch
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

    /// <summary>What the cell holds; null when it holds nothing.</summary>
    private protected virtual Type? TypeOf(int at) => reader.IsDBNull(at) ? null : reader.GetFieldType(at);

    /// <summary>A cell that holds a text.</summary>
    private protected virtual string TextOf(int at) => reader.GetString(at);

    /// <summary>A cell that holds a number.</summary>
    private protected virtual long NumberOf(int at) => reader.GetInt64(at);

    private void Demand(int at, Type type, string what)
    {
        Last = at;
        var found = TypeOf(at);
        if (found is null)
        {
            throw new FormatException($"nothing stands where {what} belongs");
        }

        if (found != type)
        {
            throw new FormatException($"{Named(found)} where {what} belongs");
        }
    }

    private static string Named(Type type) =>
        type == typeof(string) ? "text" : type == typeof(byte[]) ? "octets" : type == typeof(double) ? "a fraction" : "a number";
}

/// <summary>The row of a reader of SQLite, asked without the provider: it looks three times what a cell holds, and three million are read at a start.</summary>
internal sealed class SqliteRow(SqliteDataReader reader) : DbRow(reader)
{
    private readonly sqlite3_stmt _statement = reader.Handle ?? throw new InvalidOperationException("the reader is closed");

    private protected override Type? TypeOf(int at) => raw.sqlite3_column_type(_statement, at) switch
    {
        raw.SQLITE_NULL => null,
        raw.SQLITE_INTEGER => typeof(long),
        raw.SQLITE_TEXT => typeof(string),
        raw.SQLITE_FLOAT => typeof(double),
        _ => typeof(byte[]),
    };

    private protected override string TextOf(int at) => raw.sqlite3_column_text(_statement, at).utf8_to_string();

    private protected override long NumberOf(int at) => raw.sqlite3_column_int64(_statement, at);
}
