using BootService.Core.Attributes;

namespace BootService.Core.Inventories;

/// <summary>The names that attributes can have, for telling a misspelt one from one that is not set.</summary>
public static class KnownNames
{
    private const string GroupPrefix = "group.";

    private static readonly HashSet<string> WellKnown = [.. WellKnownAttributes.All.Select(known => known.Name)];

    /// <summary>Every name: computed, well known, or set for something; each once, in their order.</summary>
    public static IEnumerable<string> Of(Inventory inventory)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        var set = inventory.Tables.Attributes.Values.SelectMany(attributes => attributes.Select(entry => entry.Name.ToString()));
        return WellKnown.Concat(DefaultAttributes.Names).Concat(inventory.Groups.Select(group => GroupPrefix + group)).Concat(set)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    internal static bool IsComputedOrWellKnown(Inventory inventory, string name) => name.StartsWith(GroupPrefix, StringComparison.Ordinal)
        ? inventory.Groups.Contains(name[GroupPrefix.Length..])
        : WellKnown.Contains(name) || DefaultAttributes.Names.Contains(name)
            || (AttributeName.TryParse(name, null, out var parsed) && IntrinsicAttributes.IsIntrinsic(parsed));
}
