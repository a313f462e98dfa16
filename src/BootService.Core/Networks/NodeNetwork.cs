using System.Collections.Immutable;
using BootService.Protocols.Net;

namespace BootService.Core.Networks;

/// <summary>How an installed node's network is to be: what each family's writer puts into its own words.</summary>
/// <param name="Links">The links that are configured, those that others stand on first, each kind in the order of names.</param>
/// <param name="Routes">Routes besides those of the links' own networks and the default one.</param>
public sealed record NodeNetwork(ImmutableArray<NodeLink> Links, ImmutableArray<NodeRoute> Routes)
{
    /// <summary>One card, which got its address from us when the machine booted and goes on asking.</summary>
    public static NodeNetwork BootCardOnly { get; } = new([], []);

    /// <summary>Name servers of links that do not ask; empty for none.</summary>
    public ImmutableArray<Ipv4> NameServers { get; init; } = [];

    /// <summary>The domain that short names are looked up in; null for none.</summary>
    public string? Domain { get; init; }

    /// <summary>The largest packet of the boot card in octets; null for the usual.</summary>
    public int? BootMtu { get; init; }

    /// <summary>Kernel modules that links want and the system might not find by itself, each with its link.</summary>
    public ImmutableArray<(string Link, string Module)> Modules { get; init; } = [];

    /// <summary>Whether the installer's own configuration of the boot card is all there is.</summary>
    public bool IsBootCardOnly => Links.IsEmpty && Routes.IsEmpty;

    /// <summary>The routes that leave by a link.</summary>
    public IEnumerable<NodeRoute> RoutesOf(NodeLink link) => Routes.Where(route => route.Link == link.Name);
}

/// <summary>A link of a node.</summary>
/// <param name="Name">What the appliance calls it: <c>eth0</c>, <c>bond0</c>, <c>eth0.100</c>.</param>
/// <param name="Kind">What it is made of.</param>
public sealed record NodeLink(string Name, LinkKind Kind)
{
    /// <summary>The card's hardware address, by which it is found whatever the system calls it; null for what has none, or when it is unknown.</summary>
    public MacAddress? Mac { get; init; }

    /// <summary>The bond or bridge it belongs to; null for none.</summary>
    public string? Master { get; init; }

    /// <summary>Whether it asks for its address.</summary>
    public bool Asks { get; init; }

    /// <summary>Its fixed addresses, the main one first; of a link that asks only further ones.</summary>
    public ImmutableArray<NodeAddress> Addresses { get; init; } = [];

    /// <summary>Whether the default route leaves by it.</summary>
    public bool IsDefault { get; init; }

    /// <summary>The router of the default route; null when the link asks, is not the default one, or its network has none.</summary>
    public Ipv4? Gateway { get; init; }

    /// <summary>The largest packet in octets; null for the usual.</summary>
    public int? Mtu { get; init; }

    /// <summary>Whether it comes up with the system.</summary>
    public bool Starts { get; init; } = true;
}

/// <summary>An address with the prefix of its network.</summary>
/// <param name="Address">The address.</param>
/// <param name="Prefix">The length of the prefix, 0 to 32.</param>
/// <param name="Alias">The name of a further address, <c>eth0:1</c>; null for the link's main one.</param>
public readonly record struct NodeAddress(Ipv4 Address, int Prefix, string? Alias = null)
{
    /// <summary>The mask of the prefix.</summary>
    public Ipv4 Mask => new Ipv4Network(Address, Prefix).Mask;
}

/// <summary>A route.</summary>
/// <param name="Target">Where it leads.</param>
/// <param name="Gateway">The router; null when the target is on the link itself.</param>
/// <param name="Link">The name of the link it leaves by.</param>
public sealed record NodeRoute(Ipv4Network Target, Ipv4? Gateway, string Link);

/// <summary>What a link is made of.</summary>
public abstract record LinkKind
{
    private LinkKind()
    {
    }

    /// <summary>An Ethernet card.</summary>
    public sealed record Ethernet : LinkKind;

    /// <summary>An InfiniBand port that carries IP.</summary>
    public sealed record Infiniband : LinkKind;

    /// <summary>Several cards as one.</summary>
    /// <param name="Options">The driver's options with blanks between them: <c>mode=1 miimon=100</c>.</param>
    public sealed record Bond(string Options) : LinkKind;

    /// <summary>A bridge.</summary>
    public sealed record Bridge : LinkKind;

    /// <summary>A virtual LAN on another link.</summary>
    /// <param name="Parent">The name of that link.</param>
    /// <param name="Id">Its number, 1 to 4094.</param>
    public sealed record Vlan(string Parent, int Id) : LinkKind;
}
