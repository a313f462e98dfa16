using System.Buffers.Binary;
using System.Runtime.InteropServices;
using static BootService.Net.LinuxSockets;

namespace BootService.Net;

/// <summary>The sending half of a batched socket: entries are collected and leave with one sendmmsg.</summary>
internal sealed unsafe class DatagramSender : IDisposable
{
    /// <summary>Room of an entry's own buffer: a page multiple, so that buffers never touched cost no memory.</summary>
    private const int BufferSize = 65_536;
    private const int ControlRoom = 64;
    private const int PatienceMilliseconds = 20;

    private readonly int _descriptor;
    private readonly int _slots;
    private readonly DatagramCounters _counters;
    private readonly MultiMessage* _messages;
    private readonly Vector* _vectors;
    private readonly InternetAddress* _peers;
    private readonly byte* _control;
    private readonly ushort* _segments;
    private readonly byte* _buffers;
    private int _queued;

    /// <summary>Allocates the entries in native memory.</summary>
    public DatagramSender(int descriptor, int slots, int segmentLimit, DatagramCounters counters)
    {
        _descriptor = descriptor;
        _slots = slots;
        _counters = counters;
        SegmentLimit = segmentLimit;
        _messages = (MultiMessage*)NativeMemory.AllocZeroed(
            (nuint)slots, (nuint)(sizeof(MultiMessage) + sizeof(Vector) + sizeof(InternetAddress) + ControlRoom + sizeof(ulong)));
        _vectors = (Vector*)(_messages + slots);
        _peers = (InternetAddress*)(_vectors + slots);
        _control = (byte*)(_peers + slots);
        _segments = (ushort*)(_control + ((long)slots * ControlRoom));
        _buffers = (byte*)NativeMemory.AlignedAlloc((nuint)slots * BufferSize, 4096);
        for (var slot = 0; slot < slots; slot++)
        {
            _peers[slot].Family = InterNetwork;
            _messages[slot].Header.Name = (nint)(_peers + slot);
            _messages[slot].Header.NameLength = (uint)sizeof(InternetAddress);
            _messages[slot].Header.Vectors = _vectors + slot;
            _messages[slot].Header.VectorCount = 1;
        }
    }

    /// <summary>Largest segment the kernel takes; 0 when it cuts nothing. Falls when the kernel or the interface refuses one.</summary>
    public int SegmentLimit { get; private set; }

    /// <summary>Room for the next entry.</summary>
    public Span<byte> Reserve()
    {
        if (_queued == _slots)
        {
            Flush();
        }

        return new Span<byte>(Buffer(_queued), DatagramLimits.MaxPayload);
    }

