using System.Collections.Immutable;
using System.Globalization;
using BootService.Core.Attributes;
using BootService.Core.Inventories;
using BootService.Core.Names;
using BootService.Core.Networks;
using BootService.Protocols.Net;

namespace BootService.Core.Hosts;

/// <summary>Makes the network of a node from its interfaces, the networks they are on, and its routes. Pure.</summary>
public sealed class NodeNetworkPlan
{
    private const int UsualMtu = 1500;
    private const int UsualInfinibandMtu = 2044;

    private readonly Inventory _inventory;
    private readonly Host _host;
    private readonly ImmutableArray<HostInterface> _nics;
    private readonly HostInterface? _primary;
    private readonly List<string> _faults = [];

    private NodeNetworkPlan(Inventory inventory, Host host)
    {
        (_inventory, _host) = (inventory, host);
        _nics = [.. host.Interfaces.Where(nic => !nic.IsManagement && !new LinkOptions(nic.Options).IsUnconfigured).Select(WithVlan)];
        _primary = host.Primary is { } primary ? WithVlan(primary) : null;
    }

    /// <summary>The network of a host.</summary>
    /// <exception cref="RefusedException">It cannot be; the sentence says why, and how many more reasons there are.</exception>
    public static NodeNetwork Of(Inventory inventory, Host host)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(host);
        var plan = new NodeNetworkPlan(inventory, host);
        var network = plan.Make();
        return plan._faults.Count == 0
            ? network
            : throw new RefusedException($"the network of host \"{host.Name}\" cannot be: "
                + $"{plan._faults[0]}{(plan._faults.Count > 1 ? $" (and {plan._faults.Count - 1} more)" : "")}");
    }

    /// <summary>Every reason why the network of a host cannot be, one sentence each; empty when it can.</summary>
    public static IReadOnlyList<string> Faults(Inventory inventory, Host host)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(host);
        var plan = new NodeNetworkPlan(inventory, host);
        plan.Make();
        return plan._faults;
    }

    /// <summary>Where the routes of a host lead and the network that each leaves by; those that cannot be are left out.</summary>
    internal static IReadOnlyList<(Ipv4Network Target, string Network)> Ways(Inventory inventory, Host host)
    {
        var plan = new NodeNetworkPlan(inventory, host);
        return
        [
            .. plan.Make().Routes.Select(route => (route.Target, plan._nics.FirstOrDefault(
                nic => nic.Name == route.Link || $"{nic.Name}.{nic.Vlan}" == route.Link)?.Network))
                .Where(way => way.Network is not null).Select(way => (way.Target, way.Network!)),
        ];
    }

    private NodeNetwork Make()
    {
        Check();
        var attributes = _inventory.AttributesOf(_host);
        var wishes = Wishes(attributes);
        var configured = _nics.Where(nic => nic.Address is not null).ToArray();
        var domain = configured.FirstOrDefault(nic => nic == _primary)?.Network is { } name ? NetworkOf(name)?.Zone : null;
        var isUsual = wishes.Count == 0 && configured is [] or [{ Mac: { IsInfiniband: false }, Vlan: null, Channel: null }]
            && _nics.All(nic => nic is { Vlan: null, Channel: null } && !nic.Name.Contains(':', StringComparison.Ordinal) && string.IsNullOrEmpty(nic.Options));
        if (isUsual)
        {
            return NodeNetwork.BootCardOnly with { BootMtu = configured is [var only] ? Mtu(only, UsualMtu) : null, Domain = domain, Modules = Modules() };
        }

        var links = WithRoom([.. _nics.Where(nic => AliasOf(nic) is null).OrderBy(nic => Depth(nic, 0)).ThenBy(nic => nic.Name, StringComparer.Ordinal)
            .SelectMany(Links).Where(IsUsed)]);
        return new NodeNetwork(links, Routes(wishes, links))
        {
            NameServers = NameServers.Of(_inventory, _host, _inventory.FrontendOf(_host)),
            Domain = domain,
            Modules = Modules(),
        };
    }

    /// <summary>
    /// The links with room for what they carry: no VLAN has larger packets than the link it is on, whatever that one's own network says, and a bridge passes
    /// on none that its ports are too small for.
    /// </summary>
    private static ImmutableArray<NodeLink> WithRoom(NodeLink[] links)
    {
        for (var at = links.Length - 1; at >= 0; at--)
        {
            var above = links[at];
            for (var under = 0; above.Mtu is > UsualMtu && under < at; under++)
            {
                var below = links[under];
                if ((below.Master == above.Name || (above.Kind is LinkKind.Vlan vlan && vlan.Parent == below.Name)) && (below.Mtu ?? UsualMtu) < above.Mtu)
                {
                    links[under] = below with { Mtu = above.Mtu };
                }
            }
        }

        return [.. links];
    }

    private ImmutableArray<(string, string)> Modules() => [.. _nics.Where(nic => nic.Module is not null).Select(nic => (nic.Name, nic.Module!))];

    private void Check()
    {
        foreach (var nic in _nics)
        {
            if (nic.Module is { } module && !LinkModules.IsOne(module))
            {
                _faults.Add($"interface {nic.Name} wants module \"{module}\", which is no name of a kernel module");
            }

            if (nic.Vlan is { } id)
            {
                CheckVlan(nic, id);
            }

            if (nic.Master is { } master)
            {
                CheckMember(nic, master);
            }

            if (AliasOf(nic) is { } parent)
            {
                CheckAlias(nic, parent);
            }

            if (IsMaster(nic) && Kind(nic) is LinkKind.Bond)
            {
                CheckBond(nic);
            }
        }
    }

    private void CheckAlias(HostInterface nic, string parent)
    {
        if (Find(parent) is not { } of)
        {
            _faults.Add($"interface {nic.Name} is a further address of {parent}, which the host does not have");
        }
        else if (of.Master is { } master)
        {
            _faults.Add($"interface {nic.Name} is a further address of {parent}, which is part of {master}: call it {master}{nic.Name[parent.Length..]}");
        }
    }

    private void CheckVlan(HostInterface nic, int id)
    {
        if (id is < 1 or > 4094)
        {
            _faults.Add($"interface {nic.Name} is VLAN {id}, and numbers go from 1 to 4094");
        }
        else if (ParentOf(nic) is not { } parent)
        {
            _faults.Add($"interface {nic.Name} is VLAN {id} on nothing: call it after the interface it is on, such as eth0.{id}, or name that in channel");
        }
        else if (parent != nic.Name && Find(parent) is null)
        {
            _faults.Add($"interface {nic.Name} is VLAN {id} on {parent}, which the host does not have");
        }
        else if (parent != nic.Name && Depth(nic, 0) > Host.MostLayers)
        {
            _faults.Add($"interface {nic.Name} is VLAN {id} on itself, by way of {parent}");
        }
        else if (_nics.FirstOrDefault(other => other.Vlan == id && ParentOf(other) == parent) is { } first && first != nic)
        {
            _faults.Add($"interfaces {first.Name} and {nic.Name} are both VLAN {id} on {parent}: leave one of them out");
        }
    }

    private void CheckMember(HostInterface nic, string master)
    {
        if (Find(master) is null || master == nic.Name)
        {
            _faults.Add($"interface {nic.Name} is part of {master}, which the host does not have: \"stack add host bonded {_host.Name} channel={master} "
                + $"interfaces={nic.Name},...\" makes it");
        }
        else if (nic.Address is not null)
        {
            _faults.Add($"interface {nic.Name} is part of {master} and has an address of its own, {nic.Address}: the address belongs to {master}");
        }
        else if (Depth(nic, 0) > Host.MostLayers)
        {
            _faults.Add($"interface {nic.Name} is part of itself, by way of {master}");
        }
        else if (!IsMaster(Find(master)!))
        {
            _faults.Add($"interface {nic.Name} is part of {master}, which is {(Find(master)!.Vlan is null ? "a card" : "a VLAN")}: a bond or a bridge has "
                + "parts");
        }
    }

    private void CheckBond(HostInterface nic)
    {
        var members = _nics.Count(member => member.Master == nic.Name);
        if (members < 2)
        {
            _faults.Add($"bond {nic.Name} has {(members == 0 ? "no member" : "one member only")}: interfaces say by channel={nic.Name} that they belong to it");
        }

        if (new LinkOptions(nic.Options).WhyNoBond() is { } why)
        {
            _faults.Add($"options of {nic.Name}: {why}");
        }
        else if (Kind(nic) is LinkKind.Bond bond && BondOption.PrimaryOf(bond) is { } primary
            && !_nics.Any(member => member.Name == primary && member.Master == nic.Name))
        {
            _faults.Add($"options of {nic.Name}: primary={primary} names an interface that is no member of it");
        }
    }

    /// <summary>The link of an interface; before it the bare card, where a card says which VLAN its own address is in.</summary>
    private IEnumerable<NodeLink> Links(HostInterface nic) =>
        nic.Vlan is not null && ParentOf(nic) == nic.Name ? [new NodeLink(nic.Name, new LinkKind.Ethernet()) { Mac = nic.Mac }, Link(nic)] : [Link(nic)];

    private NodeLink Link(HostInterface nic)
    {
        var (options, kind) = (new LinkOptions(nic.Options), Kind(nic));
        var isMember = nic.Master is not null;
        var asks = !isMember && (options.Asks || (!options.IsFixed && IsBootCard(nic)));
        return new NodeLink(kind is LinkKind.Vlan && !nic.Name.Contains('.', StringComparison.Ordinal) && ParentOf(nic) == nic.Name ? $"{nic.Name}.{nic.Vlan}"
            : nic.Name, kind)
        {
            Mac = kind is LinkKind.Ethernet or LinkKind.Infiniband ? nic.Mac : null,
            Master = nic.Master,
            Asks = asks,
            Addresses = isMember ? [] : Addresses(nic, asks),
            IsDefault = IsPrimary(nic),
            Gateway = !asks && IsPrimary(nic) ? NetworkOf(_primary!.Network ?? string.Empty)?.Gateway : null,
            Mtu = Mtu(nic, kind is LinkKind.Infiniband ? UsualInfinibandMtu : UsualMtu),
            Starts = options.Starts,
        };
    }

    /// <summary>The card that boots from us: the default one on a network of ours, else the first there.</summary>
    private bool IsBootCard(HostInterface nic)
    {
        bool May(HostInterface one) =>
            one is { Mac: { IsInfiniband: false }, Address: { } address, Vlan: null, Channel: null } && Kind(one) is LinkKind.Ethernet
            && _inventory.Frontend.All.Any(frontend => frontend.Subnet.Contains(address)) && one.Network is { } name && NetworkOf(name) is { Pxe: true };
        return May(nic) && nic == (_nics.FirstOrDefault(one => one.IsDefault && May(one)) ?? _nics.First(May));
    }

    private LinkKind Kind(HostInterface nic) =>
        nic.Vlan is { } id ? new LinkKind.Vlan(ParentOf(nic) ?? nic.Name, id)
        : nic.Mac is { IsInfiniband: true } || nic.Name.StartsWith("ib", StringComparison.Ordinal) ? new LinkKind.Infiniband()
        : !IsMaster(nic) ? new LinkKind.Ethernet()
        : new LinkOptions(nic.Options) is var options && (options.IsBridge || (nic.Name.StartsWith("br", StringComparison.Ordinal) && !options.IsBond))
            ? new LinkKind.Bridge()
        : new LinkKind.Bond(options.Bonding);

    private bool IsMaster(HostInterface nic) => nic.Mac is null && nic.Vlan is null && AliasOf(nic) is null
        && (nic.Name.StartsWith("bond", StringComparison.Ordinal) || new LinkOptions(nic.Options) is { IsBridge: true } or { IsBond: true }
            || _nics.Any(member => member.Master == nic.Name));

    /// <summary>Whether the host is called after it, or after a further address of it.</summary>
    private bool IsPrimary(HostInterface nic) => _primary is { } primary && (nic == primary || AliasOf(primary) == nic.Name);

    private ImmutableArray<NodeAddress> Addresses(HostInterface nic, bool asks) =>
    [
        .. asks ? [] : Address(nic, alias: null),
        .. _nics.Where(other => AliasOf(other) == nic.Name).SelectMany(other => Address(other, other.Name)),
    ];

    private IEnumerable<NodeAddress> Address(HostInterface nic, string? alias) =>
        nic.Address is { } address && nic.Network is { } name && NetworkOf(name) is { } network ? [new NodeAddress(address, network.Subnet.Prefix, alias)] : [];

    private int? Mtu(HostInterface nic, int usual) =>
        nic.Network is { } name && NetworkOf(name)?.Mtu is { } mtu && mtu != UsualMtu && mtu != usual ? mtu : null;

    private bool IsUsed(NodeLink link) =>
        link.Asks || link.Master is not null || !link.Addresses.IsEmpty || link.Kind is not LinkKind.Ethernet and not LinkKind.Infiniband
        || _nics.Any(nic => nic.Vlan is not null && ParentOf(nic) == link.Name);

    private List<RouteWish> Wishes(HostAttributes attributes)
    {
        var wishes = new List<RouteWish>();
        foreach (var name in attributes.NamesUnder(NodeRoutes.Prefix).Distinct(StringComparer.Ordinal))
        {
            try
            {
                if (attributes.Find(AttributeName.Parse(name)) is { } set && NodeRoutes.Read(name, set.Value.Text) is { } wish
                    && Concerns(wish, set.Owner.Scope))
                {
                    wishes.Add(wish);
                }
            }
            catch (RefusedException fault)
            {
                _faults.Add(fault.Message);
            }
        }

        return wishes;
    }

    /// <summary>
    /// Whether a route is one of this host: of those that are set for many hosts a host has those whose router or network it is on. What no network holds is
    /// nobody's, and is told at every host.
    /// </summary>
    private bool Concerns(RouteWish wish, AttributeScope scope)
    {
        if (scope is AttributeScope.Host || wish.Interface is not null)
        {
            return true;
        }

        bool IsOn(Network network) => _nics.Any(nic => nic.Network == network.Name);
        return wish.Network is { } name ? NetworkOf(name) is not { } place || IsOn(place)
            : _inventory.Networks.Values.Where(network => network.Subnet.Contains(wish.Gateway!.Value)).ToArray() is not { Length: > 0 } holders
                || Array.Exists(holders, IsOn);
    }

    private ImmutableArray<NodeRoute> Routes(List<RouteWish> wishes, ImmutableArray<NodeLink> links)
    {
        var routes = ImmutableArray.CreateBuilder<NodeRoute>(wishes.Count);
        foreach (var wish in wishes.OrderBy(wish => wish.Target.Address).ThenBy(wish => wish.Target.Prefix))
        {
            if (wish.Gateway is { } self && _nics.Any(nic => nic.Address == self))
            {
                _faults.Add($"the route to {wish.Target} goes by router {self}, which is the host itself");
            }
            else if (wish.Target.Prefix == 0 && _primary?.Network is { } place && NetworkOf(place)?.Gateway is { } usual && usual != wish.Gateway)
            {
                _faults.Add($"the route to {wish.Target} is a second default route: the first goes by {usual} of network {place}");
            }
            else
            {
                Add(routes, wish, links);
            }
        }

        return routes.ToImmutable();
    }

    private void Add(ImmutableArray<NodeRoute>.Builder routes, RouteWish wish, ImmutableArray<NodeLink> links)
    {
        try
        {
            routes.Add(NodeRoutes.Of(wish, links, link => Find(link.Name)?.Network is { } name ? NetworkOf(name) : null));
        }
        catch (RefusedException fault)
        {
            _faults.Add(fault.Message);
        }
    }

    // How many other links it stands on; a circle is cut off.
    private int Depth(HostInterface nic, int depth)
    {
        var below = nic.Vlan is not null && ParentOf(nic) is { } parent && parent != nic.Name ? _nics.Where(one => one.Name == parent)
            : _nics.Where(member => member.Master == nic.Name);
        return depth > Host.MostLayers ? depth : below.Select(one => Depth(one, depth + 1)).DefaultIfEmpty(depth).Max();
    }

    /// <summary>The link a VLAN is on: by its name <c>eth0.100</c>, by its channel, or itself when a card says which VLAN its own address is in.</summary>
    private static string? ParentOf(HostInterface nic) => nic.Name.LastIndexOf('.') is var dot and > 0
        && nic.Name[(dot + 1)..] == nic.Vlan?.ToString(CultureInfo.InvariantCulture) ? nic.Name[..dot]
        : nic.Channel ?? (nic.Mac is null ? null : nic.Name);

    /// <summary>The interface with the number of its VLAN, which need not be said where its name says it.</summary>
    private static HostInterface WithVlan(HostInterface nic) => nic.Vlan is null && nic.NamedVlan is { } id ? nic with { Vlan = id } : nic;

    private static string? AliasOf(HostInterface nic) => nic.Name.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 ? nic.Name[..colon] : null;

    private HostInterface? Find(string name) => _nics.FirstOrDefault(nic => nic.Name == name);

    private Network? NetworkOf(string name) => _inventory.Networks.GetValueOrDefault(name);
}
