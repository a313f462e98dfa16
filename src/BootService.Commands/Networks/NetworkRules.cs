using System.Globalization;
using BootService.Commands.Hosts;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Net;

namespace BootService.Commands.Networks;

/// <summary>Says which networks there can be. Pure.</summary>
internal static class NetworkRules
{
    /// <summary>The network of a name, written in another case where only one fits.</summary>
    /// <exception cref="RefusedException">There is no such network.</exception>
    public static Network Existing(Inventory inventory, string name) => inventory.NetworkCalled(name)
        ?? throw new RefusedException($"unknown network \"{name}\"{Spelling.DidYouMean(name, inventory.Networks.Keys)}");

    /// <summary>A network with what the parameters say; what they do not name stays.</summary>
    /// <exception cref="RefusedException">The values do not go together.</exception>
    public static Network With(CommandCall call, Network network, bool isNew = false) => network with
    {
        Subnet = Subnet(call, isNew ? null : network.Subnet) ?? network.Subnet,
        Gateway = call.Has("gateway") ? call.FindValue<Ipv4>("gateway") : network.Gateway,
        Zone = call.Has("zone") ? Zone(call.Text("zone")) : network.Zone,
        Pxe = call.Flag("pxe", network.Pxe),
        Mtu = call.Number("mtu") ?? network.Mtu,
        PoolFirst = call.Has("first") ? call.FindValue<Ipv4>("first") : network.PoolFirst,
        PoolLast = call.Has("last") ? call.FindValue<Ipv4>("last") : network.PoolLast,
    };

    /// <summary>The subnet that <c>address</c> and <c>mask</c> say; null when neither is given. Of a network that is there either may be left out.</summary>
    /// <param name="call">The command line.</param>
    /// <param name="known">The network as it is; null for a new one.</param>
    /// <exception cref="RefusedException">They say none.</exception>
    public static Ipv4Network? Subnet(CommandCall call, Ipv4Network? known = null) => Subnet(call.Find("address"), call.Find("mask"), known);

    /// <summary>The subnet of an address, which may have its prefix with it, and a mask; null when neither is given.</summary>
    /// <exception cref="RefusedException">They say none.</exception>
    public static Ipv4Network? Subnet(string? address, string? mask, Ipv4Network? known)
    {
        if (address is null && mask is null)
        {
            return null;
        }

        if (mask is null && Ipv4Network.TryParse(address, null, out var network))
        {
            return Stated(address.Split('/')[0], network);
        }

        var stated = address;
        address ??= known?.Address.ToString();
        mask ??= known?.Prefix.ToString(CultureInfo.InvariantCulture);
        if (!Ipv4.TryParse(address, null, out var first) || mask is null)
        {
            throw new RefusedException("a network needs address=10.1.0.0 and mask=255.255.0.0, or address=10.1.0.0/16");
        }

        return Stated(stated, int.TryParse(mask, out var prefix) && prefix is >= 0 and <= 32 ? new Ipv4Network(first, prefix)
            : Ipv4.TryParse(mask, null, out var ones) && Ipv4Network.TryFromMask(first, ones, out network) ? network
            : throw new RefusedException($"\"{mask}\" is not a mask such as 255.255.0.0"));
    }

    /// <summary>A network whose address was said as it is: of one in its midst nobody knows whether the address or the mask is meant.</summary>
    private static Ipv4Network Stated(string? address, Ipv4Network network) => address is null || address == network.Address.ToString()
        ? network
        : throw new RefusedException($"{address} is an address in network {network} and not its own: address={network.Address}, or another mask");

    /// <exception cref="RefusedException">The network cannot be beside the others and their hosts.</exception>
    public static void Check(Inventory inventory, Network network)
    {
        HostRules.Word("network", network.Name);
        if (network.Subnet.Prefix is < 8 or > 30)
        {
            throw new RefusedException($"network {network.Name} ({network.Subnet}) must have a prefix from 8 to 30");
        }

        if (!network.Subnet.Address.IsOfOneMachine)
        {
            throw new RefusedException($"network {network.Name} ({network.Subnet}) has no addresses of machines: choose one below 224.0.0.0 but 0 and 127");
        }

        if (network.Mtu is < 576 or > 65535)
        {
            throw new RefusedException($"the mtu of network {network.Name} must be from 576 to 65535");
        }

        if (inventory.Networks.Values.FirstOrDefault(other => other.Name != network.Name && other.Subnet == network.Subnet) is { } same)
        {
            throw new RefusedException($"network {same.Name} already is {network.Subnet}");
        }

        var stray = inventory.HostsInOrder().SelectMany(host => host.Interfaces, (host, nic) => (host, nic))
            .FirstOrDefault(pair => pair.nic.Network == network.Name && pair.nic.Address is { } address && !network.Subnet.Contains(address));
        if (stray.host is not null)
        {
            throw new RefusedException(
                $"address {stray.nic.Address} of host {stray.host.Name} would no longer be in network {network.Name} ({network.Subnet})");
        }

        CheckPlaces(network);
        CheckPool(inventory, network);
    }

    /// <summary>
    /// What is worth knowing of a network that shares addresses with others: that may be meant, where a part of a network is called otherwise, and may be a
    /// slip of the mask.
    /// </summary>
    public static IEnumerable<string> Overlaps(Inventory inventory, Network network) =>
        from other in inventory.Networks.Values
        where other.Name != network.Name && other.Subnet.Overlaps(network.Subnet)
        let inner = other.Subnet.Prefix > network.Subnet.Prefix ? other : network
        let outer = inner == other ? network : other
        select $"network {inner.Name} ({inner.Subnet}) lies within network {outer.Name} ({outer.Subnet}): an address of both is taken for one of {inner.Name} "
            + "unless its interface names its network";

    // Networks may lie in each other, and each pool is given away on its own: an address in two of them would get two machines.
    private static void CheckPool(Inventory inventory, Network network)
    {
        if (network is { PoolFirst: { } first, PoolLast: { } last }
            && inventory.Networks.Values.FirstOrDefault(other => other.Name != network.Name
                && other.PoolFirst?.Value <= last.Value && other.PoolLast?.Value >= first.Value) is { } shared)
        {
            throw new RefusedException($"the pool {first} to {last} of network {network.Name} has addresses of that of network {shared.Name} "
                + $"({shared.PoolFirst} to {shared.PoolLast}): an address can be in one pool only");
        }
    }

    private static void CheckPlaces(Network network)
    {
        if (network.Gateway is { } gateway && !network.Subnet.IsHost(gateway))
        {
            throw new RefusedException($"gateway {gateway} is not a machine's address in network {network.Name} ({network.Subnet})");
        }

        if (network.PoolFirst is null != network.PoolLast is null)
        {
            throw new RefusedException($"the pool of network {network.Name} needs both first= and last=");
        }

        if (network is { PoolFirst: { } first, PoolLast: { } last }
            && (!network.Subnet.IsHost(first) || !network.Subnet.IsHost(last) || first.Value > last.Value))
        {
            throw new RefusedException($"the pool {first} to {last} does not lie in network {network.Name} ({network.Subnet})");
        }
    }

    /// <summary>The zone that a word names; null for an empty one.</summary>
    /// <exception cref="RefusedException">It is no name of a zone.</exception>
    public static string? Zone(string zone) => zone.Length == 0 ? null
        : HostName.TryParse(zone, null, out var name) ? name.ToString()
        : throw new RefusedException($"\"{zone}\" is not the name of a DNS zone");
}
