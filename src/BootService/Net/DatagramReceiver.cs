using System.Buffers.Binary;
using System.Runtime.InteropServices;
using BootService.Protocols.Net;
using static BootService.Net.LinuxSockets;

namespace BootService.Net;

/// <summary>The receiving half of a batched socket: one recvmmsg fills all slots.</summary>
internal sealed unsafe class DatagramReceiver : IDisposable
{
    private const int ControlRoom = 128;

    private readonly int _descriptor;
    private readonly int _slots;
    private readonly int _size;
    private readonly DatagramCounters _counters;
    private readonly MultiMessage* _messages;
    private readonly InternetAddress* _peers;
    private readonly byte* _control;
    private readonly byte* _payload;
    private uint _overflow;
    private int _used;

    /// <summary>Allocates the slots in native memory.</summary>
    public DatagramReceiver(int descriptor, int slots, int size, DatagramCounters counters)
    {
        _descriptor = descriptor;
        _slots = slots;
        _size = size;
        _counters = counters;
        _messages = (MultiMessage*)NativeMemory.AllocZeroed(
            (nuint)slots, (nuint)(sizeof(MultiMessage) + sizeof(Vector) + sizeof(InternetAddress) + ControlRoom));
        var vectors = (Vector*)(_messages + slots);
        _peers = (InternetAddress*)(vectors + slots);
        _control = (byte*)(_peers + slots);
        _payload = (byte*)NativeMemory.Alloc((nuint)slots, (nuint)size);
        for (var slot = 0; slot < slots; slot++)
        {
            vectors[slot] = new Vector { Start = (nint)(_payload + ((long)slot * size)), Length = (nuint)size };
            _messages[slot].Header.Vectors = vectors + slot;
            _messages[slot].Header.VectorCount = 1;
            _messages[slot].Header.Name = (nint)(_peers + slot);
            _messages[slot].Header.Control = (nint)(_control + ((long)slot * ControlRoom));
        }

        _used = slots;
    }

    /// <summary>Fetches what has arrived, without waiting; 0 for nothing.</summary>
    public int Receive()
    {
        for (var slot = 0; slot < _used; slot++)
        {
            // The kernel wrote the lengths it used here: the next call needs the room there is.
            _messages[slot].Header.NameLength = (uint)sizeof(InternetAddress);
            _messages[slot].Header.ControlLength = ControlRoom;
            _messages[slot].Header.Flags = 0;
        }

        _used = Math.Max(0, ReceiveMany(_descriptor, _messages, (uint)_slots, DontWait, 0));
        _counters.Received += _used;
        if (_used > 0)
        {
            CountOverflow(_used - 1);
        }

        return _used;
    }

    /// <summary>One datagram of the last batch.</summary>
    public ReceivedDatagram this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_used);
            var message = _messages + index;
            var peer = _peers + index;
            return new ReceivedDatagram
            {
                Payload = new ReadOnlySpan<byte>(_payload + ((long)index * _size), (int)message->Length),
                Peer = new UdpPeer(new Ipv4(BinaryPrimitives.ReverseEndianness(peer->NetworkAddress)), BinaryPrimitives.ReverseEndianness(peer->NetworkPort)),
                Arrival = Arrival(message),
                Waited = Waited(message),
                Truncated = (message->Header.Flags & MessageTruncated) != 0,
            };
        }
    }

    /// <summary>Frees the slots.</summary>
    public void Dispose()
    {
        NativeMemory.Free(_messages);
        NativeMemory.Free(_payload);
    }

    private static DatagramSource Arrival(MultiMessage* message)
    {
        var found = Control(message, SolIp, IpPacketInfo, sizeof(PacketInformation));
        if (found is null)
        {
            return default;
        }

        var information = (PacketInformation*)found;
        return new DatagramSource(information->InterfaceIndex, new Ipv4(BinaryPrimitives.ReverseEndianness(information->HeaderAddress)));
    }

    /// <summary>The kernel's stamp is of the same clock as ours here, so that the difference outlives a step of the clock.</summary>
    private static int Waited(MultiMessage* message)
    {
        const long NanosecondsPerTick = 100;
        var found = Control(message, SolSocket, SoTimestampNanoseconds, 2 * sizeof(long));
        if (found is null)
        {
            return 0;
        }

        var stamp = (long*)found;
        var ticks = (stamp[0] * TimeSpan.TicksPerSecond) + (stamp[1] / NanosecondsPerTick);
        var waited = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks - ticks;
        return (int)Math.Clamp(waited / TimeSpan.TicksPerMillisecond, 0, int.MaxValue);
    }

    /// <summary>The kernel puts its running 32-bit total on each datagram; the newest one tells all.</summary>
    private void CountOverflow(int newest)
    {
        var found = Control(_messages + newest, SolSocket, SoReceiveQueueOverflow, sizeof(uint));
        if (found is not null)
        {
            var total = *(uint*)found;
            _counters.KernelDrops += unchecked(total - _overflow);
            _overflow = total;
        }
    }

    /// <summary>Finds a control message of at least <paramref name="size"/> bytes of data; null when there is none.</summary>
    private static byte* Control(MultiMessage* message, int level, int type, int size)
    {
        var at = (byte*)message->Header.Control;
        var end = at + message->Header.ControlLength;
        while (end - at >= sizeof(ControlHeader))
        {
            var header = (ControlHeader*)at;
            if (header->Length < (nuint)sizeof(ControlHeader) || header->Length > (nuint)(end - at))
            {
                return null;
            }

            if (header->Level == level && header->Type == type && header->Length >= (nuint)(sizeof(ControlHeader) + size))
            {
                return at + sizeof(ControlHeader);
            }

            at += ((long)header->Length + 7) & ~7L;
        }

        return null;
    }
}
