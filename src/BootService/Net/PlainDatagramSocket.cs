using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace BootService.Net;

/// <summary>A datagram socket on the framework's own calls, one for each datagram: for kernels without the batched ones.</summary>
/// <remarks>It does not tell the arrival interface or kernel drops, and takes no source for what it sends.</remarks>
internal sealed unsafe class PlainDatagramSocket : IDatagramSocket
{
    private readonly Socket _socket;
    private readonly SocketAddress _address = new(AddressFamily.InterNetwork, UdpPeer.SocketAddressLength);
    private readonly UdpPeer[] _peers;
    private readonly int[] _lengths;
    private readonly int _size;
    private readonly byte* _payload;
    private readonly byte* _outgoing;
    private bool _disposed;

    /// <summary>Takes over a bound socket.</summary>
    public PlainDatagramSocket(Socket socket, DatagramSocketOptions options)
    {
        _socket = socket;
        Local = UdpPeer.From((IPEndPoint)socket.LocalEndPoint!);
        var held = false;
        socket.SafeHandle.DangerousAddRef(ref held);
        Descriptor = (int)socket.SafeHandle.DangerousGetHandle();
        _size = options.ReceiveSize;
        _peers = new UdpPeer[options.Batch];
        _lengths = new int[options.Batch];
        _payload = (byte*)NativeMemory.Alloc((nuint)options.Batch, (nuint)_size);
        _outgoing = (byte*)NativeMemory.Alloc(DatagramLimits.MaxPayload);
    }

    /// <inheritdoc/>
    public UdpPeer Local { get; }

    /// <inheritdoc/>
    public int Descriptor { get; }

    /// <inheritdoc/>
    public DatagramCounters Counters { get; } = new();

    /// <inheritdoc/>
    public int SegmentLimit => 0;

    /// <inheritdoc/>
    public int Receive()
    {
        var got = 0;
        while (got < _peers.Length && _socket.Poll(0, SelectMode.SelectRead))
        {
            try
            {
                _lengths[got] = _socket.ReceiveFrom(Slot(got), SocketFlags.None, _address);
                _peers[got++] = UdpPeer.From(_address);
            }
            catch (SocketException)
            {
                // Longer than the slot (it is gone), or an error left from an earlier send: neither is a datagram for us.
                Counters.KernelDrops++;
            }
        }

        Counters.Received += got;
        return got;
    }

    /// <inheritdoc/>
    public ReceivedDatagram Received(int index) => new() { Payload = Slot(index)[.._lengths[index]], Peer = _peers[index] };

    /// <inheritdoc/>
    public Span<byte> Reserve() => new(_outgoing, DatagramLimits.MaxPayload);

    /// <inheritdoc/>
    public void Commit(int length, UdpPeer to, int segment = 0, DatagramSource from = default) => Send((nint)_outgoing, length, to, segment);

    /// <inheritdoc/>
    public void Send(nint memory, int length, UdpPeer to, int segment = 0)
    {
        to.CopyTo(_address);
        var bytes = new ReadOnlySpan<byte>((void*)memory, length);
        var step = segment == 0 ? Math.Max(length, 1) : segment;
        for (var at = 0; at == 0 || at < length; at += step)
        {
            SendOne(bytes.Slice(at, Math.Min(step, length - at)));
        }
    }

    /// <summary>Does nothing: each datagram has left already.</summary>
    public void Flush()
    {
    }

    /// <summary>Closes the socket and frees the buffers.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        NativeMemory.Free(_payload);
        NativeMemory.Free(_outgoing);
        _socket.SafeHandle.DangerousRelease();
        _socket.Dispose();
    }

    private Span<byte> Slot(int index) => new(_payload + ((long)index * _size), _size);

    private void SendOne(ReadOnlySpan<byte> datagram)
    {
        try
        {
            Counters.SentBytes += _socket.SendTo(datagram, SocketFlags.None, _address);
            Counters.Sent++;
        }
        catch (SocketException)
        {
            Counters.SendFailures++;
        }
    }
}
