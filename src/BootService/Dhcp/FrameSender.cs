using System.Runtime.InteropServices;
using static BootService.Net.LinuxSockets;

namespace BootService.Dhcp;

/// <summary>Sends Ethernet frames in batches, for machines that answer no ARP yet. One thread; allocates nothing once made.</summary>
internal sealed unsafe class FrameSender : IDisposable
{
    private const int Slots = 64;

    private readonly PacketSocket _socket;
    private readonly MultiMessage* _messages;
    private readonly Vector* _vectors;
    private int _queued;

    /// <summary>Takes over a packet socket.</summary>
    public FrameSender(PacketSocket socket)
    {
        _socket = socket;
        _messages = (MultiMessage*)NativeMemory.AllocZeroed(Slots, (nuint)(sizeof(MultiMessage) + sizeof(Vector)));
        _vectors = (Vector*)(_messages + Slots);
        for (var slot = 0; slot < Slots; slot++)
        {
            _messages[slot].Header.Vectors = _vectors + slot;
            _messages[slot].Header.VectorCount = 1;
        }
    }

    /// <summary>Frames the kernel refused.</summary>
    public long Failures { get; private set; }

    /// <summary>Queues a frame that stays in place until <see cref="Flush"/>.</summary>
    public void Queue(nint memory, int length)
    {
        if (_queued == Slots)
        {
            Flush();
        }

        _vectors[_queued++] = new Vector { Start = memory, Length = (nuint)length };
    }

    /// <summary>Hands everything queued to the kernel.</summary>
    public void Flush()
    {
        var at = 0;
        while (at < _queued)
        {
            var sent = SendMany(_socket.Descriptor, _messages + at, (uint)(_queued - at), DontWait);
            if (sent > 0)
            {
                at += sent;
            }
            else if (Marshal.GetLastPInvokeError() is not Interrupted)
            {
                Failures++;
                at++;
            }
        }

        _queued = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_messages);
        _socket.Dispose();
    }
}
