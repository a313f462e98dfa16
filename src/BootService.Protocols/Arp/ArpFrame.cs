using System.Buffers.Binary;
using BootService.Protocols.Net;

namespace BootService.Protocols.Arp;

/// <summary>An ARP message for IPv4 over Ethernet (RFC 826), with its Ethernet header.</summary>
/// <param name="IsRequest">Whether it asks (operation 1) or answers (2).</param>
/// <param name="SenderMac">Hardware address of who speaks.</param>
/// <param name="SenderAddress">Its IP address; 0.0.0.0 in a probe (RFC 5227 §1.1).</param>
/// <param name="TargetMac">Hardware address of who is meant; zero in a question.</param>
/// <param name="TargetAddress">The IP address asked for, or of who is meant.</param>
public readonly record struct ArpFrame(bool IsRequest, MacAddress SenderMac, Ipv4 SenderAddress, MacAddress TargetMac, Ipv4 TargetAddress)
{
    /// <summary>Octets of the frame, header included. Cards pad it to 60.</summary>
    public const int Length = 42;

    private static ReadOnlySpan<byte> EthernetAndIpv4 => [0, 1, 8, 0, MacAddress.Length, Ipv4.Length, 0];

    /// <summary>
    /// The question whether anybody uses <paramref name="address"/>, which disturbs no cache because it names no sender address (RFC 5227 §2.1.1).
    /// </summary>
    public static ArpFrame Probe(MacAddress sender, Ipv4 address) => new(true, sender, Ipv4.Any, default, address);

    /// <summary>Whether this frame shows that its sender uses <paramref name="address"/>.</summary>
    public bool Claims(Ipv4 address) => SenderAddress == address && !address.IsAny;

    /// <summary>Reads a frame.</summary>
    /// <returns>False for anything but ARP of IPv4 over Ethernet.</returns>
    public static bool TryParse(ReadOnlySpan<byte> frame, out ArpFrame arp)
    {
        arp = default;
        if (frame.Length < Length || BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) != (ushort)EtherType.Arp
            || !frame[14..].StartsWith(EthernetAndIpv4) || frame[21] is not (1 or 2))
        {
            return false;
        }

        arp = new ArpFrame(frame[21] == 1, MacAddress.From(frame[22..]), Ipv4.From(frame[28..]), MacAddress.From(frame[32..]), Ipv4.From(frame[38..]));
        return true;
    }

    /// <summary>Writes the frame: a question to everybody, an answer to its target.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="Length"/> octets of room.</exception>
    public void CopyTo(Span<byte> frame)
    {
        frame = frame[..Length];
        (IsRequest ? MacAddress.Broadcast : TargetMac).CopyTo(frame);
        SenderMac.CopyTo(frame[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], (ushort)EtherType.Arp);
        EthernetAndIpv4.CopyTo(frame[14..]);
        frame[21] = IsRequest ? (byte)1 : (byte)2;
        SenderMac.CopyTo(frame[22..]);
        SenderAddress.CopyTo(frame[28..]);
        TargetMac.CopyTo(frame[32..]);
        TargetAddress.CopyTo(frame[38..]);
    }
}
