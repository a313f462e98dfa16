using System.Threading.Channels;
using BootService.Protocols.Arp;
using BootService.Protocols.Net;

namespace BootService.Dhcp;

/// <summary>
/// Listens to the ARP of the boot network and hands on who uses which address: conflicts come to light without a packet ever waiting for a probe.
/// </summary>
internal sealed class ArpWatch : IDisposable
{
    private const int MostWaiting = 1024;

    private readonly PacketSocket _socket;
    private readonly Func<Ipv4, bool> _concerns;
    private readonly Action _wake;
    private readonly Channel<ArpFrame> _seen = Channel.CreateBounded<ArpFrame>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true, SingleWriter = true });
    private readonly Thread _thread;
    private volatile bool _stopping;

    /// <summary>Begins to listen.</summary>
    /// <param name="socket">A packet socket for ARP; taken over.</param>
    /// <param name="concerns">Whether an address is worth handing on; called on the listening thread.</param>
    /// <param name="wake">Called when something was put on the list.</param>
    public ArpWatch(PacketSocket socket, Func<Ipv4, bool> concerns, Action wake)
    {
        _socket = socket;
        _concerns = concerns;
        _wake = wake;
        _thread = new Thread(Listen) { Name = "dhcp-arp", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Takes the next claim of an address.</summary>
    public bool TryTake(out ArpFrame claim) => _seen.Reader.TryRead(out claim);

    /// <summary>Ends the listening within its socket's patience.</summary>
    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
        _socket.Dispose();
    }

    private void Listen()
    {
        Span<byte> frame = stackalloc byte[128];
        while (!_stopping)
        {
            var length = _socket.Receive(frame);
            if (length > 0 && ArpFrame.TryParse(frame[..length], out var arp) && !arp.SenderAddress.IsAny && _concerns(arp.SenderAddress)
                && _seen.Writer.TryWrite(arp))
            {
                _wake();
            }
        }
    }
}
