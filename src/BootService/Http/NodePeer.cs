using System.Net.Sockets;
using BootService.Protocols.Net;

namespace BootService.Http;

/// <summary>Who is at the other end of a connection.</summary>
internal static class NodePeer
{
    /// <summary>The peer's address; 0.0.0.0 when it has none that is IPv4.</summary>
    public static Ipv4 Of(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address) is { AddressFamily: AddressFamily.InterNetwork } ipv4
            ? Ipv4.From(ipv4.GetAddressBytes())
            : default;
}
