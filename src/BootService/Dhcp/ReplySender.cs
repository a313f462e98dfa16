using BootService.Core.Dhcp;
using BootService.Core.Networks;
using BootService.Net;
using BootService.Protocols.Arp;
using BootService.Protocols.Net;

namespace BootService.Dhcp;

/// <summary>Sends replies by the way each was decided to go.</summary>
/// <param name="frontend">This machine on the link.</param>
/// <param name="link">The socket that is tied to the link's interface: a broadcast by any other leaves by the default route.</param>
/// <param name="serverPort">The port replies come from.</param>
/// <param name="frames">Sends to machines without an address; null when the kernel refused, and then such replies are broadcast.</param>
internal sealed class ReplySender(Frontend frontend, IDatagramSocket link, ushort serverPort, FrameSender? frames) : IDisposable
{
    private const int Probes = 64;
    private readonly ReplySlots _probes = new(Probes);
    private int _probe;

    /// <summary>Queues a reply; it lies in its slot until <see cref="Flush"/>.</summary>
    public void Queue(IDatagramSocket socket, ReplySlots slots, int slot, in DhcpReply reply)
    {
        if (reply.Route.Kind is ReplyRouteKind.Hardware && frames is not null)
        {
            var frame = slots.Frame(slot, UdpFrame.HeaderLength + reply.Length);
            UdpFrame.WriteHeaders(frame, frontend.Mac, reply.Target, (frontend.Address, serverPort), (reply.Route.Address, reply.Route.Port));
            frames.Queue(slots.FrameMemory(slot), frame.Length);
            return;
        }

        if (reply.Route.Kind is ReplyRouteKind.Unicast)
        {
            socket.Send(slots.ReplyMemory(slot), reply.Length, new UdpPeer(reply.Route.Address, reply.Route.Port));
        }
        else
        {
            link.Send(slots.ReplyMemory(slot), reply.Length, new UdpPeer(Ipv4.Broadcast, reply.Route.Port));
        }
    }

    /// <summary>Queues the question whether somebody uses an address.</summary>
    public void QueueProbe(Ipv4 address)
    {
        if (frames is not null)
        {
            if (_probe == Probes)
            {
                frames.Flush();
                _probe = 0;
            }

            var frame = _probes.Frame(_probe, ArpFrame.Length);
            ArpFrame.Probe(frontend.Mac, address).CopyTo(frame);
            frames.Queue(_probes.FrameMemory(_probe++), ArpFrame.Length);
        }
    }

    /// <summary>Hands everything queued to the kernel.</summary>
    public void Flush(IDatagramSocket socket)
    {
        socket.Flush();
        if (!ReferenceEquals(socket, link))
        {
            link.Flush();
        }

        frames?.Flush();
        _probe = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _probes.Dispose();
        frames?.Dispose();
    }
}
