using System.Buffers.Binary;
using System.Net;
using BootService.Protocols.Net;

namespace BootService.Net;

/// <summary>One end of a UDP conversation. Compares and hashes as one number, so it is a cheap dictionary key.</summary>
/// <param name="Address">IPv4 address; 0.0.0.0 where none is known.</param>
/// <param name="Port">UDP port in host order.</param>
internal readonly record struct UdpPeer(Ipv4 Address, ushort Port)
{
    /// <summary>Bytes of a <c>sockaddr_in</c>, which is what <see cref="SocketAddress"/> holds for IPv4.</summary>
    public const int SocketAddressLength = 16;

    /// <summary>Address and port in one number: unique for each peer.</summary>
    public ulong Key => ((ulong)Address.Value << 16) | Port;

    /// <summary>Reads an IPv4 <see cref="SocketAddress"/> without allocating.</summary>
    public static UdpPeer From(SocketAddress address)
    {
        var bytes = address.Buffer.Span;
        return new UdpPeer(Ipv4.From(bytes.Slice(4, 4)), BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]));
    }

    /// <summary>Reads an IPv4 end point.</summary>
    public static UdpPeer From(IPEndPoint point)
    {
        Span<byte> octets = stackalloc byte[Ipv4.Length];
        _ = point.Address.TryWriteBytes(octets, out _);
        return new UdpPeer(Ipv4.From(octets), (ushort)point.Port);
    }

    /// <summary>Writes this peer into an IPv4 <see cref="SocketAddress"/> without allocating.</summary>
    public void CopyTo(SocketAddress address)
    {
        var bytes = address.Buffer.Span;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], Port);
        Address.CopyTo(bytes.Slice(4, 4));
    }

    /// <summary>The same as an end point of the framework, for the calls that want one.</summary>
    public IPEndPoint ToEndPoint()
    {
        Span<byte> octets = stackalloc byte[Ipv4.Length];
        Address.CopyTo(octets);
        return new IPEndPoint(new IPAddress(octets), Port);
    }

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode();

    /// <summary>Address, colon, port.</summary>
    public override string ToString() => $"{Address}:{Port}";
}
