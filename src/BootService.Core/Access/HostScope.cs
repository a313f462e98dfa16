using System.Collections.Immutable;
using BootService.Core.Hosts;

namespace BootService.Core.Access;

/// <summary>
/// Which hosts somebody may see and change: those of a box, an appliance or a rack. Several words of one kind are alternatives, several kinds must all hold.
/// </summary>
public sealed class HostScope : IEquatable<HostScope>
{
    private const string Box = "box";
    private const string Appliance = "appliance";
    private const string Rack = "rack";

    private static readonly string[] Kinds = [Box, Appliance, Rack];

    private readonly ImmutableDictionary<string, ImmutableArray<string>> _words;

    private HostScope(ImmutableDictionary<string, ImmutableArray<string>> words)
    {
        _words = words;
        Text = string.Join(' ', Kinds.Where(words.ContainsKey).Select(kind => $"{kind}={string.Join('|', words[kind])}"));
    }

    /// <summary>Every host.</summary>
    public static HostScope All { get; } = new(ImmutableDictionary<string, ImmutableArray<string>>.Empty);

    /// <summary>How it is written: <c>appliance=backend rack=0|1</c>; empty for every host.</summary>
    public string Text { get; }

    /// <summary>Whether it is every host.</summary>
    public bool IsAll => Text.Length == 0;

    /// <summary>The scope of these words, each list with commas or bars between them; null or empty for any.</summary>
    public static HostScope Of(string? boxes, string? appliances, string? racks)
    {
        var words = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var (kind, list) in new[] { (Box, boxes), (Appliance, appliances), (Rack, racks) })
        {
            if (list?.Split([',', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } named)
            {
                words[kind] = [.. named.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            }
        }

        return words.Count == 0 ? All : new HostScope(words.ToImmutable());
    }

    /// <summary>Reads what <see cref="Text"/> writes.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static HostScope Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var pairs = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Split('=')).ToArray();
        return pairs.All(pair => pair is [_, { Length: > 0 }] && Kinds.Contains(pair[0])) && pairs.DistinctBy(pair => pair[0]).Count() == pairs.Length
            ? Of(Words(Box), Words(Appliance), Words(Rack))
            : throw new FormatException($"\"{text}\" is not hosts of box=, appliance= or rack=");

        string? Words(string kind) => Array.Find(pairs, pair => pair[0] == kind)?[1];
    }

    /// <summary>Whether a host is among them.</summary>
    public bool Has(Host host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return IsOf(Box, host.Box) && IsOf(Appliance, host.Appliance) && IsOf(Rack, host.Rack.ToString());
    }

    /// <inheritdoc/>
    public bool Equals(HostScope? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as HostScope);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private bool IsOf(string kind, string word) => !_words.TryGetValue(kind, out var words) || words.Contains(word);
}
