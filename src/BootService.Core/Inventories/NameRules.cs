using BootService.Core.Attributes;
using BootService.Core.Installers;

namespace BootService.Core.Inventories;

/// <summary>
/// Names that differ from each other by case alone are one name to whoever types them, and two to every list: the second never comes. Those that are there
/// already stay as they are. Pure.
/// </summary>
public static class NameRules
{
    /// <summary>The families of operating systems that installers are of, and those that Stacki had.</summary>
    public static IReadOnlyList<string> OsFamilies { get; } = [.. Installer.Systems, "sles"];

    /// <summary>What is wrong with the names that some changes bring; null when nothing is.</summary>
    internal static string? Broken(Inventory before, Inventory after, IEnumerable<Change> changes)
    {
        var seen = new HashSet<(string, string)>();
        foreach (var change in changes)
        {
            foreach (var (kind, name) in Named(before, change))
            {
                if (seen.Add((kind, name)) && !IsKnown(before, kind, name) && Twin(after, kind, name) is { } twin
                    && (seen.Contains((kind, twin)) || IsKnown(before, kind, twin)))
                {
                    return $"{kind} \"{name}\" differs by case alone from {kind} \"{twin}\", which is here: use that, or another name";
                }
            }
        }

        return null;
    }

    /// <summary>Hosts are looked through only where nothing else knows a name: most changes bring none.</summary>
    private static bool IsKnown(Inventory before, string kind, string name) => kind switch
    {
        "environment" => before.KnowsEnvironment(name),
        "os" => OsFamilies.Contains(name) || Names(before, kind).Contains(name),
        "box" => before.HasBox(name),
        _ => Names(before, kind).Contains(name),
    };

    /// <summary>The name beside another that is nearly the same; null when there is none, or when a later change took the other away.</summary>
    private static string? Twin(Inventory after, string kind, string name)
    {
        string[] alike = [.. Names(after, kind).Where(other => other.Equals(name, StringComparison.OrdinalIgnoreCase))];
        return alike.Contains(name) ? Array.Find(alike, other => other != name) : null;
    }

    /// <summary>The names that a change may bring. Of a host only those that it had not before.</summary>
    private static IEnumerable<(string Kind, string Name)> Named(Inventory before, Change change) => change switch
    {
        Change.HostSet { Host: var host } => before.HostOf(host.Name) switch
        {
            { } was when was.Environment == host.Environment && was.Os == host.Os && was.Box == host.Box => [],
            _ => host.Environment is { } environment
                ? [("environment", environment), ("os", host.Os), ("box", host.Box)]
                : [("os", host.Os), ("box", host.Box)],
        },
        Change.AttributeWritten { Owner: { Scope: AttributeScope.Environment } owner } => [("environment", owner.Target)],
        Change.AttributeWritten { Owner: { Scope: AttributeScope.Os } owner } => [("os", owner.Target)],
        Change.EnvironmentAdded { Name: var name } => [("environment", name)],
        Change.BoxAdded { Name: var name } => [("box", name)],
        Change.GroupSet { Name: var name } => [("group", name)],
        Change.CartSet { Cart.Name: var name } => [("cart", name)],
        Change.ApplianceSet { Appliance.Name: var name } => [("appliance", name)],
        Change.NetworkSet { Network.Name: var name } => [("network", name)],
        _ => [],
    };

    private static IEnumerable<string> Names(Inventory inventory, string kind) => kind switch
    {
        "environment" => inventory.EnvironmentNames(),
        "os" => OsFamilies.Concat(inventory.OwnersAt(AttributeScope.Os).Select(owner => owner.Target)).Concat(inventory.Hosts.Values.Select(host => host.Os))
            .Concat(inventory.Pallets.Keys.Select(pallet => pallet.Os)),
        "box" => inventory.BoxNames(),
        "group" => inventory.Groups,
        "cart" => inventory.Carts.Keys,
        "appliance" => inventory.Appliances.Keys,
        _ => inventory.Networks.Keys,
    };
}
