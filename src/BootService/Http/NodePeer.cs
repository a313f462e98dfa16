using System.Net;
using System.Net.Sockets;
using BootService.Protocols.Net;

namespace BootService.Http;

/// <summary>Who is at the other end of a connection.</summary>
internal static class NodePeer
{
    /// <summary>The peer's address; 0.0.0.0 when it has none that is IPv4.</summary>
    public static Ipv4 Of(HttpContext context) => Ipv4Of(context.Connection.RemoteIpAddress);

    /// <summary>Our address that it asked; 0.0.0.0 when that is none that is IPv4.</summary>
    public static Ipv4 Asked(HttpContext context) => Ipv4Of(context.Connection.LocalIpAddress);

    private static Ipv4 Ipv4Of(IPAddress? end) =>
        end is { } address && (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address) is { AddressFamily: AddressFamily.InterNetwork } ipv4
            ? Ipv4.From(ipv4.GetAddressBytes())
            : default;
}
