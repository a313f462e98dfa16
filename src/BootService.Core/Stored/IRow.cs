namespace BootService.Core.Stored;

/// <summary>What a store keeps in a column.</summary>
public enum CellKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number of 64 bits.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>Octets.</summary>
    Bytes,
}

/// <summary>One row as a store read it, its cells by their place. A cell of another kind than is asked for is never made to fit.</summary>
public interface IRow
{
    /// <summary>Whether there is nothing in the cell.</summary>
    bool IsNull(int at);

    /// <summary>A text.</summary>
    /// <exception cref="FormatException">The cell holds no text.</exception>
    string Text(int at);

    /// <summary>A number.</summary>
    /// <exception cref="FormatException">The cell holds no number.</exception>
    long Number(int at);

    /// <summary>Yes or no.</summary>
    /// <exception cref="FormatException">The cell holds neither.</exception>
    bool Flag(int at);

    /// <summary>Octets.</summary>
    /// <exception cref="FormatException">The cell holds no octets.</exception>
    byte[] Bytes(int at);
}

/// <summary>Where rows are read from.</summary>
public interface IRowSource
{
    /// <summary>All rows of a table that belong to the state of now, in its order.</summary>
    IReadOnlyList<T> Rows<T>(Table<T> table);
}

/// <summary>Where rows are written to, in the order of the calls.</summary>
public interface IRows
{
    /// <summary>Adds a row, or puts it in the place of the one with the same key.</summary>
    void Put<T>(Table<T> table, T value);

    /// <summary>Keeps a file that an attempt installs from.</summary>
    /// <param name="attempt">The attempt's number.</param>
    /// <param name="answer">The file.</param>
    void Keep(long attempt, Installs.FrozenAnswer answer);

    /// <summary>Removes the row with this key, or all rows whose key begins like this, and what belongs to them.</summary>
    /// <param name="table">The table.</param>
    /// <param name="key">Values of the key's columns, from the first on; at least one.</param>
    void Remove<T>(Table<T> table, params ReadOnlySpan<object> key);

    /// <summary>Removes the oldest rows of a table that keeps the newest only.</summary>
    /// <param name="table">The table.</param>
    /// <param name="of">Whose rows, where the table keeps so many for each; nothing where it keeps so many in all.</param>
    void Trim<T>(Table<T> table, params ReadOnlySpan<object?> of);
}
