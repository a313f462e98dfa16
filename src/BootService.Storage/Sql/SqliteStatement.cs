using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BootService.Storage.Sql;

/// <summary>
/// A statement of SQLite, prepared once. Half a million attributes come in one spreadsheet: the provider's own command looks each parameter up by its name,
/// boxes and copies, and takes four times as long for a row as SQLite itself does.
/// </summary>
/// <param name="connection">The connection it runs on; the transaction is the connection's.</param>
/// <param name="sql">The text, with parameters <c>$1</c>, <c>$2</c> …, which are the first, the second value and so on wherever they stand.</param>
internal sealed class SqliteStatement(SqliteConnection connection, string sql) : IDisposable
{
    private sqlite3_stmt? _prepared;
    private byte[] _utf8 = new byte[512];

    // SQLite numbers named parameters by their first place in the text: "SET a = $2 WHERE b = $1" has $2 as its first.
    private int[] _places = [];

    // What SQLite holds of the last row, which it keeps: rows of one host differ in two cells of six.
    private object?[] _bound = [];

    private sqlite3 Database => connection.Handle!;

    /// <summary>Runs it.</summary>
    /// <returns>How many rows it touched.</returns>
    public int Run(ReadOnlySpan<object?> values)
    {
        Step(values);
        var touched = raw.sqlite3_changes(Database);
        _ = raw.sqlite3_reset(_prepared);
        return touched;
    }

    /// <summary>Runs it for one number; null when there is no row, or nothing in it.</summary>
    public long? Ask()
    {
        var found = Step([]) && raw.sqlite3_column_type(_prepared, 0) != raw.SQLITE_NULL ? raw.sqlite3_column_int64(_prepared, 0) : (long?)null;
        _ = raw.sqlite3_reset(_prepared);
        return found;
    }

    public void Dispose() => _prepared?.Dispose();

    /// <summary>Runs to the first row, or to the end.</summary>
    /// <returns>Whether there is a row.</returns>
    private bool Step(ReadOnlySpan<object?> values)
    {
        if (_prepared is null)
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(Database, sql, out _prepared), Database);
        }

        if (_places.Length != values.Length)
        {
            _places = [.. Enumerable.Range(1, values.Length).Select(value => raw.sqlite3_bind_parameter_index(_prepared, $"${value}"))];
            _bound = new object?[values.Length];
        }

        for (var at = 0; at < values.Length; at++)
        {
            if (!IsBound(at, values[at]))
            {
                _bound[at] = null;
                SqliteException.ThrowExceptionForRC(Bind(_places[at], values[at]), Database);
                _bound[at] = values[at] is string or long or int or bool ? values[at] : null;
            }
        }

        var ended = raw.sqlite3_step(_prepared);
        if (ended is raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return ended == raw.SQLITE_ROW;
        }

        try
        {
            SqliteException.ThrowExceptionForRC(ended, Database);
            return false;
        }
        finally
        {
            _ = raw.sqlite3_reset(_prepared);
        }
    }

    // Numbers come in boxes of their own; texts are told by being the same, which is cheaper than to compare them.
    private bool IsBound(int at, object? value) => value switch
    {
        null => false,
        _ when ReferenceEquals(value, _bound[at]) => true,
        long or int or bool => value.Equals(_bound[at]),
        _ => false,
    };

    private int Bind(int at, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_prepared, at),
        string text => Bind(at, text),
        long number => raw.sqlite3_bind_int64(_prepared, at, number),
        int number => raw.sqlite3_bind_int64(_prepared, at, number),
        bool flag => raw.sqlite3_bind_int64(_prepared, at, flag ? 1 : 0),
        ReadOnlyMemory<byte> { IsEmpty: true } => Bind(at, string.Empty),
        ReadOnlyMemory<byte> utf8 => raw.sqlite3_bind_text(_prepared, at, utf8.Span),
        byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(_prepared, at, 0),
        byte[] octets => raw.sqlite3_bind_blob(_prepared, at, octets),
        _ => throw new InvalidOperationException($"no cell holds a {value.GetType().Name}"),
    };

    private int Bind(int at, string text)
    {
        // No octets at all would be taken for NULL.
        if (text.Length == 0)
        {
            return raw.sqlite3_bind_text(_prepared, at, string.Empty);
        }

        // What is long is rare, and its room is not kept.
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var room = most <= 1 << 16 ? Grown(most) : new byte[Encoding.UTF8.GetByteCount(text)];
        return raw.sqlite3_bind_text(_prepared, at, room.AsSpan(0, Encoding.UTF8.GetBytes(text, room)));
    }

    private byte[] Grown(int most) => most <= _utf8.Length ? _utf8 : _utf8 = new byte[most];
}
