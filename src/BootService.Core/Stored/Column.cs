namespace BootService.Core.Stored;

/// <summary>A column of a table, as the schema knows it.</summary>
/// <param name="name">Its name, in lower case with underscores: what somebody sees who opens the database.</param>
/// <param name="kind">What it holds.</param>
/// <param name="isNullable">Whether there may be nothing in it.</param>
public abstract class Column(string name, CellKind kind, bool isNullable)
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>What it holds.</summary>
    public CellKind Kind => kind;

    /// <summary>Whether there may be nothing in it.</summary>
    public bool IsNullable => isNullable;

    /// <summary>Whether it is part of the key.</summary>
    public bool IsKey { get; init; }

    /// <summary>What rows have in it that are older than the column; null when it came with its table.</summary>
    public object? Default { get; init; }

    /// <summary>Whether a row is only ever replaced by one with the same value here: who has a number keeps it.</summary>
    public bool IsFixed { get; init; }

    /// <summary>Whether the column keeps the highest number that was ever put there.</summary>
    public bool OnlyRises { get; init; }

    /// <summary>The cell of a value of the column's own type.</summary>
    /// <exception cref="InvalidCastException">It is of another type.</exception>
    public abstract object? CellOf(object? value);
}

/// <summary>A column of a table of these values: how it is filled from one, and how one is filled from it.</summary>
/// <typeparam name="T">What a row stands for.</typeparam>
/// <param name="name">Its name.</param>
/// <param name="kind">What it holds.</param>
/// <param name="isNullable">Whether there may be nothing in it.</param>
public abstract class Column<T>(string name, CellKind kind, bool isNullable) : Column(name, kind, isNullable)
{
    /// <summary>The word people know it by.</summary>
    public string Word { get; init; } = name;

    /// <summary>The cell: a text, a <see cref="long"/>, a flag, octets, or null.</summary>
    public abstract object? CellIn(T value);

    /// <summary>The value with what the cell says.</summary>
    public abstract T Read(IRow row, int at, T into);

    /// <summary>The first value with the second one's content of this column.</summary>
    public abstract T Take(T to, T from);

    /// <summary>How people read it; null for none.</summary>
    public abstract string? Text(T value);
}

/// <summary>A column of one property.</summary>
internal sealed class Column<T, TValue>(
    string name, Cell<TValue> cell, Func<T, TValue> get, Func<T, TValue, T> set) : Column<T>(name, cell.Kind, cell.IsNullable)
{
    public override object? CellOf(object? value) => cell.Write((TValue)value!);

    public override object? CellIn(T value) => cell.Write(get(value));

    public override T Read(IRow row, int at, T into) => set(into, cell.Read(row, at));

    public override T Take(T to, T from) => set(to, get(from));

    public override string? Text(T value) => cell.Text(get(value));
}

/// <summary>A column of a value within the value, such as a pallet's name within an attempt.</summary>
internal sealed class InnerColumn<T, TInner>(string prefix, Column<TInner> inner, Func<T, TInner> get, Func<T, TInner, T> set)
    : Column<T>(prefix + inner.Name, inner.Kind, inner.IsNullable)
{
    public override object? CellOf(object? value) => inner.CellOf(value);

    public override object? CellIn(T value) => inner.CellIn(get(value));

    public override T Read(IRow row, int at, T into) => set(into, inner.Read(row, at, get(into)));

    public override T Take(T to, T from) => set(to, inner.Take(get(to), get(from)));

    public override string? Text(T value) => inner.Text(get(value));
}
