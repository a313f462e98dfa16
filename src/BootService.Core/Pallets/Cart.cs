using System.Collections.Immutable;

namespace BootService.Core.Pallets;

/// <summary>A folder of the admin's own packages and node files, which lies at <c>carts/NAME</c> (docs/stacki.md).</summary>
/// <param name="Name">The name, case-sensitive; a word that can name a folder.</param>
public sealed record Cart(string Name)
{
    /// <summary>The boxes it is enabled in, in the order of their names.</summary>
    public ImmutableArray<string> Boxes { get; init; } = [];

    /// <summary>Whether profiles of hosts of this box are made with it.</summary>
    public bool IsEnabledIn(string box) => Boxes.Contains(box);

    /// <summary>Equality by content, the list of boxes included.</summary>
    public bool Equals(Cart? other) => other is not null && Name == other.Name && Boxes.SequenceEqual(other.Boxes);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);
}
