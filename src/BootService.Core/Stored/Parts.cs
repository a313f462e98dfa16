namespace BootService.Core.Stored;

/// <summary>Rows of another table that are parts of a value, such as a host's interfaces.</summary>
/// <remarks>One transaction may hand what is unique from one owner to another: the parts of every owner it touches are removed before any is written.</remarks>
/// <typeparam name="T">The owner.</typeparam>
public abstract class Parts<T>
{
    /// <summary>Their table.</summary>
    public abstract Table Table { get; }

    /// <summary>Removes the parts of an owner.</summary>
    public abstract void Release(IRows rows, T owner);

    /// <summary>Writes the parts of an owner whose were removed.</summary>
    public abstract void Put(IRows rows, T owner);

    /// <summary>The owners with their parts.</summary>
    public abstract IEnumerable<T> Joined(IRowSource rows, IEnumerable<T> owners);
}

/// <summary>A part in its table: whose it is, and at which place of his list.</summary>
internal readonly record struct Part<TKey, TPart>(TKey Owner, int Position, TPart Value);

/// <summary>Parts of owners that have a key of one column.</summary>
internal sealed class Parts<T, TKey, TPart>(
    Table<Part<TKey, TPart>> table, Func<T, TKey> key, Func<T, IReadOnlyList<TPart>> get, Func<T, IEnumerable<TPart>, T> set) : Parts<T>
    where TKey : notnull
{
    public override Table Table => table;

    public override void Release(IRows rows, T owner) => rows.Remove(table, key(owner));

    public override void Put(IRows rows, T owner)
    {
        var parts = get(owner);
        for (var at = 0; at < parts.Count; at++)
        {
            rows.Put(table, new Part<TKey, TPart>(key(owner), at, parts[at]));
        }
    }

    public override IEnumerable<T> Joined(IRowSource rows, IEnumerable<T> owners)
    {
        var parts = rows.Rows(table).ToLookup(part => part.Owner);
        return owners.Select(owner => set(owner, parts[key(owner)].OrderBy(part => part.Position).Select(part => part.Value)));
    }
}
