using System.Collections.Immutable;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Core.Relays;

/// <summary>Where two states differ, found by what both hold in common: quick, however large they are. Pure.</summary>
/// <param name="Hosts">The hosts that were added, changed or removed, or whose attributes or attempt were.</param>
/// <param name="IsOfNetworks">Whether networks differ, which says what is on which.</param>
/// <param name="IsOfSite">Whether anything else differs that hosts have in common.</param>
public sealed record InventoryDifference(ImmutableHashSet<HostName> Hosts, bool IsOfNetworks, bool IsOfSite)
{
    /// <summary>No difference.</summary>
    public static InventoryDifference None { get; } = new([], IsOfNetworks: false, IsOfSite: false);

    /// <summary>Whether they do not differ.</summary>
    public bool IsNone => Hosts.IsEmpty && !IsOfNetworks && !IsOfSite;

    /// <summary>The difference of both.</summary>
    public InventoryDifference And(InventoryDifference other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new InventoryDifference(Hosts.Union(other.Hosts), IsOfNetworks || other.IsOfNetworks, IsOfSite || other.IsOfSite);
    }

    /// <summary>Compares a state with a later one of the same frontend.</summary>
    public static InventoryDifference Between(Inventory before, Inventory after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (old, now) = (before.Tables, after.Tables);
        if (ReferenceEquals(old, now))
        {
            return None;
        }

        var attributes = Differing(old.Attributes, now.Attributes).ToArray();
        return new InventoryDifference(
            [
                .. Differing(old.Hosts, now.Hosts),
                .. Differing(old.Attempts, now.Attempts),
                .. attributes.Where(owner => owner.Scope is AttributeScope.Host).Select(owner => HostName.Parse(owner.Target)),
            ],
            !ReferenceEquals(old.Networks, now.Networks),
            attributes.Any(owner => owner.Scope is not AttributeScope.Host)
                || !(ReferenceEquals(old.Appliances, now.Appliances) && ReferenceEquals(old.Pallets, now.Pallets)
                    && ReferenceEquals(old.BootEntries, now.BootEntries) && ReferenceEquals(old.Groups, now.Groups)
                    && ReferenceEquals(old.AddedEnvironments, now.AddedEnvironments) && ReferenceEquals(old.Boxes, now.Boxes)));
    }

    private static IEnumerable<TKey> Differing<TKey, TValue>(ImmutableDictionary<TKey, TValue> before, ImmutableDictionary<TKey, TValue> after)
        where TKey : notnull
        where TValue : class => ReferenceEquals(before, after)
            ? []
            : after.Where(pair => !ReferenceEquals(before.GetValueOrDefault(pair.Key), pair.Value)).Select(pair => pair.Key)
                .Concat(before.Keys.Where(key => !after.ContainsKey(key)));
}