    /// <summary>Queues what was written into <see cref="Reserve"/>'s span.</summary>
    public void Commit(int length, UdpPeer to, int segment, DatagramSource from)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)DatagramLimits.MaxPayload);
        var first = _queued;
        Queue((nint)Buffer(_queued), length, to, segment, from);
        if (_queued <= first && _queued > 0)
        {
            // The entry went around the end of the batch in pieces: its buffer would be handed out again before it left.
            Flush();
        }
    }

    /// <summary>Queues bytes that stay in place until <see cref="Flush"/>.</summary>
    public void Queue(nint memory, int length, UdpPeer to, int segment, DatagramSource from)
    {
        if (to.Port == 0)
        {
            _counters.SendFailures++; // nobody can be answered on port 0; only a forged datagram asks for it
            return;
        }

        if (segment == 0 || length <= segment || segment <= SegmentLimit)
        {
            Add(memory, length, to, length > segment ? segment : 0, from);
            return;
        }

        for (var sent = 0; sent < length; sent += segment)
        {
            Add(memory + sent, Math.Min(segment, length - sent), to, 0, from);
        }
    }

    /// <summary>Hands everything queued to the kernel.</summary>
    public void Flush()
    {
        var at = 0;
        while (at < _queued)
        {
            var sent = SendMany(_descriptor, _messages + at, (uint)(_queued - at), DontWait);
            if (sent > 0)
            {
                Count(at, sent);
                at += sent;
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == Interrupted || (error == TryAgain && WaitForRoom()))
            {
                continue;
            }

            if (error is not (InvalidArgument or InputOutputError or MessageTooLong) || _segments[at] == 0 || !SendInPieces(at, error))
            {
                _counters.SendFailures++;
            }

            at++;
        }

        _queued = 0;
    }

    /// <summary>Frees the entries.</summary>
    public void Dispose()
    {
        NativeMemory.Free(_messages);
        NativeMemory.AlignedFree(_buffers);
    }

    private byte* Buffer(int slot) => _buffers + ((long)slot * BufferSize);

    private void Add(nint memory, int length, UdpPeer to, int segment, DatagramSource from)
    {
        if (_queued == _slots)
        {
            Flush();
        }

        var slot = _queued++;
        _vectors[slot] = new Vector { Start = memory, Length = (nuint)length };
        _peers[slot].NetworkAddress = BinaryPrimitives.ReverseEndianness(to.Address.Value);
        _peers[slot].NetworkPort = BinaryPrimitives.ReverseEndianness(to.Port);
        _segments[slot] = (ushort)segment;
        var control = _control + ((long)slot * ControlRoom);
        var end = control;
        if (segment > 0)
        {
            *(ushort*)Entry(ref end, SolUdp, UdpSegment, sizeof(ushort)) = (ushort)segment;
        }

        if (from != default)
        {
            *(PacketInformation*)Entry(ref end, SolIp, IpPacketInfo, sizeof(PacketInformation)) = new PacketInformation
            {
                InterfaceIndex = from.InterfaceIndex,
                SpecificDestination = BinaryPrimitives.ReverseEndianness(from.Address.Value),
            };
        }

        _messages[slot].Header.Control = end == control ? 0 : (nint)control;
        _messages[slot].Header.ControlLength = (nuint)(end - control);
    }

    private static byte* Entry(ref byte* at, int level, int type, int size)
    {
        *(ControlHeader*)at = new ControlHeader { Length = (nuint)(sizeof(ControlHeader) + size), Level = level, Type = type };
        var data = at + sizeof(ControlHeader);
        at = data + ((size + 7) & ~7);
        return data;
    }

    private void Count(int at, int sent)
    {
        for (var slot = at; slot < at + sent; slot++)
        {
            var length = (long)_vectors[slot].Length;
            _counters.SentBytes += length;
            _counters.Sent += _segments[slot] == 0 ? 1 : (length + _segments[slot] - 1) / _segments[slot];
        }
    }

    /// <summary>
    /// Sends a refused segmented entry as single datagrams, and if those pass, remembers what the kernel does not take:
    /// EINVAL, segments above the interface's MTU; EIO, an interface that leaves checksums to us.
    /// </summary>
    private bool SendInPieces(int slot, int error)
    {
        var segment = _segments[slot];
        var whole = _vectors[slot];
        var message = _messages[slot];
        message.Header.ControlLength = 0;
        message.Header.Control = 0;
        var piece = whole;
        message.Header.Vectors = &piece;
        for (nuint done = 0; done < whole.Length; done += segment)
        {
            piece = new Vector { Start = whole.Start + (nint)done, Length = Math.Min(segment, whole.Length - done) };
            while (SendMany(_descriptor, &message, 1, DontWait) < 1)
            {
                if (Marshal.GetLastPInvokeError() is not Interrupted)
                {
                    return false;
                }
            }

            _counters.Sent++;
            _counters.SentBytes += (long)piece.Length;
        }

        SegmentLimit = error == InputOutputError ? 0 : Math.Min(SegmentLimit, segment - 1);
        return true;
    }

    /// <summary>The send buffer is full: gives the interface a moment. False when it takes nothing for that long.</summary>
    private bool WaitForRoom()
    {
        var entry = new PollEntry { Descriptor = _descriptor, Wanted = PollOut };
        return Poll(&entry, 1, PatienceMilliseconds) > 0;
    }
}
