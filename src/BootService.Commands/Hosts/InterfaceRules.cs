using System.Globalization;
using BootService.Commands.Grammar;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Commands.Hosts;

/// <summary>Says which interfaces a host can have. Pure.</summary>
internal static class InterfaceRules
{
    /// <summary>The host with an interface put in, or in the place of the one of the same name.</summary>
    /// <exception cref="RefusedException">The interface cannot be: an address of another host, outside its network, or unfit for a machine.</exception>
    public static Host With(Inventory inventory, Host host, HostInterface nic)
    {
        // Its own name on an interface is no other name.
        nic = nic with { Network = NetworkOf(inventory, host, nic), HostName = nic.HostName == host.Name.ToString() ? null : nic.HostName };
        CheckMac(inventory, host, nic);
        CheckAddress(inventory, host, nic);
        var others = host.Interfaces.Where(other => other.Name != nic.Name).ToArray();
        if (nic.IsDefault)
        {
            others = [.. others.Select(other => other with { IsDefault = false })];
        }
        else if (nic.Address is not null && !others.Any(other => other.IsDefault))
        {
            nic = nic with { IsDefault = true };
        }

        return host with { Interfaces = [.. others.Append(nic).OrderBy(other => other.Name, StringComparer.Ordinal)] };
    }

    /// <summary>The host without an interface; another one with an address becomes the default.</summary>
    /// <exception cref="RefusedException">It has no such interface.</exception>
    public static Host Without(Host host, string name)
    {
        Existing(host, name);
        var rest = host.Interfaces.Where(nic => nic.Name != name).ToArray();
        var heir = Array.Exists(rest, nic => nic.IsDefault) ? -1 : Array.FindIndex(rest, nic => nic.Address is not null);
        if (heir >= 0)
        {
            rest[heir] = rest[heir] with { IsDefault = true };
        }

        return host with { Interfaces = [.. rest] };
    }

    /// <exception cref="RefusedException">The host has no such interface.</exception>
    public static HostInterface Existing(Host host, string name) => host.Interfaces.FirstOrDefault(nic => nic.Name == name)
        ?? throw new RefusedException($"host {host.Name} has no interface \"{name}\"{Spelling.DidYouMean(name, host.Interfaces.Select(nic => nic.Name))}");

    /// <summary>
    /// Why a text is not the name of a network device; null when it is. Linux takes more: at most 15 characters that are no space and no slash. But these names
    /// stand in files and scripts of nodes.
    /// </summary>
    public static string? WhyNoDevice(string device) =>
        device.Length is 0 or > 15 || !device.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or ':' or '-' or '_' or '@' or '+')
            || !char.IsAsciiLetterOrDigit(device[0]) || Keywords.IsNothing(device)
            ? $"\"{Echo.Of(device)}\" is not the name of an interface: 1 to 15 letters, digits and . : - _, such as eth0"
            : null;

    /// <summary>The number of a VLAN (IEEE 802.1Q); null for none, which Stacki wrote as 0.</summary>
    /// <exception cref="RefusedException">It is no such number.</exception>
    public static int? Vlan(string? text) => text is null or "" or "0" ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var vlan) && vlan is > 0 and < 4095 ? vlan
        : throw new RefusedException($"vlan \"{Echo.Of(text)}\" is not a number from 1 to 4094");

    /// <summary>The network an interface is on: the one it names, or the one that holds its address.</summary>
    /// <exception cref="RefusedException">There is no such network, or the address is not in it.</exception>
    public static string? NetworkOf(Inventory inventory, Host host, HostInterface nic)
    {
        if (nic.Network is not { } name)
        {
            return nic.Address is { } alone ? inventory.NetworkOf(alone)?.Name : null;
        }

        if (inventory.NetworkCalled(name) is not { } network)
        {
            throw new RefusedException($"unknown network \"{name}\"{Spelling.DidYouMean(name, inventory.Networks.Keys)}");
        }

        return nic.Address is { } address && !network.Subnet.Contains(address)
            ? throw new RefusedException($"address {address} of {host.Name} is not in network {network.Name} ({network.Subnet})")
            : network.Name;
    }

    /// <exception cref="RefusedException">The hardware address is another interface's, or none of one machine.</exception>
    public static void CheckMac(Inventory inventory, Host host, HostInterface nic)
    {
        if (nic.Mac is not { } mac)
        {
            return;
        }

        if (mac.IsZero || mac.IsMulticast)
        {
            throw new RefusedException($"{mac} is no hardware address of one machine");
        }

        var owner = inventory.HostOf(mac);
        if ((owner is not null && owner.Name != host.Name) || host.Interfaces.Any(other => other.Mac == mac && other.Name != nic.Name))
        {
            throw new RefusedException($"hardware address {mac} is already interface {(owner ?? host).InterfaceOf(mac)?.Name} of host {(owner ?? host).Name}");
        }
    }

    /// <exception cref="RefusedException">The address is another machine's, or cannot be given to one.</exception>
    public static void CheckAddress(Inventory inventory, Host host, HostInterface nic)
    {
        if (nic.Address is not { } address)
        {
            return;
        }

        var owner = inventory.HostOf(address);
        if ((owner is not null && owner.Name != host.Name) || host.Interfaces.Any(other => other.Address == address && other.Name != nic.Name))
        {
            throw new RefusedException($"address {address} is already used by host {(owner ?? host).Name}");
        }

        if (inventory.Frontend.Has(address) && host.Name.ToString() != inventory.Frontend.Name && host.Appliance != "frontend")
        {
            throw new RefusedException($"address {address} is the frontend's own");
        }

        if (inventory.Frontend.Peers.At(address) is { } peer && host.Appliance != "frontend")
        {
            throw new RefusedException($"address {address} is the one of frontend {peer.Name}");
        }

        var unfit = nic.Network is { } name && inventory.Networks.GetValueOrDefault(name) is { } network
            ? !network.Subnet.IsHost(address)
            : address.IsAny || address == Ipv4.Broadcast || address.Value >> 28 == 14;
        if (unfit)
        {
            throw new RefusedException($"address {address} cannot be given to a machine");
        }
    }
}
