using System.Buffers.Binary;

namespace BootService.Protocols.Net;

/// <summary>A UDP datagram in an IPv4 packet in an Ethernet frame, seen in place: what a packet socket sends to a machine that has no address yet.</summary>
public readonly ref struct UdpFrame
{
    /// <summary>Octets before the payload: Ethernet 14, IPv4 without options 20, UDP 8.</summary>
    public const int HeaderLength = IpOffset + IpHeaderLength + UdpHeaderLength;

    private const int IpOffset = 14;
    private const int IpHeaderLength = 20;
    private const int UdpHeaderLength = 8;
    private const byte UdpProtocol = 17;

    private UdpFrame(ReadOnlySpan<byte> frame, int udpOffset, int udpLength)
    {
        Target = MacAddress.From(frame);
        Sender = MacAddress.From(frame[6..]);
        SourceAddress = Ipv4.From(frame[(IpOffset + 12)..]);
        DestinationAddress = Ipv4.From(frame[(IpOffset + 16)..]);
        SourcePort = BinaryPrimitives.ReadUInt16BigEndian(frame[udpOffset..]);
        DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(frame[(udpOffset + 2)..]);
        Payload = frame.Slice(udpOffset + UdpHeaderLength, udpLength - UdpHeaderLength);
    }

    /// <summary>Hardware address the frame goes to.</summary>
    public MacAddress Target { get; }

    /// <summary>Hardware address the frame comes from.</summary>
    public MacAddress Sender { get; }

    /// <summary>IP source.</summary>
    public Ipv4 SourceAddress { get; }

    /// <summary>IP destination.</summary>
    public Ipv4 DestinationAddress { get; }

    /// <summary>UDP source port.</summary>
    public ushort SourcePort { get; }

    /// <summary>UDP destination port.</summary>
    public ushort DestinationPort { get; }

    /// <summary>What the datagram carries.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Sees <paramref name="frame"/> as a UDP datagram. Checksums are not looked at: network cards leave them to be filled in later.</summary>
    /// <returns>False for anything else, for fragments, and for lengths that lie.</returns>
    public static bool TryParse(ReadOnlySpan<byte> frame, out UdpFrame datagram)
    {
        datagram = default;
        if (frame.Length < HeaderLength || BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) != (ushort)EtherType.Ipv4)
        {
            return false;
        }

        var ip = frame[IpOffset..];
        var ipHeader = (ip[0] & 0x0F) * 4;
        var total = BinaryPrimitives.ReadUInt16BigEndian(ip[2..]);
        var fragment = BinaryPrimitives.ReadUInt16BigEndian(ip[6..]) & 0x3FFF;
        if (ip[0] >> 4 != 4 || ipHeader < IpHeaderLength || ip[9] != UdpProtocol || fragment != 0
            || total > ip.Length || total < ipHeader + UdpHeaderLength)
        {
            return false;
        }

        var udpLength = BinaryPrimitives.ReadUInt16BigEndian(ip[(ipHeader + 4)..]);
        if (udpLength < UdpHeaderLength || udpLength > total - ipHeader)
        {
            return false;
        }

        datagram = new UdpFrame(frame, IpOffset + ipHeader, udpLength);
        return true;
    }

    /// <summary>Writes the three headers before a payload that already lies at <see cref="HeaderLength"/>, checksums included.</summary>
    /// <param name="frame">Headers and payload; its length is the frame's.</param>
    /// <param name="sender">Hardware address of this machine.</param>
    /// <param name="target">Hardware address the frame goes to.</param>
    /// <param name="source">IP address and UDP port the datagram comes from.</param>
    /// <param name="destination">IP address and UDP port it goes to.</param>
    /// <exception cref="ArgumentException">A frame shorter than the headers or longer than an IP packet may be.</exception>
    public static void WriteHeaders(
        Span<byte> frame, MacAddress sender, MacAddress target, (Ipv4 Address, ushort Port) source, (Ipv4 Address, ushort Port) destination)
    {
        if (frame.Length is < HeaderLength or > IpOffset + ushort.MaxValue)
        {
            throw new ArgumentException("a UDP frame needs 42 octets of headers and ends at 65549");
        }

        target.CopyTo(frame);
        sender.CopyTo(frame[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], (ushort)EtherType.Ipv4);

        var ip = frame[IpOffset..];
        ip[..IpHeaderLength].Clear();
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)ip.Length);
        ip[8] = 64;
        ip[9] = UdpProtocol;
        source.Address.CopyTo(ip[12..]);
        destination.Address.CopyTo(ip[16..]);
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], InternetChecksum.Of(ip[..IpHeaderLength]));

        var udp = ip[IpHeaderLength..];
        BinaryPrimitives.WriteUInt16BigEndian(udp, source.Port);
        BinaryPrimitives.WriteUInt16BigEndian(udp[2..], destination.Port);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)udp.Length);
        udp[6..8].Clear();

        // The pseudo header (RFC 768): both addresses, the protocol, the length. A sum of 0 is written as its other spelling, 0xFFFF.
        var pseudo = InternetChecksum.Sum(ip[12..20]) + UdpProtocol + (uint)udp.Length;
        var checksum = InternetChecksum.Of(udp, pseudo);
        BinaryPrimitives.WriteUInt16BigEndian(udp[6..], checksum == 0 ? ushort.MaxValue : checksum);
    }
}
