using System.Buffers.Binary;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;

namespace BootService.Core.Dhcp;

/// <summary>What a relay agent does with messages that others are to answer (RFC 1542 §4.1). Pure: octets in, octets out.</summary>
public static class RelayAgent
{
    private const int MostHops = 16;
    private const int HopsOffset = 3;
    private const int RelayOffset = 24;

    /// <summary>Writes a client's message as servers are to get it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="own">Our address on the client's network, by which servers know it and answer.</param>
    /// <param name="into">Room for it.</param>
    /// <returns>Its octets; 0 when it is not passed on: it has come by relays enough, or by another one, which passes it on itself, or finds no room.</returns>
    public static int Forward(in DhcpMessage message, Ipv4 own, Span<byte> into)
    {
        var octets = message.Bytes;
        if (!message.IsRequest || message.Hops >= MostHops || !message.RelayAddress.IsAny || octets.Length > into.Length)
        {
            return 0;
        }

        octets.CopyTo(into);
        into[HopsOffset]++;
        BinaryPrimitives.WriteUInt32BigEndian(into[RelayOffset..], own.Value);
        return octets.Length;
    }

    /// <summary>Where a server's answer goes that came to us for a client; null when it is for no client of ours.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="own">Our address on the client's network.</param>
    /// <param name="clientPort">The port that clients hear at.</param>
    public static ReplyRoute? Back(in DhcpMessage answer, Ipv4 own, ushort clientPort) =>
        answer.IsRequest || answer.RelayAddress != own ? null
        : !answer.ClientAddress.IsAny ? new ReplyRoute(ReplyRouteKind.Unicast, answer.ClientAddress, clientPort)
        : answer.WantsBroadcast || answer.YourAddress.IsAny || !answer.HasEthernetAddress ? new ReplyRoute(ReplyRouteKind.Broadcast, Ipv4.Broadcast, clientPort)
        : new ReplyRoute(ReplyRouteKind.Hardware, answer.YourAddress, clientPort);
}
