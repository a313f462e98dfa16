using System.Collections.Immutable;
using BootService.Core.Attributes;
using BootService.Core.Boot;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;

namespace BootService.Core.Relays;

/// <summary>
/// What of the state a relay is told: what it needs to lead its hosts to their disks and to the frontends. No secret is in it, no token, nothing of other
/// hosts, and nothing that an install could be made of. Pure.
/// </summary>
public static class RelayView
{
    /// <summary>All of it, as changes of a state that knows nothing.</summary>
    public static ImmutableArray<Change> Of(Inventory inventory, RelayReach reach)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(reach);
        return
        [
            .. Site(inventory, reach).Select(thing => thing.Set),
            .. inventory.HostsInOrder().Where(host => reach.Has(inventory, host)).SelectMany(host => Of(inventory, host)),
        ];
    }

    /// <summary>What leads from the view of one state to that of a later one; null where that is told as a whole.</summary>
    /// <param name="before">The state that the relay was told of.</param>
    /// <param name="after">The later one.</param>
    /// <param name="difference">Where they differ.</param>
    /// <param name="reach">The relay's hosts.</param>
    public static ImmutableArray<Change>? Between(Inventory before, Inventory after, InventoryDifference difference, RelayReach reach)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(difference);
        ArgumentNullException.ThrowIfNull(reach);
        if (difference.IsOfNetworks)
        {
            return null;
        }

        var changes = ImmutableArray.CreateBuilder<Change>();
        if (difference.IsOfSite)
        {
            changes.AddRange(SiteBetween(before, after, reach));
        }

        foreach (var name in difference.Hosts.Order())
        {
            if (before.HostOf(name) is { } old && reach.Has(before, old))
            {
                changes.Add(new Change.HostRemoved(name)); // with its attributes and its attempt
            }

            if (after.HostOf(name) is { } host && reach.Has(after, host))
            {
                changes.AddRange(Of(after, host));
            }
        }

        return changes.ToImmutable();
    }

    /// <summary>Whether relays are told of values of an attribute: not of secrets, nor of what sounds like one.</summary>
    public static bool Tells(AttributeName name, AttributeValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return !value.Shadow && !SecretAttributes.IsSecret(name) && !SecretAttributes.SoundsSecret(name);
    }

    private static IEnumerable<Change> Of(Inventory inventory, Host host)
    {
        yield return new Change.HostSet(host);
        var owner = AttributeOwner.Of(host.Name);
        foreach (var (name, value) in inventory.AttributesOn(owner))
        {
            if (Tells(name, value))
            {
                yield return new Change.AttributeWritten(owner, name, value);
            }
        }

        if (inventory.AttemptOf(host.Name) is { } attempt)
        {
            yield return new Change.AttemptSet(WithoutSecret(attempt));
        }
    }

    // Its number in the secret's place: a state knows attempts by it, and nobody can use it.
    private static InstallAttempt WithoutSecret(InstallAttempt attempt) => attempt with { Secret = $"attempt {attempt.Id}", Log = null };

    // What removes a thing may take others with it (an appliance its attributes): what is left is told anew.
    private static IEnumerable<Change> SiteBetween(Inventory before, Inventory after, RelayReach reach)
    {
        var things = Site(after, reach).ToArray();
        var kept = things.Select(thing => thing.Unset).ToHashSet();
        return Site(before, reach).Select(thing => thing.Unset).Where(unset => !kept.Contains(unset)).Concat(things.Select(thing => thing.Set));
    }

    /// <summary>What hosts have in common: each thing, and how it is taken away again.</summary>
    private static IEnumerable<(Change Unset, Change Set)> Site(Inventory inventory, RelayReach reach) =>
    [
        .. inventory.Networks.Values.Where(reach.Has)
            .Select(network => ((Change)new Change.NetworkRemoved(network.Name), (Change)new Change.NetworkSet(WithoutPool(network)))),
        .. inventory.Appliances.Values.Select(
            appliance => ((Change)new Change.ApplianceRemoved(appliance.Name), (Change)new Change.ApplianceSet(appliance))),
        .. inventory.Groups.Select(group => ((Change)new Change.GroupRemoved(group), (Change)new Change.GroupSet(group))),
        .. inventory.AddedEnvironments.Select(name => ((Change)new Change.EnvironmentRemoved(name), (Change)new Change.EnvironmentAdded(name))),
        .. inventory.AddedBoxes.Select(box => ((Change)new Change.BoxRemoved(box), (Change)new Change.BoxAdded(box))),
        .. inventory.Pallets.Values.OrderBy(pallet => pallet.Key.Folder, StringComparer.Ordinal)
            .Select(pallet => ((Change)new Change.PalletRemoved(pallet.Key), (Change)new Change.PalletSet(pallet))),
        .. inventory.BootEntries.Values.Where(entry => BootEntries.FindBuiltIn(entry.Key) != entry)
            .Select(entry => ((Change)new Change.BootEntryRemoved(entry.Key), (Change)new Change.BootEntrySet(WithoutInstall(entry)))),
        .. from scope in (AttributeScope[])[AttributeScope.Global, AttributeScope.Os, AttributeScope.Appliance, AttributeScope.Environment]
           from owner in inventory.OwnersAt(scope).OrderBy(owner => owner.Target, StringComparer.Ordinal)
           from entry in inventory.AttributesOn(owner)
           where Tells(entry.Name, entry.Value)
           select ((Change)new Change.AttributeRemoved(owner, entry.Name), (Change)new Change.AttributeWritten(owner, entry.Name, entry.Value)),
    ];

    // A relay gives no address of a pool: who is to have one asks a frontend.
    private static Network WithoutPool(Network network) => network with { PoolFirst = null, PoolLast = null };

    // What an installer is started with is the frontends' to say, and may hold what is nobody else's.
    private static BootEntry WithoutInstall(BootEntry entry) => entry.Start is BootStart.Install ? entry with { Args = string.Empty } : entry;
}
