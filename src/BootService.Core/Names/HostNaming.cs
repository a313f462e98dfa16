using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Core.Names;

/// <summary>An address and what it is called.</summary>
/// <param name="Address">The address.</param>
/// <param name="Name">The name without its zone.</param>
/// <param name="Zone">The zone of the network that the address is on; empty for none.</param>
public readonly record struct NamedAddress(Ipv4 Address, string Name, string Zone)
{
    /// <summary>The name with its zone.</summary>
    public string Full => Zone.Length > 0 ? $"{Name}.{Zone}" : Name;
}

/// <summary>What the machines of the appliance are called: the one place that says so to <c>/etc/hosts</c> and to the name server. Pure.</summary>
public static class HostNaming
{
    /// <summary>The frontend at each of its boot networks.</summary>
    public static IEnumerable<NamedAddress> OfFrontend(Inventory inventory)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        var frontend = inventory.Frontend;
        return frontend.All.Select(link => new NamedAddress(link.Address, frontend.Name, inventory.NetworkOf(link.Address)?.Zone ?? frontend.Domain));
    }

    /// <summary>Every address of every other host, in the order of tables: its interfaces' own names, or the host's name, or both put together.</summary>
    public static IEnumerable<NamedAddress> OfHosts(Inventory inventory)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        return Named(inventory, inventory.HostsInOrder());
    }

    /// <summary>The same in no order, which is found out sooner.</summary>
    public static IEnumerable<NamedAddress> OfHostsUnordered(Inventory inventory)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        return Named(inventory, inventory.Hosts.Values);
    }

    /// <summary>Every address of one host.</summary>
    public static IEnumerable<NamedAddress> Of(Inventory inventory, Host host)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(host);
        return Named(inventory, [host]);
    }

    private static IEnumerable<NamedAddress> Named(Inventory inventory, IEnumerable<Host> hosts)
    {
        foreach (var host in hosts)
        {
            var isFrontend = host.Name.ToString() == inventory.Frontend.Name;
            foreach (var nic in host.Interfaces)
            {
                if (nic.Address is { } address && !(isFrontend && inventory.Frontend.Has(address)))
                {
                    var zone = nic.Network is { } network ? inventory.Networks.GetValueOrDefault(network)?.Zone : null;
                    yield return new NamedAddress(address, NameOf(host, nic, isFrontend), zone ?? string.Empty);
                    foreach (var alias in HostAliases.Of(inventory, host.Name, nic.Name))
                    {
                        // One with dots is a whole name already.
                        yield return new NamedAddress(address, alias, alias.Contains('.', StringComparison.Ordinal) ? string.Empty : zone ?? string.Empty);
                    }
                }
            }
        }
    }

    // The frontend's own name is that of its boot networks, where everybody reaches it.
    private static string NameOf(Host host, HostInterface nic, bool isFrontend) =>
        nic.HostName ?? (nic == host.Primary && !isFrontend ? host.Name.ToString() : $"{host.Name}-{nic.Name}");
}
