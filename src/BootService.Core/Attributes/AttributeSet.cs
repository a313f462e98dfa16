using System.Collections;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace BootService.Core.Attributes;

/// <summary>The attributes of one owner, immutable, in the order of their names.</summary>
/// <remarks>A sorted array: a host has tens of attributes, and ten thousand hosts must fit in memory and be walked in order.</remarks>
public sealed class AttributeSet : IReadOnlyCollection<AttributeEntry>
{
    private readonly ImmutableArray<AttributeEntry> _entries;

    private AttributeSet(ImmutableArray<AttributeEntry> entries) => _entries = entries;

    /// <summary>No attributes.</summary>
    public static AttributeSet Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _entries.Length;

    /// <summary>The value of a name; null when it is not set here.</summary>
    public AttributeValue? Find(AttributeName name)
    {
        var at = IndexOf(name);
        return at < 0 ? null : _entries[at].Value;
    }

    /// <summary>The names that begin with a text, in their order.</summary>
    public IEnumerable<AttributeName> Under(string prefix)
    {
        var at = AttributeName.TryParse(prefix, null, out var first) ? IndexOf(first) : 0;
        for (at = at < 0 ? ~at : at; at < _entries.Length && _entries[at].Name.ToString().StartsWith(prefix, StringComparison.Ordinal); at++)
        {
            yield return _entries[at].Name;
        }
    }

    /// <summary>This set with one value added or replaced.</summary>
    public AttributeSet With(AttributeName name, AttributeValue value)
    {
        var at = IndexOf(name);
        var entry = new AttributeEntry(name, value);
        return new AttributeSet(at < 0 ? _entries.Insert(~at, entry) : _entries.SetItem(at, entry));
    }

    /// <summary>This set with many values added or replaced; the last of a repeated name wins.</summary>
    public AttributeSet With(IReadOnlyCollection<AttributeEntry> entries)
    {
        var (old, added) = (_entries, From(entries));
        if (old.IsEmpty)
        {
            return added;
        }

        var more = added._entries;
        var merged = ImmutableArray.CreateBuilder<AttributeEntry>(old.Length + more.Length);
        for (int left = 0, right = 0; left < old.Length || right < more.Length;)
        {
            var order = left == old.Length ? 1 : right == more.Length ? -1 : old[left].Name.CompareTo(more[right].Name);
            merged.Add(order < 0 ? old[left] : more[right]);
            (left, right) = (order <= 0 ? left + 1 : left, order >= 0 ? right + 1 : right);
        }

        return new AttributeSet(merged.DrainToImmutable());
    }

    /// <summary>This set without a name; itself when the name is not in it.</summary>
    public AttributeSet Without(AttributeName name)
    {
        var at = IndexOf(name);
        return at < 0 ? this : new AttributeSet(_entries.RemoveAt(at));
    }

    /// <summary>A set of many entries at once; the last of a repeated name wins.</summary>
    public static AttributeSet From(IEnumerable<AttributeEntry> entries)
    {
        AttributeEntry[] all = [.. entries];
        if (!IsStrictlyRising(all))
        {
            // The sort is stable, so that of a name the last one written stays last.
            all = [.. all.OrderBy(entry => entry.Name)];
            all = [.. all.Where((entry, at) => at + 1 == all.Length || all[at + 1].Name != entry.Name)];
        }

        return new AttributeSet(ImmutableCollectionsMarshal.AsImmutableArray(all));
    }

    /// <summary>What differs between two sets, in the order of names.</summary>
    public static ImmutableArray<AttributeDifference> Between(AttributeSet before, AttributeSet after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (old, now) = (before._entries, after._entries);
        var found = ImmutableArray.CreateBuilder<AttributeDifference>(Math.Max(old.Length, now.Length));
        for (int left = 0, right = 0; left < old.Length || right < now.Length;)
        {
            var order = left == old.Length ? 1 : right == now.Length ? -1 : old[left].Name.CompareTo(now[right].Name);
            var (was, isNow) = (order <= 0 ? old[left] : default, order >= 0 ? now[right] : default);
            (left, right) = (order <= 0 ? left + 1 : left, order >= 0 ? right + 1 : right);
            if (order != 0 || (!ReferenceEquals(was.Value, isNow.Value) && was.Value != isNow.Value))
            {
                found.Add(new AttributeDifference(order <= 0 ? was.Name : isNow.Name, was.Value, isNow.Value));
            }
        }

        return found.DrainToImmutable();
    }

    /// <summary>Walks the entries in the order of their names.</summary>
    public ImmutableArray<AttributeEntry>.Enumerator GetEnumerator() => _entries.GetEnumerator();

    IEnumerator<AttributeEntry> IEnumerable<AttributeEntry>.GetEnumerator() => ((IEnumerable<AttributeEntry>)_entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable)_entries).GetEnumerator();

    private static bool IsStrictlyRising(AttributeEntry[] entries)
    {
        for (var at = 1; at < entries.Length; at++)
        {
            if (entries[at - 1].Name.CompareTo(entries[at].Name) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    private int IndexOf(AttributeName name)
    {
        var (low, high) = (0, _entries.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            switch (_entries[middle].Name.CompareTo(name))
            {
                case 0:
                    return middle;
                case < 0:
                    low = middle + 1;
                    break;
                default:
                    high = middle - 1;
                    break;
            }
        }

        return ~low;
    }
}
