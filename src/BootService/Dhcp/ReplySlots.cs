using System.Runtime.InteropServices;
using BootService.Protocols.Net;

namespace BootService.Dhcp;

/// <summary>
/// Room for the replies of one batch in native memory, each with the headers of a frame before it, so that every way of sending takes it as it lies.
/// </summary>
internal sealed unsafe class ReplySlots : IDisposable
{
    private const int SlotLength = 2048;

    private readonly byte* _memory;
    private readonly int _count;
    private bool _disposed;

    /// <summary>Makes room for <paramref name="count"/> replies.</summary>
    public ReplySlots(int count)
    {
        _count = count;
        _memory = (byte*)NativeMemory.Alloc((nuint)count, SlotLength);
    }

    /// <summary>Where a reply is written.</summary>
    public Span<byte> Reply(int slot) => new(Start(slot) + UdpFrame.HeaderLength, SlotLength - UdpFrame.HeaderLength);

    /// <summary>The same as memory that stays in place.</summary>
    public nint ReplyMemory(int slot) => (nint)(Start(slot) + UdpFrame.HeaderLength);

    /// <summary>The whole frame around a reply.</summary>
    public Span<byte> Frame(int slot, int length) => new(Start(slot), length);

    /// <summary>The same as memory that stays in place.</summary>
    public nint FrameMemory(int slot) => (nint)Start(slot);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            NativeMemory.Free(_memory);
        }
    }

    private byte* Start(int slot)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)slot, (uint)_count);
        return _memory + ((long)slot * SlotLength);
    }
}
