using System.Buffers.Binary;

namespace BootService.Protocols.Net;

/// <summary>The one's complement sum of IP, UDP and ICMP (RFC 1071).</summary>
public static class InternetChecksum
{
    /// <summary>The checksum of <paramref name="octets"/>: over data that carries a right checksum it is 0.</summary>
    /// <param name="octets">What is summed; an odd last octet counts as if a zero followed.</param>
    /// <param name="initial">A <see cref="Sum"/> to begin with, of a pseudo header.</param>
    public static ushort Of(ReadOnlySpan<byte> octets, ulong initial = 0)
    {
        var sum = initial + Sum(octets);
        while (sum >> 16 != 0)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return (ushort)~sum;
    }

    /// <summary>The sum before folding, so that parts can be added. Each part but the last must be of even length.</summary>
    public static ulong Sum(ReadOnlySpan<byte> octets)
    {
        // RFC 1071 §2 (C): sums of wider words fold to the same result.
        ulong sum = 0;
        while (octets.Length >= sizeof(uint))
        {
            sum += BinaryPrimitives.ReadUInt32BigEndian(octets);
            octets = octets[sizeof(uint)..];
        }

        if (octets.Length >= sizeof(ushort))
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(octets);
            octets = octets[sizeof(ushort)..];
        }

        return octets.IsEmpty ? sum : sum + ((ulong)octets[0] << 8);
    }
}
