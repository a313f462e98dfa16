using BootService.Core.Dhcp;
using BootService.Core.Networks;
using BootService.Net;
using BootService.Protocols.Net;

namespace BootService.Dhcp;

/// <summary>One boot interface with everything that is open on it; closed together.</summary>
/// <remarks>
/// The broadcast socket is tied to the interface. A second one is tied to the address and to no interface: the kernel gives it everything sent to
/// the address, by whichever card it comes in. So a renewal is heard of a machine that took another card of ours for this one, as machines do
/// when two cards of ours are in one segment (ARP flux). The boot server, which is asked at the address only, is such a socket too.
/// </remarks>
internal sealed class DhcpLink : IDisposable
{
    private static readonly TimeSpan ArpPatience = TimeSpan.FromMilliseconds(250);

    private readonly List<IDisposable> _open = [];

    private DhcpLink(Frontend frontend) => Frontend = frontend;

    /// <summary>This machine on the interface.</summary>
    public Frontend Frontend { get; }

    /// <summary>Where messages come in.</summary>
    public IReadOnlyList<DhcpDoorway> Doorways { get; private set; } = [];

    /// <summary>Sends what is answered here.</summary>
    public ReplySender Sender { get; private set; } = null!;

    /// <summary>Where claims of addresses come from; null when nobody listens for them.</summary>
    public ArpWatch? Arp { get; private set; }

    /// <summary>Why frames cannot be sent here; null when they can.</summary>
    public string? WhyNoFrames { get; private set; }

    /// <summary>Why renewals are heard by the interface alone; null when they are heard by every one.</summary>
    public string? WhyOneWay { get; private set; }

    /// <summary>Opens an interface.</summary>
    /// <param name="frontend">This machine on it.</param>
    /// <param name="port">The server's port.</param>
    /// <param name="bootServerPort">The boot server's.</param>
    /// <exception cref="IOException">A port is taken or not allowed; one sentence.</exception>
    public static DhcpLink Open(Frontend frontend, int port, int bootServerPort)
    {
        var link = new DhcpLink(frontend);
        try
        {
            link.OpenSockets(port, bootServerPort);
            return link;
        }
        catch
        {
            link.Dispose();
            throw;
        }
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

    private void OpenSockets(int port, int bootServerPort)
    {
        var options = new DatagramSocketOptions { Port = (ushort)port, Interface = Frontend.Interface, Broadcast = true, Batch = DhcpLoop.Batch };
        var server = Keep(DatagramSockets.Open(options));
        var doorways = new List<DhcpDoorway> { new(this, server, DhcpDoor.Server) };

        // Both may be on the port only while both allow it; afterwards nobody else can join them.
        LinuxSockets.LetShare(server.Descriptor, true);
        try
        {
            var direct = Keep(DatagramSockets.Open(options with { Address = Frontend.Address, Interface = null, SharePort = true }));
            LinuxSockets.LetShare(direct.Descriptor, false);
            doorways.Add(new DhcpDoorway(this, direct, DhcpDoor.Server));
        }
        catch (IOException refused)
        {
            WhyOneWay = refused.Message;
        }

        LinuxSockets.LetShare(server.Descriptor, false);
        doorways.Add(new DhcpDoorway(this, Keep(DatagramSockets.Open(options with { Port = (ushort)bootServerPort, Address = Frontend.Address, Interface = null })), DhcpDoor.BootServer));
        Doorways = doorways;

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
