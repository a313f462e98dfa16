using BootService.Core.Dhcp;
using BootService.Core.Networks;
using BootService.Interfaces;
using BootService.Net;
using BootService.Protocols.Net;

namespace BootService.Dhcp;

/// <summary>One boot interface with everything that is open on it; closed together.</summary>
/// <remarks>
/// The broadcast socket is tied to the interface. A second one is tied to the address and to no interface: the kernel gives it everything sent to
/// the address, by whichever card it comes in. So a renewal is heard of a machine that took another card of ours for this one, as machines do
/// when two cards of ours are in one segment (ARP flux). The boot server, which is asked at the address only, is such a socket too.
/// Both let other programs have the port on interfaces of their own, if those do so as well (libvirt's dnsmasq on virbr0): a program that wants port 67 of
/// every interface to itself stands in our way, and is named.
/// </remarks>
internal sealed class DhcpLink : IDisposable
{
    private static readonly TimeSpan ArpPatience = TimeSpan.FromMilliseconds(250);

    private readonly List<IDisposable> _open = [];
    private readonly List<DhcpDoorway> _doorways = [];

    // Tied to the address alone: what it sends goes by whichever card leads there.
    private IDatagramSocket? _direct;

    private DhcpLink(Frontend frontend, int index) => (Frontend, Index) = (frontend, index);

    /// <summary>This machine on the interface.</summary>
    public Frontend Frontend { get; }

    /// <summary>The kernel's number of the interface when the sockets were tied to it.</summary>
    public int Index { get; }

    /// <summary>Our addresses on the interface: one for each network on its wire.</summary>
    public IReadOnlyList<Ipv4> Addresses { get; private init; } = [];

    /// <summary>Where messages come in.</summary>
    public IReadOnlyList<DhcpDoorway> Doorways => _doorways;

    /// <summary>Sends what is answered here.</summary>
    public ReplySender Sender { get; private set; } = null!;

    /// <summary>Where claims of addresses come from; null when nobody listens for them.</summary>
    public ArpWatch? Arp { get; private set; }

    /// <summary>Why frames cannot be sent here; null when they can.</summary>
    public string? WhyNoFrames { get; private set; }

    /// <summary>Why renewals are heard by the interface alone; null when they are heard by every one.</summary>
    public string? WhyOneWay { get; private set; }

    /// <summary>Opens the interfaces.</summary>
    /// <param name="served">The interfaces, an entry for each address on them.</param>
    /// <param name="port">The server's port.</param>
    /// <param name="bootServerPort">The boot server's.</param>
    /// <exception cref="IOException">A port is taken or not allowed; one sentence.</exception>
    public static IReadOnlyList<DhcpLink> Open(IEnumerable<BootLink> served, int port, int bootServerPort)
    {
        var links = new List<DhcpLink>();
        try
        {
            foreach (var card in served.GroupBy(one => one.Frontend.Interface, StringComparer.Ordinal))
            {
                var (first, index, _) = card.First();
                var link = new DhcpLink(first, index) { Addresses = [.. card.Select(one => one.Frontend.Address)] };
                links.Add(link);
                link.OpenSockets(port, bootServerPort);
            }

            HearEverywhere(links, port);
            return links;
        }
        catch
        {
            links.ForEach(link => link.Dispose());
            throw;
        }
    }

    /// <summary>Whether its sockets serve the interface as it is now: the rest of what is known of it they do not use.</summary>
    /// <param name="served">All that is served now, an entry for each address.</param>
    public bool StillServes(IEnumerable<BootLink> served)
    {
        var now = served.Where(one => one.Frontend.Interface == Frontend.Interface).ToList();
        return now.Count > 0 && now[0].Index == Index && now[0].Frontend.Mac == Frontend.Mac
            && now.Select(one => one.Frontend.Address).SequenceEqual(Addresses);
    }

    /// <summary>Sends a message on to each of its servers at once.</summary>
    public void PassOn(ReplySlots slots, int slot, in DhcpReply message)
    {
        var way = _direct ?? _doorways[0].Socket;
        foreach (var server in message.ForwardTo)
        {
            way.Send(slots.ReplyMemory(slot), message.Length, new UdpPeer(server, message.Route.Port));
        }

        way.Flush();
    }

    /// <summary>Begins to listen for claims of addresses; without frames nothing is heard.</summary>
    public void Watch(Func<Ipv4, bool> concerns, Action wake)
    {
        if (WhyNoFrames is null && PacketSocket.TryOpen(Frontend.Interface, EtherType.Arp, ArpPatience, out _) is { } socket)
        {
            Arp = Keep(new ArpWatch(socket, concerns, wake));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (var last = _open.Count - 1; last >= 0; last--)
        {
            _open[last].Dispose();
        }

        _open.Clear();
    }

    private static void HearEverywhere(List<DhcpLink> links, int port)
    {
        foreach (var link in links)
        {
            try
            {
                foreach (var address in link.Addresses)
                {
                    var direct = link.Keep(DatagramSockets.Open(Options(port) with { Address = address, ShareAddress = true }));
                    link._doorways.Add(new DhcpDoorway(link, direct, DhcpDoor.Server, address));
                    link._direct ??= direct;
                }
            }
            catch (IOException refused)
            {
                link.WhyOneWay = refused.Message;
            }
        }
    }

    private static DatagramSocketOptions Options(int port) => new() { Port = (ushort)port, Broadcast = true, Batch = DhcpLoop.Batch };

    private void OpenSockets(int port, int bootServerPort)
    {
        var server = Keep(DatagramSockets.Open(Options(port) with { Interface = Frontend.Interface, ShareAddress = true }));
        _doorways.Add(new DhcpDoorway(this, server, DhcpDoor.Server, Frontend.Address));
        foreach (var address in Addresses)
        {
            _doorways.Add(new DhcpDoorway(this, Keep(DatagramSockets.Open(Options(bootServerPort) with { Address = address })), DhcpDoor.BootServer, address));
        }

        var frames = PacketSocket.TryOpen(Frontend.Interface, null, ArpPatience, out var why);
        WhyNoFrames = frames is null ? why ?? "the kernel refused it" : null;
        Sender = Keep(new ReplySender(Frontend, server, (ushort)port, frames is null ? null : new FrameSender(frames)));
    }

    private T Keep<T>(T opened)
        where T : IDisposable
    {
        _open.Add(opened);
        return opened;
    }
}
