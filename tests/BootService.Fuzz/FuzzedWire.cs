using BootService.Net;
using BootService.Protocols.Net;

namespace BootService.Fuzz;

/// <summary>A socket that shows each datagram to whoever checks it, at the flush, as it would leave.</summary>
internal sealed unsafe class FuzzedWire(ushort port, FuzzedWire.Check check) : IDatagramSocket
{
    private readonly byte[] _room = GC.AllocateArray<byte>(256 * 1024, pinned: true);
    private readonly List<(nint Memory, int Length, UdpPeer To, int Segment)> _queued = [];
    private int _used;

    public delegate void Check(UdpPeer to, ReadOnlySpan<byte> octets);

    public UdpPeer Local => new(Ipv4.Parse("10.1.255.254"), port);

    public int Descriptor => -1;

    public DatagramCounters Counters { get; } = new();

    public int SegmentLimit => DatagramLimits.MaxPayload;

    public int Receive() => 0;

    public ReceivedDatagram Received(int index) => default;

    public Span<byte> Reserve()
    {
        if (_used + DatagramLimits.MaxPayload > _room.Length)
        {
            Flush();
        }

        return _room.AsSpan(_used, DatagramLimits.MaxPayload);
    }

    public void Commit(int length, UdpPeer to, int segment = 0, DatagramSource from = default)
    {
        fixed (byte* start = _room)
        {
            Send((nint)start + _used, length, to, segment);
        }

        _used += length;
    }

    public void Send(nint memory, int length, UdpPeer to, int segment = 0) => _queued.Add((memory, length, to, segment));

    public void Flush()
    {
        foreach (var (memory, length, to, segment) in _queued)
        {
            var step = segment == 0 ? Math.Max(length, 1) : segment;
            for (var at = 0; at == 0 || at < length; at += step)
            {
                check(to, new ReadOnlySpan<byte>((byte*)memory + at, Math.Min(step, length - at)));
            }
        }

        _queued.Clear();
        _used = 0;
    }

    public void Dispose()
    {
    }
}
