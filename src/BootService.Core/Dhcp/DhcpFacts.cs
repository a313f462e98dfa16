using BootService.Core.Hosts;
using BootService.Core.Networks;
using BootService.Protocols.Net;

namespace BootService.Core.Dhcp;

/// <summary>Everything the appliance knows that bears on one message.</summary>
public readonly record struct DhcpFacts
{
    /// <summary>What this server is here.</summary>
    public DhcpMode Mode { get; init; }

    /// <summary>What this client knows us by: our address, or what its relay has put in its place.</summary>
    public Ipv4 Server { get; init; }

    /// <summary>Our real address.</summary>
    public Ipv4 OwnAddress { get; init; }

    /// <summary>The network the client is on; null when it is none of ours.</summary>
    public Network? Network { get; init; }

    /// <summary>The host; null for a machine we do not know.</summary>
    public Host? Host { get; init; }

    /// <summary>The address of the host's card; 0.0.0.0 when it has none.</summary>
    public Ipv4 Fixed { get; init; }

    /// <summary>What the client has in the network's pool.</summary>
    public Lease Lease { get; init; }

    /// <summary>What the pool would give it now; 0.0.0.0 when there is no pool or it is used up.</summary>
    public Ipv4 Candidate { get; init; }

    /// <summary>Whether the network has a pool.</summary>
    public bool HasPool { get; init; }

    /// <summary>Whether the address the client speaks of is another host's or another client's.</summary>
    public bool SpokenIsAnothers { get; init; }

    /// <summary>Whether the address the client speaks of is in the pool and could be given to it.</summary>
    public bool SpokenIsFree { get; init; }
}
