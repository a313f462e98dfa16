using BootService.Protocols.Net;

namespace BootService.Net;

/// <summary>How a <see cref="IDatagramSocket"/> is opened.</summary>
internal sealed record DatagramSocketOptions
{
    /// <summary>The address to bind; 0.0.0.0 (the default) takes broadcasts too.</summary>
    public Ipv4 Address { get; init; }

    /// <summary>UDP port; 0 lets the kernel choose.</summary>
    public ushort Port { get; init; }

    /// <summary>Interface the socket is tied to (SO_BINDTODEVICE); null for all of them. Needs CAP_NET_RAW before Linux 5.7.</summary>
    public string? Interface { get; init; }

    /// <summary>Whether datagrams may be sent to broadcast addresses.</summary>
    public bool Broadcast { get; init; }

    /// <summary>Whether several sockets share the port, the kernel spreading peers over them (SO_REUSEPORT).</summary>
    public bool SharePort { get; init; }

    /// <summary>
    /// Whether sockets of this or another program that say so too may be bound to the port beside it (SO_REUSEADDR). Each gets what is for its interface or
    /// its address; a broadcast goes to all that it is for.
    /// </summary>
    public bool ShareAddress { get; init; }

    /// <summary>Whether each datagram's arrival interface and destination are wanted (IP_PKTINFO).</summary>
    public bool WantArrival { get; init; }

    /// <summary>Whether it is wanted how long each datagram lay in the kernel's queue (SO_TIMESTAMPNS); only with the batched calls.</summary>
    public bool WantWaited { get; init; }

    /// <summary>Bytes kept of a received datagram; longer ones are cut and marked.</summary>
    public int ReceiveSize { get; init; } = 2048;

    /// <summary>Datagrams in a batch, both ways.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>Bytes of kernel buffer asked for in each direction. With CAP_NET_ADMIN it is granted whole, else up to rmem_max and wmem_max.</summary>
    public int BufferBytes { get; init; } = 8 << 20;

    /// <summary>False opens the plain socket even where the batched calls work.</summary>
    public bool AllowBatching { get; init; } = true;
}
