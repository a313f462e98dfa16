using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using BootService.Core.Hosts;
using BootService.Protocols.Net;

namespace BootService.Core.Stored;

/// <summary>How values of a type look in a column, and in the log of changes.</summary>
/// <typeparam name="TValue">The type.</typeparam>
/// <param name="Kind">What the column holds.</param>
/// <param name="Write">The cell of a value: a text or its octets, a <see cref="long"/>, a flag, octets, or null.</param>
/// <param name="Read">The value of a cell. What no version of ours wrote is an exception: <see cref="FormatException"/> or
/// <see cref="OverflowException"/>.</param>
/// <param name="Text">How people read it; null for none.</param>
public sealed record Cell<TValue>(CellKind Kind, Func<TValue, object?> Write, Func<IRow, int, TValue> Read, Func<TValue, string?> Text)
{
    /// <summary>Whether there may be nothing in the column.</summary>
    public bool IsNullable { get; init; }
}

/// <summary>How each type of value looks in a column: the one place.</summary>
/// <remarks>
/// Enumerations are stored by name: a case put in between must not change what older rows say. Times are ticks of UTC, so that they come back exactly.
/// </remarks>
public static class Cells
{
    // Half a million rows of one command hold two flags and one moment: each is boxed once.
    private static readonly object Yes = true;
    private static readonly object No = false;
    private static object _lastMoment = 0L;

    /// <summary>A text.</summary>
    public static Cell<string> Text { get; } = new(CellKind.Text, text => text, (row, at) => row.Text(at), text => text.Length == 0 ? null : text);

    /// <summary>A long text as its octets in UTF-8, which are what is stored.</summary>
    public static Cell<ReadOnlyMemory<byte>> Utf8 { get; } =
        new(CellKind.Text, octets => octets, (row, at) => Encoding.UTF8.GetBytes(row.Text(at)),
            octets => octets.IsEmpty ? null : Encoding.UTF8.GetString(octets.Span));

    /// <summary>Octets that are no text.</summary>
    public static Cell<ImmutableArray<byte>> Octets { get; } = new(
        CellKind.Bytes, octets => ImmutableCollectionsMarshal.AsArray(octets) ?? [], (row, at) => ImmutableCollectionsMarshal.AsImmutableArray(row.Bytes(at)),
        _ => null);

    /// <summary>A text or none.</summary>
    public static Cell<string?> MaybeText { get; } =
        new(CellKind.Text, text => text, (row, at) => row.IsNull(at) ? null : row.Text(at), text => text) { IsNullable = true };

    /// <summary>A number of 64 bits.</summary>
    public static Cell<long> Number { get; } = new(CellKind.Number, number => number, (row, at) => row.Number(at), number => number.ToString());

    /// <summary>A number of 32 bits.</summary>
    public static Cell<int> Whole { get; } = new(
        CellKind.Number, number => (long)number, (row, at) => checked((int)row.Number(at)), number => number.ToString());

    /// <summary>A number of 32 bits without a sign.</summary>
    public static Cell<uint> Natural { get; } = new(
        CellKind.Number, number => (long)number, (row, at) => checked((uint)row.Number(at)), number => number.ToString());

    /// <summary>Yes or no.</summary>
    public static Cell<bool> Flag { get; } = new(CellKind.Flag, flag => flag ? Yes : No, (row, at) => row.Flag(at), flag => flag ? "yes" : "no");

    /// <summary>A moment.</summary>
    public static Cell<DateTimeOffset> Time { get; } = new(
        CellKind.Number, at => Boxed(at.UtcTicks), (row, at) => new DateTimeOffset(InRange(row.Number(at), DateTime.MaxValue.Ticks), TimeSpan.Zero),
        at => at.ToString("u"));

    /// <summary>A span of time.</summary>
    public static Cell<TimeSpan> Duration { get; } = new(
        CellKind.Number, time => time.Ticks, (row, at) => new TimeSpan(row.Number(at)), time => time.ToString());

    /// <summary>A hardware address.</summary>
    public static Cell<MacAddress> Mac { get; } = new(
        CellKind.Number, mac => unchecked((long)mac.Value), (row, at) => new MacAddress(unchecked((ulong)row.Number(at))), mac => mac.ToString());

    /// <summary>An address.</summary>
    public static Cell<Ipv4> Address { get; } = new(
        CellKind.Number, ip => (long)ip.Value, (row, at) => new Ipv4(checked((uint)row.Number(at))), ip => ip.ToString());

    /// <summary>The name of a host.</summary>
    public static Cell<HostName> HostName { get; } = new(
        CellKind.Text, name => name.ToString(), (row, at) => Hosts.HostName.Parse(row.Text(at)), name => name.ToString());

    /// <summary>A rack or a place in one.</summary>
    public static Cell<Place> Place { get; } = new(
        CellKind.Text, place => place.ToString(), (row, at) => Hosts.Place.Parse(row.Text(at)), place => place.ToString());

    /// <summary>Which hosts somebody may see.</summary>
    public static Cell<Access.HostScope> HostScope { get; } = new(
        CellKind.Text, scope => scope.Text, (row, at) => Access.HostScope.Parse(row.Text(at)), scope => scope.IsAll ? null : scope.Text);

    /// <summary>Names in their order, as a JSON array; nothing is ever looked up by one.</summary>
    public static Cell<ImmutableArray<string>> Words { get; } = new(
        CellKind.Text, Json, (row, at) => ReadWords(row.Text(at)), words => words.IsDefaultOrEmpty ? null : string.Join(", ", words));

    /// <summary>A case of an enumeration, by its name.</summary>
    public static Cell<T> Word<T>()
        where T : struct, Enum
    {
        // Looked through: a table of each enumeration would cost the start more than it spares.
        var (words, names) = (Enum.GetValues<T>(), Enum.GetNames<T>());
        return new(
            CellKind.Text, word => Array.IndexOf(words, word) is >= 0 and var found ? names[found] : word.ToString(),
            (row, at) => row.Text(at) is var text && Array.IndexOf(names, text) is >= 0 and var found
                ? words[found]
                : throw new FormatException($"it is none of {string.Join(", ", names.Order())}"),
            word => word.ToString() is not "None" and var text ? text.ToLowerInvariant() : null);
    }

    /// <summary>The same, or nothing.</summary>
    public static Cell<T?> Maybe<T>(Cell<T> cell)
        where T : struct => new(
        cell.Kind, value => value is { } some ? cell.Write(some) : null, (row, at) => row.IsNull(at) ? null : cell.Read(row, at),
        value => value is { } some ? cell.Text(some) : null)
        {
            IsNullable = true,
        };

    private static object Boxed(long moment) => _lastMoment is var last && (long)last == moment ? last : _lastMoment = moment;

    private static long InRange(long number, long last) =>
        number >= 0 && number <= last ? number : throw new OverflowException($"it is not between 0 and {last}");

    private static string Json(ImmutableArray<string> words) =>
        words.IsDefaultOrEmpty ? "[]" : JsonSerializer.Serialize([.. words], CellsJson.Default.StringArray);

    private static ImmutableArray<string> ReadWords(string json)
    {
        if (json == "[]")
        {
            return [];
        }

        try
        {
            var words = JsonSerializer.Deserialize(json, CellsJson.Default.StringArray) ?? [];
            return words.Contains(null) ? throw new FormatException("a name is missing in it") : [.. words];
        }
        catch (JsonException fault)
        {
            throw new FormatException("it is no list of names", fault);
        }
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string[]))]
internal sealed partial class CellsJson : System.Text.Json.Serialization.JsonSerializerContext;
