using BootService.Protocols.Net;

namespace BootService.Core.Networks;

/// <summary>A network that hosts have addresses on.</summary>
/// <param name="Name">The word on the command line: <c>private</c>.</param>
/// <param name="Subnet">Its address and prefix.</param>
public sealed record Network(string Name, Ipv4Network Subnet)
{
    /// <summary>The name of the network made from the boot interface at the first start.</summary>
    public const string Private = "private";

    /// <summary>The router that hosts are told; null for none.</summary>
    public Ipv4? Gateway { get; init; }

    /// <summary>The DNS zone of names on it; null for none.</summary>
    public string? Zone { get; init; }

    /// <summary>Whether machines on it may boot from us.</summary>
    public bool Pxe { get; init; } = true;

    /// <summary>The largest packet in octets.</summary>
    public int Mtu { get; init; } = 1500;

    /// <summary>The first address handed to machines that have no fixed one; null when there is no pool.</summary>
    public Ipv4? PoolFirst { get; init; }

    /// <summary>The last address of the pool, inclusive; null when there is no pool.</summary>
    public Ipv4? PoolLast { get; init; }
}
