using System.Collections.Immutable;
using BootService.Core.Dhcp;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;

namespace BootService.Dhcp;

/// <summary>Servers that answer the machines which have no address of their own here.</summary>
internal interface IDhcpServers
{
    /// <summary>The address of each; none while none is known.</summary>
    ImmutableArray<Ipv4> All { get; }

    /// <summary>Whether an address is one of theirs.</summary>
    bool Has(Ipv4 address);
}

/// <summary>Passes messages on to them and their answers back, as a relay agent does, so that no lease is given here.</summary>
internal sealed class DhcpRelaying(IDhcpServers servers, ushort port)
{
    /// <summary>A client's message on its way to all of them; nothing where it is not passed on.</summary>
    /// <param name="message">The message.</param>
    /// <param name="own">Our address on the client's network.</param>
    /// <param name="into">Room for it.</param>
    public DhcpReply Forward(in DhcpMessage message, Ipv4 own, Span<byte> into)
    {
        var all = servers.All;
        var length = all.IsEmpty ? 0 : RelayAgent.Forward(message, own, into);
        return length == 0 ? default : Told(length, new ReplyRoute(ReplyRouteKind.Unicast, all[0], port), message) with { ForwardTo = all };
    }

    /// <summary>A server's answer on its way to its client; nothing where it is not for one of ours.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="from">Who sent it.</param>
    /// <param name="own">Our address on the client's network.</param>
    /// <param name="into">Room for it.</param>
    public DhcpReply Back(in DhcpMessage answer, Ipv4 from, Ipv4 own, Span<byte> into)
    {
        if (!servers.Has(from) || answer.Bytes.Length > into.Length || RelayAgent.Back(answer, own, (ushort)(port + 1)) is not { } route)
        {
            return default;
        }

        answer.Bytes.CopyTo(into);
        return Told(answer.Bytes.Length, route, answer);
    }

    private static DhcpReply Told(int length, ReplyRoute route, in DhcpMessage message) =>
        new(length, route, message.HardwareAddress, Durable: false, Tell: false, default, default, default);
}
