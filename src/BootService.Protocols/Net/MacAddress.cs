using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace BootService.Protocols.Net;

/// <summary>
/// A hardware address: of an Ethernet card, 48 bits, the first octet on the wire in the highest byte of <see cref="Value"/>; or the GUID of an InfiniBand
/// port, 64 bits (EUI-64). Of the 20 octets that an InfiniBand port has in all (RFC 4391) the others change with every start and with the subnet.
/// </summary>
/// <param name="Value">The address as a number: below 2^48 for Ethernet, above for InfiniBand.</param>
public readonly record struct MacAddress(ulong Value) : ISpanParsable<MacAddress>, ISpanFormattable, IComparable<MacAddress>
{
    /// <summary>Octets of an Ethernet address.</summary>
    public const int Length = 6;

    /// <summary>Octets of a GUID.</summary>
    public const int GuidLength = 8;

    private const int InfinibandLength = 20;

    /// <summary>FF:FF:FF:FF:FF:FF.</summary>
    public static MacAddress Broadcast => new(0xFFFF_FFFF_FFFF);

    /// <summary>Whether the group bit of the first octet is set (IEEE 802): such an address never names one machine.</summary>
    public bool IsMulticast => !IsInfiniband && (Value & 0x0100_0000_0000) != 0;

    /// <summary>Whether it is the GUID of an InfiniBand port.</summary>
    public bool IsInfiniband => Value >> 48 != 0;

    /// <summary>Whether this is the all-zero address, which firmware sends when it has none.</summary>
    public bool IsZero => Value == 0;

    /// <summary>The vendor part, the first three octets, as a 24-bit number.</summary>
    public uint Oui => (uint)(IsInfiniband ? Value >> 40 : Value >> 24);

    /// <summary>Reads the first six octets of <paramref name="octets"/>, in the order of the wire.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than six octets.</exception>
    public static MacAddress From(ReadOnlySpan<byte> octets) =>
        new(((ulong)BinaryPrimitives.ReadUInt16BigEndian(octets) << 32) | BinaryPrimitives.ReadUInt32BigEndian(octets[2..]));

    /// <summary>The GUID at the end of an InfiniBand port's address or client identifier (RFC 4390).</summary>
    /// <returns>False when it is shorter than a GUID, or its first two octets are zero, as no maker's are.</returns>
    public static bool TryGuid(ReadOnlySpan<byte> octets, out MacAddress port)
    {
        port = octets.Length < GuidLength ? default : new MacAddress(BinaryPrimitives.ReadUInt64BigEndian(octets[^GuidLength..]));
        return port.IsInfiniband;
    }

    /// <summary>Writes the last six octets in the order of the wire.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than six octets of room.</exception>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)(Value >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(destination[2..], (uint)Value);
    }

    /// <summary>
    /// Reads <c>52:54:00:12:34:56</c>, with colons, hyphens or nothing between the octets, in any case; or an InfiniBand port's 8 or 20 octets, of which the
    /// last 8 are kept.
    /// </summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static MacAddress Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException($"\"{s}\" is not a hardware address");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static MacAddress Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out MacAddress result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out MacAddress result)
    {
        if (s.Length is 13 or 14)
        {
            return TryGroups(s, s.Length == 14 ? 4 : 6, out result);
        }

        result = default;
        var (step, octets) = s.Length switch
        {
            17 => (3, Length),
            12 => (2, Length),
            (GuidLength * 3) - 1 => (3, GuidLength),
            GuidLength * 2 => (2, GuidLength),
            (InfinibandLength * 3) - 1 => (3, InfinibandLength),
            InfinibandLength * 2 => (2, InfinibandLength),
            _ => (0, 0),
        };
        if (step == 0)
        {
            return false;
        }

        ulong value = 0;
        for (var octet = 0; octet < octets; octet++)
        {
            var at = octet * step;
            if (step == 3 && octet > 0 && (s[at - 1] is not (':' or '-') || s[at - 1] != s[2]))
            {
                return false;
            }

            if (!char.IsAsciiHexDigit(s[at]) || !char.IsAsciiHexDigit(s[at + 1]))
            {
                return false;
            }

            value = (value << 8) | (uint)((Nibble(s[at]) << 4) | Nibble(s[at + 1]));
        }

        result = new MacAddress(value);
        return octets == Length || result.IsInfiniband;
    }

    /// <summary>Lower case with colons: <c>52:54:00:12:34:56</c>; of an InfiniBand port its eight octets.</summary>
    public override string ToString() => ToString(null, null);

    /// <summary><paramref name="format"/> is the separator: <c>":"</c> (also when null or empty) or <c>"-"</c>.</summary>
    /// <exception cref="FormatException">Any other format.</exception>
    public string ToString(string? format, IFormatProvider? formatProvider = null) =>
        string.Create(IsInfiniband ? (GuidLength * 3) - 1 : 17, (this, format), static (span, state) => state.Item1.TryFormat(span, out _, state.format, null));

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        var separator = format.IsEmpty
            ? ':'
            : format is ":" or "-"
            ? format[0]
            : throw new FormatException("a hardware address is written with \":\" or \"-\"");
        charsWritten = 0;
        var octets = IsInfiniband ? GuidLength : Length;
        if (destination.Length < (octets * 3) - 1)
        {
            return false;
        }

        for (var octet = 0; octet < octets; octet++)
        {
            var value = (int)(Value >> ((octets - 1 - octet) * 8)) & 0xFF;
            destination[octet * 3] = "0123456789abcdef"[value >> 4];
            destination[(octet * 3) + 1] = "0123456789abcdef"[value & 15];
            if (octet < octets - 1)
            {
                destination[(octet * 3) + 2] = separator;
            }
        }

        charsWritten = (octets * 3) - 1;
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(MacAddress other) => Value.CompareTo(other.Value);

    /// <summary>Reads the pairs and triples of octets that switches print: <c>5254.0012.3456</c>, <c>525400-123456</c>.</summary>
    private static bool TryGroups(ReadOnlySpan<char> s, int group, out MacAddress result)
    {
        result = default;
        ulong value = 0;
        for (var at = 0; at < s.Length; at++)
        {
            if (at % (group + 1) != group)
            {
                if (!char.IsAsciiHexDigit(s[at]))
                {
                    return false;
                }

                value = (value << 4) | (uint)Nibble(s[at]);
            }
            else if (s[at] != s[group] || !(s[at] is ':' or '-' || (s[at] is '.' && group == 4)))
            {
                return false;
            }
        }

        result = new MacAddress(value);
        return true;
    }

    private static int Nibble(char digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
