using System.Net;
using System.Net.Sockets;

namespace BootService.Net;

/// <summary>A datagram socket on recvmmsg and sendmmsg, with the kernel cutting windows into datagrams (UDP_SEGMENT) where it can.</summary>
internal sealed class BatchedDatagramSocket : IDatagramSocket
{
    private readonly Socket _socket;
    private readonly DatagramReceiver _receiver;
    private readonly DatagramSender _sender;
    private bool _disposed;

    /// <summary>Takes over a bound socket.</summary>
    public BatchedDatagramSocket(Socket socket, DatagramSocketOptions options)
    {
        _socket = socket;
        Local = UdpPeer.From((IPEndPoint)socket.LocalEndPoint!);

        // The loop calls the kernel with the bare descriptor, so the handle is held: otherwise the collector may close it under the loop.
        var held = false;
        socket.SafeHandle.DangerousAddRef(ref held);
        Descriptor = (int)socket.SafeHandle.DangerousGetHandle();
        var segments = OperatingSystem.IsLinux() && DatagramSockets.TrySetNumber(socket, LinuxSockets.SolUdp, LinuxSockets.UdpSegment, 0);
        _receiver = new DatagramReceiver(Descriptor, options.Batch, options.ReceiveSize, Counters);
        _sender = new DatagramSender(Descriptor, options.Batch, segments ? DatagramLimits.MaxPayload : 0, Counters);
    }

    /// <inheritdoc/>
    public UdpPeer Local { get; }

    /// <inheritdoc/>
    public int Descriptor { get; }

    /// <inheritdoc/>
    public DatagramCounters Counters { get; } = new();

    /// <inheritdoc/>
    public int SegmentLimit => _sender.SegmentLimit;

    /// <inheritdoc/>
    public int Queued => DatagramSockets.QueuedOf(_socket);

    /// <inheritdoc/>
    public int Receive() => _receiver.Receive();

    /// <inheritdoc/>
    public ReceivedDatagram Received(int index) => _receiver[index];

    /// <inheritdoc/>
    public Span<byte> Reserve() => _sender.Reserve();

    /// <inheritdoc/>
    public void Commit(int length, UdpPeer to, int segment = 0, DatagramSource from = default) => _sender.Commit(length, to, segment, from);

    /// <inheritdoc/>
    public void Send(nint memory, int length, UdpPeer to, int segment = 0) => _sender.Queue(memory, length, to, segment, default);

    /// <inheritdoc/>
    public void Flush() => _sender.Flush();

    /// <summary>Closes the socket and frees the buffers. What is queued and not flushed is lost.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _receiver.Dispose();
        _sender.Dispose();
        _socket.SafeHandle.DangerousRelease();
        _socket.Dispose();
    }
}
