using BootService.Core.Inventories;

namespace BootService.Core.Stored;

/// <summary>An index over columns.</summary>
/// <param name="Columns">The columns, in their order.</param>
/// <param name="IsUnique">Whether no two rows may agree in all of them; rows with nothing in one of them may.</param>
public sealed record TableIndex(IReadOnlyList<string> Columns, bool IsUnique);

/// <summary>A column that names a row of another table, with which its own row is removed.</summary>
/// <param name="Column">The column.</param>
/// <param name="Other">The other table, which has a key of one column.</param>
public sealed record TableReference(string Column, Table Other);

/// <summary>How many rows are kept, the newest.</summary>
/// <param name="Most">So many.</param>
/// <param name="By">The column that says which are newer.</param>
/// <param name="Of">The column for each of whose values so many are kept; null when it is so many in all.</param>
public sealed record Retention(long Most, string By, string? Of);

/// <summary>One kind of stored thing, as the schema knows it. Statements, schema and the log's words follow from it.</summary>
/// <param name="name">The table's name.</param>
public abstract class Table(string name)
{
    private readonly List<TableIndex> _indexes = [];
    private readonly List<TableReference> _references = [];

    /// <summary>The table's name.</summary>
    public string Name => name;

    /// <summary>A column that the database numbers rows by, rising, and that is in no value; null for none.</summary>
    public string? Numbered { get; private protected set; }

    /// <summary>How many rows are kept; null for all.</summary>
    public Retention? Kept { get; private protected set; }

    /// <summary>Whether the key follows from the rest of the row: who puts a row whose key is there has nothing to write.</summary>
    public bool IsNamedByContent { get; private protected set; }

    /// <summary>Whether a column is <see cref="Column.IsFixed"/>: a row that is put and not written is a fault then, its key is somebody else's.</summary>
    public bool HasFixed { get; private protected set; }

    /// <summary>Its columns, those of the key first.</summary>
    public abstract IReadOnlyList<Column> Columns { get; }

    /// <summary>Its indexes beside the key.</summary>
    public IReadOnlyList<TableIndex> Indexes => _indexes;

    /// <summary>The tables its rows belong to.</summary>
    public IReadOnlyList<TableReference> References => _references;

    /// <summary>The stored state of it, as the changes that would make it.</summary>
    public abstract IEnumerable<Change> Load(IRowSource rows);

    private protected void Add(TableIndex index) => _indexes.Add(index);

    private protected void Add(TableReference reference) => _references.Add(reference);
}

/// <summary>
/// The table of one kind of stored thing: its columns, how a row is made of a value and a value of a row. Everything else that is known of it follows from
/// here.
/// </summary>
/// <typeparam name="T">What a row stands for.</typeparam>
public sealed class Table<T> : Table
{
    private readonly List<Column<T>> _columns = [];
    private readonly T _blank;
    private Func<T, Change?>? _asChange;
    private Func<Func<IRow, T>>? _reader;

    internal Table(string name, T blank)
        : base(name) => _blank = blank;

    /// <inheritdoc/>
    public override IReadOnlyList<Column<T>> Columns => _columns;

    /// <summary>The rows of another table that are parts of a value; null when it is whole by itself.</summary>
    public Parts<T>? Parts { get; private set; }

    /// <summary>What makes a value of a row, for one walk over many rows. The row begins with the table's columns.</summary>
    public Func<IRow, T> Reader() => _reader is { } special ? special() : Read;

    /// <summary>The cells of a value, in the order of the columns.</summary>
    public object?[] CellsOf(T value)
    {
        var cells = new object?[_columns.Count];
        for (var at = 0; at < cells.Length; at++)
        {
            cells[at] = _columns[at].CellIn(value);
        }

        return cells;
    }

    /// <inheritdoc/>
    public override IEnumerable<Change> Load(IRowSource rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return _asChange is not { } asChange
            ? []
            : (Parts is { } parts ? parts.Joined(rows, rows.Rows(this)) : rows.Rows(this)).Select(asChange).OfType<Change>();
    }

    internal Table<T> Key<TValue>(string name, Cell<TValue> cell, Func<T, TValue> get, Func<T, TValue, T> set)
    {
        _columns.Add(new Column<T, TValue>(name, cell, get, set) { IsKey = true });
        return this;
    }

    /// <summary>A column that came with its table.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cell">How its values are stored.</param>
    /// <param name="get">Its value.</param>
    /// <param name="set">The thing with that value.</param>
    /// <param name="word">The word people know it by, where it is not the name.</param>
    /// <param name="older">What rows have that are older than the column; null when it came with its table, or may be empty.</param>
    /// <param name="isFixed">See <see cref="Column.IsFixed"/>.</param>
    /// <param name="onlyRises">See <see cref="Column.OnlyRises"/>.</param>
    internal Table<T> Column<TValue>(
        string name, Cell<TValue> cell, Func<T, TValue> get, Func<T, TValue, T> set, string? word = null, object? older = null, bool isFixed = false,
        bool onlyRises = false)
    {
        HasFixed |= isFixed;
        _columns.Add(new Column<T, TValue>(name, cell, get, set) { Default = older, IsFixed = isFixed, OnlyRises = onlyRises, Word = word ?? WordOf(name) });
        return this;
    }

    /// <summary>The columns of a value within the value.</summary>
    internal Table<T> Inner<TInner>(string prefix, Table<TInner> inner, Func<T, TInner> get, Func<T, TInner, T> set)
    {
        _columns.AddRange(inner.Columns.Select(column =>
            new InnerColumn<T, TInner>(prefix, column, get, set) { IsKey = prefix.Length == 0 && column.IsKey, Default = column.Default, Word = column.Word }));
        return this;
    }

    internal Table<T> NumberedBy(string name)
    {
        Numbered = name;
        return this;
    }

    internal Table<T> Index(params string[] columns)
    {
        Add(new TableIndex(columns, IsUnique: false));
        return this;
    }

    internal Table<T> Unique(params string[] columns)
    {
        Add(new TableIndex(columns, IsUnique: true));
        return this;
    }

    internal Table<T> BelongsTo(string column, Table other)
    {
        Add(new TableReference(column, other));
        return this;
    }

    internal Table<T> NamedByContent()
    {
        IsNamedByContent = true;
        return this;
    }

    internal Table<T> Newest(long most, string by, string? of = null)
    {
        Kept = new Retention(most, by, of);
        return this;
    }

    internal Table<T> With(Parts<T> parts)
    {
        Parts = parts;
        return this;
    }

    internal Table<T> ReadBy(Func<Func<IRow, T>> reader)
    {
        _reader = reader;
        return this;
    }

    /// <summary>Which change makes a row: what is told so is part of the inventory and read at the start.</summary>
    internal Table<T> As(Func<T, Change?> asChange)
    {
        _asChange = asChange;
        return this;
    }

    // People type installaction, and Stacki did.
    private static string WordOf(string name) => name.Replace("_", string.Empty, StringComparison.Ordinal);

    private T Read(IRow row)
    {
        var value = _blank;
        for (var at = 0; at < _columns.Count; at++)
        {
            value = _columns[at].Read(row, at, value);
        }

        return value;
    }
}
