using BootService.Core.Hosts;
using BootService.Protocols.Net;

namespace BootService.Core.Inventories;

/// <summary>
/// What no change may lead to, told from the states before and after it. A store need not be asked, and says no more than that something does not fit.
/// </summary>
public static class InventoryRules
{
    /// <summary>What is wrong with a state; null when nothing is.</summary>
    /// <param name="before">The state before the changes; nothing was wrong with it.</param>
    /// <param name="after">The state after them.</param>
    /// <param name="changes">The changes; only what they touch is looked at.</param>
    public static RefusedException? Broken(Inventory before, Inventory after, IEnumerable<Change> changes)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(changes);
        foreach (var change in changes)
        {
            var broken = change switch
            {
                Change.HostSet { Host.Name: var name } when after.HostOf(name) is { } host => Interfaces(before, after, host),
                Change.AttemptSet { Attempt: var attempt } when after.HostOf(attempt.Host) is null => $"there is no host {attempt.Host} to install",
                _ => null,
            };
            if (broken is not null)
            {
                return new RefusedException(broken);
            }
        }

        return NameRules.Broken(before, after, changes) is { } twin ? new RefusedException(twin) : null;
    }

    private static string? Interfaces(Inventory before, Inventory after, Host host)
    {
        for (var at = 0; at < host.Interfaces.Length; at++)
        {
            var nic = host.Interfaces[at];
            if (host.Interfaces.Take(at).Any(other => other.Name == nic.Name))
            {
                return $"{host.Name} has two interfaces named {nic.Name}: name one of them otherwise";
            }

            var others = host.Interfaces.Take(at);
            if (nic.Mac is { } mac && (Holder(before, after, host, mac) ?? (others.Any(other => other.Mac == mac) ? host.Name : null)) is { } holder)
            {
                return Taken(host, nic, $"hardware address {mac}", holder);
            }

            if (nic.Address is { } address
                && (Holder(before, after, host, address) ?? (others.Any(other => other.Address == address) ? host.Name : null)) is { } neighbour)
            {
                return Taken(host, nic, $"address {address}", neighbour);
            }
        }

        return null;
    }

    // The index names the last one that took it; the one who had it before may still have it too.
    private static HostName? Holder(Inventory before, Inventory after, Host host, MacAddress mac) =>
        after.HostOf(mac) is { } now && now.Name != host.Name ? now.Name
        : before.HostOf(mac) is { } old && old.Name != host.Name && after.HostOf(old.Name)?.InterfaceOf(mac) is not null ? old.Name
        : null;

    private static HostName? Holder(Inventory before, Inventory after, Host host, Ipv4 address) =>
        after.HostOf(address) is { } now && now.Name != host.Name ? now.Name
        : before.HostOf(address) is { } old && old.Name != host.Name && after.HostOf(old.Name) is { } still
            && still.Interfaces.Any(nic => nic.Address == address) ? old.Name
        : null;

    private static string Taken(Host host, HostInterface nic, string what, HostName holder) =>
        $"the {what} of {host.Name}'s interface {nic.Name} already belongs to {holder}: remove it there first";
}
