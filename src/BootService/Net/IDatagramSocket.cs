using BootService.Protocols.Net;

namespace BootService.Net;

/// <summary>
/// A UDP socket that is read and written in batches by one thread. Nothing here allocates once the socket is open.
/// </summary>
/// <remarks>
/// Receiving: <see cref="Receive"/> fetches what has arrived, <see cref="Received"/> shows one datagram of that batch until the next
/// <see cref="Receive"/>. Sending: what is queued leaves at <see cref="Flush"/>, or earlier when the batch is full.
/// A datagram that cannot be sent is counted and dropped: on this layer loss is normal, and the protocols above repeat themselves.
/// </remarks>
internal interface IDatagramSocket : IDisposable
{
    /// <summary>The address and port the socket is bound to; the port is the real one also when 0 was asked for.</summary>
    UdpPeer Local { get; }

    /// <summary>The descriptor to wait on (see <see cref="DatagramPoller"/>); valid until disposal.</summary>
    int Descriptor { get; }

    /// <summary>What went through so far. Written by the socket's thread only; others read it as it is.</summary>
    DatagramCounters Counters { get; }

    /// <summary>Largest segment, in bytes, for which one queued buffer is cut into datagrams by the kernel; 0 where it cannot.</summary>
    int SegmentLimit { get; }

    /// <summary>Octets that wait in the kernel's receive queue, with the kernel's own share of them; 0 where it does not tell. Any thread may ask.</summary>
    int Queued => 0;

    /// <summary>Fetches what has arrived, without waiting.</summary>
    /// <returns>Datagrams in the batch; 0 when nothing is there.</returns>
    int Receive();

    /// <summary>One datagram of the last batch.</summary>
    /// <param name="index">0 to the number <see cref="Receive"/> returned, exclusive.</param>
    ReceivedDatagram Received(int index);

    /// <summary>Room for the next datagram to send; fill it and call <see cref="Commit"/>. Without a commit nothing is queued.</summary>
    /// <returns>At least <see cref="DatagramLimits.MaxPayload"/> bytes, not cleared.</returns>
    Span<byte> Reserve();

    /// <summary>Queues the first <paramref name="length"/> bytes of the span <see cref="Reserve"/> gave.</summary>
    /// <param name="length">Bytes to send, 0 to <see cref="DatagramLimits.MaxPayload"/>.</param>
    /// <param name="to">Where to.</param>
    /// <param name="segment">0 for one datagram; otherwise the buffer leaves as datagrams of this many bytes, the last one with the rest.</param>
    /// <param name="from">Source address and interface; default leaves both to routing.</param>
    void Commit(int length, UdpPeer to, int segment = 0, DatagramSource from = default);

    /// <summary>Queues native memory without copying it.</summary>
    /// <param name="memory">Start of the bytes; they must stay in place and unchanged until <see cref="Flush"/>.</param>
    /// <param name="length">Bytes to send; together at most <see cref="DatagramLimits.MaxPayload"/> and <see cref="DatagramLimits.MaxSegments"/>
    /// segments.</param>
    /// <param name="to">Where to.</param>
    /// <param name="segment">As in <see cref="Commit"/>.</param>
    void Send(nint memory, int length, UdpPeer to, int segment = 0);

    /// <summary>Hands everything queued to the kernel.</summary>
    void Flush();
}

/// <summary>Bounds of UDP over IPv4.</summary>
internal static class DatagramLimits
{
    /// <summary>Largest payload of one datagram, and of one segmented buffer: 65,535 less IP and UDP headers.</summary>
    public const int MaxPayload = 65_507;

    /// <summary>Most datagrams one segmented buffer may become (UDP_MAX_SEGMENTS of kernels before 6.9).</summary>
    public const int MaxSegments = 64;
}

/// <summary>A received datagram seen in place; the view ends with the next <see cref="IDatagramSocket.Receive"/>.</summary>
internal readonly ref struct ReceivedDatagram
{
    /// <summary>What the datagram carried, cut at the socket's receive size.</summary>
    public required ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>Who sent it.</summary>
    public required UdpPeer Peer { get; init; }

    /// <summary>Where it came in, and the address it was sent to; all zero where the socket does not ask for it.</summary>
    public DatagramSource Arrival { get; init; }

    /// <summary>Milliseconds it lay in the kernel's queue before it was fetched; 0 where the socket does not ask for it.</summary>
    public int Waited { get; init; }

    /// <summary>Whether the datagram was longer than the receive size.</summary>
    public bool Truncated { get; init; }
}

/// <summary>An interface and one of our addresses: where a datagram came in, or by where one should leave (IP_PKTINFO).</summary>
/// <param name="InterfaceIndex">The kernel's number of the interface; 0 for unknown or any.</param>
/// <param name="Address">On arrival the destination in the IP header (may be 255.255.255.255); on sending our source address, 0.0.0.0 for the usual
/// one.</param>
internal readonly record struct DatagramSource(int InterfaceIndex, Ipv4 Address);

/// <summary>Running totals of one socket; plain numbers with one writer.</summary>
internal sealed class DatagramCounters
{
    /// <summary>Datagrams received.</summary>
    public long Received { get; set; }

    /// <summary>Datagrams handed to the kernel, each segment counted.</summary>
    public long Sent { get; set; }

    /// <summary>Payload bytes handed to the kernel.</summary>
    public long SentBytes { get; set; }

    /// <summary>Datagrams or segmented buffers the kernel refused.</summary>
    public long SendFailures { get; set; }

    /// <summary>Datagrams the kernel dropped because the receive buffer was full (SO_RXQ_OVFL).</summary>
    public long KernelDrops { get; set; }
}
