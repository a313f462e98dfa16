using System.Collections.Immutable;
using BootService.Core.Inventories;

namespace BootService.Commands.Output;

/// <summary>Says what became of one thing that is neither a host nor an attribute. Pure.</summary>
internal static class ThingSentence
{
    /// <summary>What it is, its name and what was done; null when nothing was.</summary>
    public static (string Kind, string Name, string Deed)? Of(Inventory before, Change change) => change switch
    {
        Change.NetworkSet { Network: var network } => Set("network", network.Name, before.Networks.GetValueOrDefault(network.Name), network),
        Change.NetworkRemoved { Name: var name } => ("network", name, "removed"),
        Change.ApplianceSet { Appliance: var appliance } => Set("appliance", appliance.Name, before.Appliances.GetValueOrDefault(appliance.Name), appliance),
        Change.ApplianceRemoved { Name: var name } => ("appliance", name, "removed"),
        Change.BootEntrySet { Entry: var entry } => Set("boot action", entry.Key.ToString(), before.BootEntries.GetValueOrDefault(entry.Key), entry),
        Change.BootEntryRemoved { Key: var key } => ("boot action", key.ToString(), "removed"),
        Change.GroupSet { Name: var name } => before.Groups.Contains(name) ? null : ("group", name, "added"),
        Change.GroupRemoved { Name: var name } => ("group", name, "removed"),
        Change.BoxAdded { Name: var name } => ("box", name, "added"),
        Change.BoxRemoved { Name: var name } => ("box", name, "removed"),
        Change.EnvironmentAdded { Name: var name } => before.AddedEnvironments.Contains(name) ? null : ("environment", name, "added"),
        Change.EnvironmentRemoved { Name: var name } => ("environment", name, "removed"),
        Change.TokenRemoved { Name: var name } => ("token", name, "removed"),
        Change.WebhookRemoved { Name: var name } => ("webhook", name, "removed"),
        Change.PalletRemoved { Key: var key } => ("pallet", key.ToString(), "removed"),
        Change.PalletSet { Pallet: var pallet } => Boxes("pallet", pallet.Key.ToString(), before.Pallets.GetValueOrDefault(pallet.Key)?.Boxes, pallet.Boxes),
        Change.CartRemoved { Name: var name } => ("cart", name, "removed"),
        Change.CartSet { Cart: var cart } => Boxes("cart", cart.Name, before.Carts.GetValueOrDefault(cart.Name)?.Boxes, cart.Boxes),
        _ => null,
    };

    private static (string Kind, string Name, string Deed)? Set<T>(string kind, string name, T? old, T now) where T : class =>
        old is null ? (kind, name, "added") : old.Equals(now) ? null : (kind, name, "changed");

    private static (string Kind, string Name, string Deed)? Boxes(string kind, string name, ImmutableArray<string>? old, ImmutableArray<string> now)
    {
        if (old is not { } had)
        {
            return (kind, name, "added");
        }

        var (more, fewer) = (now.Except(had, StringComparer.Ordinal).ToArray(), had.Except(now, StringComparer.Ordinal).ToArray());
        return more.Length > 0 ? (kind, name, $"enabled in box {string.Join(", ", more)}")
            : fewer.Length > 0 ? (kind, name, $"disabled in box {string.Join(", ", fewer)}")
            : null;
    }
}
