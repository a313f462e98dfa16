using System.Net;
using System.Net.Sockets;
using BootService.Protocols.Net;

namespace BootService.Http;

/// <summary>Who is at the other end of a connection, or behind the relay there.</summary>
internal static class NodePeer
{
    /// <summary>The peer's address; 0.0.0.0 when it has none that is IPv4.</summary>
    public static Ipv4 Of(HttpContext context) =>
        context.Features.Get<RelayedNode>() is { } relayed ? relayed.Address : Ipv4Of(context.Connection.RemoteIpAddress);

    /// <summary>The port that it sent from.</summary>
    public static int PortOf(HttpContext context) => context.Features.Get<RelayedNode>()?.Port ?? context.Connection.RemotePort;

    /// <summary>Our address that it asked, or the relay's; 0.0.0.0 when that is none that is IPv4.</summary>
    public static Ipv4 Asked(HttpContext context) =>
        context.Features.Get<RelayedNode>() is { } relayed ? relayed.Asked : Ipv4Of(context.Connection.LocalIpAddress);

    private static Ipv4 Ipv4Of(IPAddress? end) =>
        end is { } address && (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address) is { AddressFamily: AddressFamily.InterNetwork } ipv4
            ? Ipv4.From(ipv4.GetAddressBytes())
            : default;
}
