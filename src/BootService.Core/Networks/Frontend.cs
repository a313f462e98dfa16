using System.Collections.Immutable;
using BootService.Protocols.Net;

namespace BootService.Core.Networks;

/// <summary>This machine as its nodes see it, read from the boot interface when the daemon starts; never stored.</summary>
/// <param name="Name">Its short host name.</param>
/// <param name="Domain">Its DNS domain; empty for none.</param>
/// <param name="Interface">The boot interface.</param>
/// <param name="Mac">That interface's hardware address.</param>
/// <param name="Address">That interface's address, which nodes reach us at.</param>
/// <param name="Subnet">That interface's network.</param>
/// <param name="HttpPort">The port nodes fetch files and kickstarts from.</param>
public sealed record Frontend(string Name, string Domain, string Interface, MacAddress Mac, Ipv4 Address, Ipv4Network Subnet, int HttpPort)
{
    /// <summary>The largest packet of that interface in octets.</summary>
    public int Mtu { get; init; } = 1500;

    /// <summary>
    /// This machine on its other boot interfaces, and at further addresses of one interface where several networks share a wire; empty when there is one
    /// only.
    /// </summary>
    public ImmutableArray<Frontend> Others { get; init; } = [];

    /// <summary>This machine on each boot interface, the first one first.</summary>
    public IEnumerable<Frontend> All => [this, .. Others];

    /// <summary>
    /// The address that nodes are told wherever it is this machine's, and that moves to another frontend when this one is away; 0.0.0.0 for none.
    /// </summary>
    public Ipv4 Service { get; init; }

    /// <summary>Whether this is an address that moves between frontends: it is here now and may be elsewhere in a moment.</summary>
    public bool IsMovable { get; init; }

    /// <summary>The other frontends that share its database.</summary>
    public PeerFrontends Peers { get; init; } = PeerFrontends.None;

    /// <summary>What it is called where several are told apart: its name among those that share its database, or its host name where nobody does.</summary>
    public string Called => Peers.Name ?? Name;

    /// <summary>Whether it answers for names at that address.</summary>
    public bool ServesNames { get; init; }

    /// <summary>The port of HTTP over TLS, for firmware that carries this machine's certificate; 0 for none.</summary>
    public int HttpsPort { get; init; }

    /// <summary>Networks behind routers that this interface leads to, by the kernel's routes when the daemon starts.</summary>
    public ImmutableArray<Ipv4Network> Routes { get; init; } = [];

    /// <summary>
    /// This machine as a machine with this address reaches it: on the interface whose network holds the address, or that the narrowest route leads to it by;
    /// else on the first.
    /// </summary>
    public Frontend Toward(Ipv4 machine)
    {
        var (best, narrowest) = (this, WayTo(machine));
        foreach (var other in Others.AsSpan())
        {
            if (other.WayTo(machine) is var way && way > narrowest)
            {
                (best, narrowest) = (other, way);
            }
        }

        return best;
    }

    /// <summary>This machine on the interface that has one of its addresses; on the first when none has.</summary>
    public Frontend At(Ipv4 own)
    {
        foreach (var other in Others.AsSpan())
        {
            if (other.Address == own)
            {
                return other;
            }
        }

        return this;
    }

    /// <summary>Our address on the wire of one of our addresses that lies in the network of a machine there; the same one when no other does.</summary>
    /// <param name="at">Our address that the machine was heard at.</param>
    /// <param name="machine">The machine's address.</param>
    public Ipv4 OnWire(Ipv4 at, Ipv4 machine)
    {
        var heard = At(at);
        if (heard.Subnet.Contains(machine))
        {
            return at;
        }

        if (Interface == heard.Interface && Subnet.Contains(machine))
        {
            return Address;
        }

        foreach (var other in Others.AsSpan())
        {
            if (other.Interface == heard.Interface && other.Subnet.Contains(machine))
            {
                return other.Address;
            }
        }

        return at;
    }

    /// <summary>
    /// What a machine is told that was heard at one of our addresses: the service address on that wire while it is here, because it is served when this machine
    /// is not; else the same.
    /// </summary>
    public Ipv4 ToldAt(Ipv4 heard)
    {
        var at = At(heard);
        return IsMovable && Address == Service && at is { IsMovable: false } && at.Address == heard && at.Interface == Interface && at.Subnet == Subnet
            ? Address
            : heard;
    }

    /// <summary>Whether an address is this machine's on any boot interface.</summary>
    public bool Has(Ipv4 address) => address == Address || At(address).Address == address;

    /// <summary>Whether an address is this machine's or another frontend's: no machine may have it.</summary>
    public bool IsAnyFrontends(Ipv4 address) => Has(address) || Peers.At(address) is not null;

    // How closely this interface is tied to an address: its own network before every route, a narrow route before a wide one; -1 for not at all.
    private int WayTo(Ipv4 machine)
    {
        const int OwnNetwork = 33;
        if (Subnet.Contains(machine))
        {
            return OwnNetwork;
        }

        var way = -1;
        foreach (var route in Routes.AsSpan())
        {
            way = route.Contains(machine) ? Math.Max(way, route.Prefix) : way;
        }

        return way;
    }

    /// <summary>The start of every URL a node is given: scheme, address and, unless it is 80, port; no slash at the end.</summary>
    public string BaseUrl => HttpPort == 80 ? $"http://{Address}" : $"http://{Address}:{HttpPort}";

    /// <summary>The same over TLS; <see cref="BaseUrl"/> where that is not served.</summary>
    public string SecureUrl => HttpsPort switch
    {
        0 => BaseUrl,
        443 => $"https://{Address}",
        _ => $"https://{Address}:{HttpsPort}",
    };
}
