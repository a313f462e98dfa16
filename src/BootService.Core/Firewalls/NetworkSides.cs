using System.Collections.Immutable;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Core.Firewalls;

/// <summary>
/// Says what lies behind each network of a host, as its table of routes would: the networks of its interfaces, what routes lead to, and everything else where
/// the default route goes. The closer way wins. Pure.
/// </summary>
internal sealed class NetworkSides
{
    private readonly (Ipv4Network Target, string Network)[] _ways;
    private readonly string? _usual;

    /// <summary>Gathers the ways of a host.</summary>
    public NetworkSides(Inventory inventory, Host host)
    {
        var routes = NodeNetworkPlan.Ways(inventory, host);
        _ways =
        [
            .. host.Interfaces.Select(nic => nic.Network).OfType<string>().Distinct(StringComparer.Ordinal)
                .Select(name => inventory.Networks.GetValueOrDefault(name)).OfType<Core.Networks.Network>()
                .Select(network => (network.Subnet, network.Name)).Concat(routes).Where(way => way.Item1.Prefix > 0),
        ];
        _usual = routes.Where(way => way.Target.Prefix == 0).Select(way => way.Network).FirstOrDefault() ?? host.Primary?.Network;
    }

    /// <summary>
    /// What lies on the side of a network; null for everything. What is said of the network that leads to the Internet is said of the Internet.
    /// </summary>
    public RuleSide? Of(string name, Ipv4Network subnet)
    {
        if (_usual != name)
        {
            // A network that the host is not on is meant by its addresses alone, and so is one whose every address has a closer way: no side may be empty.
            var own = Region([.. _ways, (subnet, name)], way => way == name);
            return new RuleSide(own.IsEmpty ? [subnet] : own, IsAllBut: false);
        }

        var others = Region(_ways, way => way != name);
        return others.IsEmpty ? null : new RuleSide(others, IsAllBut: true);
    }

    /// <summary>The addresses whose closest way leads through some networks, in as few parts as can be.</summary>
    private static ImmutableArray<Ipv4Network> Region((Ipv4Network Target, string Network)[] ways, Func<string, bool> isMeant)
    {
        var parts = ways.Where(way => isMeant(way.Network)).SelectMany(way => ways
            .Where(other => !isMeant(other.Network) && other.Target.Prefix > way.Target.Prefix && way.Target.Contains(other.Target.Address))
            .Aggregate((IEnumerable<Ipv4Network>)[way.Target], (left, hole) => left.SelectMany(part => Without(part, hole.Target)))).Distinct().ToArray();
        return [.. parts.Where(part => !parts.Any(wider => wider.Prefix < part.Prefix && wider.Contains(part.Address)))];
    }

    private static IEnumerable<Ipv4Network> Without(Ipv4Network network, Ipv4Network hole)
    {
        if (!network.Overlaps(hole))
        {
            return [network];
        }

        if (hole.Prefix <= network.Prefix)
        {
            return [];
        }

        var half = network.Prefix + 1;
        return ((Ipv4Network[])[new(network.Address, half), new(new Ipv4(network.Address.Value | (1u << (32 - half))), half)])
            .SelectMany(part => Without(part, hole));
    }
}
