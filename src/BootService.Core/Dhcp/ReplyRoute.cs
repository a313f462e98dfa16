using BootService.Protocols.Net;

namespace BootService.Core.Dhcp;

/// <summary>By which way an answer travels.</summary>
public enum ReplyRouteKind
{
    /// <summary>A datagram to <see cref="ReplyRoute.Address"/>: a relay, or a client that answers ARP.</summary>
    Unicast,

    /// <summary>A datagram to 255.255.255.255 on the boot interface.</summary>
    Broadcast,

    /// <summary>A frame to the client's hardware address, with the address it is about to get as IP destination: nobody answers ARP for it yet.</summary>
    Hardware,
}

/// <summary>Where an answer goes (RFC 2131 §4.1). How to send is a decision like any other, and as easily tested.</summary>
/// <param name="Kind">By which way.</param>
/// <param name="Address">IP destination.</param>
/// <param name="Port">UDP destination port.</param>
public readonly record struct ReplyRoute(ReplyRouteKind Kind, Ipv4 Address, ushort Port)
{
    /// <summary>Decides where an answer goes.</summary>
    /// <param name="question">What is answered.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="serverPort">The port we listen on as a DHCP server: relays are answered there, clients one above it.</param>
    /// <param name="alwaysBroadcast">Whether this client takes no unicast although it asks for it.</param>
    public static ReplyRoute For(in DhcpQuestion question, in DhcpAnswer answer, ushort serverPort = 67, bool alwaysBroadcast = false)
    {
        var clientPort = (ushort)(serverPort + 1);
        if (question.Door is DhcpDoor.BootServer)
        {
            return new ReplyRoute(ReplyRouteKind.Unicast, question.ClientAddress.IsAny ? question.SourceAddress : question.ClientAddress, question.SourcePort);
        }

        // The client has its address already, and a relay would send the answer on to yiaddr, which is zero in it (RFC 2131 §4.3.5).
        if (answer.Kind is DhcpAnswerKind.Inform && !question.ClientAddress.IsAny)
        {
            return new ReplyRoute(ReplyRouteKind.Unicast, question.ClientAddress, clientPort);
        }

        if (!question.RelayAddress.IsAny)
        {
            return new ReplyRoute(ReplyRouteKind.Unicast, question.RelayAddress, question.RelayWantsSourcePort ? question.SourcePort : serverPort);
        }

        // "In all cases, when giaddr is zero, the server broadcasts any DHCPNAK": the address the client uses is wrong.
        if (answer.Kind is DhcpAnswerKind.Refuse)
        {
            return new ReplyRoute(ReplyRouteKind.Broadcast, Ipv4.Broadcast, clientPort);
        }

        if (!question.ClientAddress.IsAny)
        {
            return new ReplyRoute(ReplyRouteKind.Unicast, question.ClientAddress, clientPort);
        }

        if (answer.Kind is DhcpAnswerKind.Inform)
        {
            return new ReplyRoute(ReplyRouteKind.Unicast, question.SourceAddress, clientPort);
        }

        return alwaysBroadcast || question.WantsBroadcast || answer.Address.IsAny || question.Mac.IsZero || question.Mac.IsInfiniband
            ? new ReplyRoute(ReplyRouteKind.Broadcast, Ipv4.Broadcast, clientPort)
            : new ReplyRoute(ReplyRouteKind.Hardware, answer.Address, clientPort);
    }
}
