using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace BootService.Protocols.Net;

/// <summary>An Ethernet hardware address: 48 bits, the first octet on the wire in the highest byte of <see cref="Value"/>.</summary>
/// <param name="Value">The address as a number, 0 to 2^48 - 1.</param>
public readonly record struct MacAddress(ulong Value) : ISpanParsable<MacAddress>, ISpanFormattable, IComparable<MacAddress>
{
    /// <summary>Octets of an Ethernet address.</summary>
    public const int Length = 6;

    /// <summary>FF:FF:FF:FF:FF:FF.</summary>
    public static MacAddress Broadcast => new(0xFFFF_FFFF_FFFF);

    /// <summary>Whether the group bit of the first octet is set (IEEE 802): such an address never names one machine.</summary>
    public bool IsMulticast => (Value & 0x0100_0000_0000) != 0;

    /// <summary>Whether this is the all-zero address, which firmware sends when it has none.</summary>
    public bool IsZero => Value == 0;

    /// <summary>The vendor part, the first three octets, as a 24-bit number.</summary>
    public uint Oui => (uint)(Value >> 24);

    /// <summary>Reads the first six octets of <paramref name="octets"/>, in the order of the wire.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than six octets.</exception>
    public static MacAddress From(ReadOnlySpan<byte> octets) =>
        new(((ulong)BinaryPrimitives.ReadUInt16BigEndian(octets) << 32) | BinaryPrimitives.ReadUInt32BigEndian(octets[2..]));

    /// <summary>Writes the six octets in the order of the wire.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than six octets of room.</exception>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)(Value >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(destination[2..], (uint)Value);
    }

    /// <summary>Reads <c>52:54:00:12:34:56</c>, with colons, hyphens or nothing between the octets, in any case.</summary>
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
        result = default;
        var step = s.Length switch { 17 => 3, 12 => 2, _ => 0 };
        if (step == 0)
        {
            return false;
        }

        ulong value = 0;
        for (var octet = 0; octet < Length; octet++)
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
        return true;
    }

    /// <summary>Lower case with colons: <c>52:54:00:12:34:56</c>.</summary>
    public override string ToString() => ToString(null, null);

    /// <summary><paramref name="format"/> is the separator: <c>":"</c> (also when null or empty) or <c>"-"</c>.</summary>
    /// <exception cref="FormatException">Any other format.</exception>
    public string ToString(string? format, IFormatProvider? formatProvider = null) =>
        string.Create(17, (this, format), static (span, state) => state.Item1.TryFormat(span, out _, state.format, null));

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        var separator = format.IsEmpty ? ':' : format is ":" or "-" ? format[0] : throw new FormatException("a hardware address is written with \":\" or \"-\"");
        charsWritten = 0;
        if (destination.Length < 17)
        {
            return false;
        }

        for (var octet = 0; octet < Length; octet++)
        {
            var value = (int)(Value >> (40 - (octet * 8))) & 0xFF;
            destination[octet * 3] = "0123456789abcdef"[value >> 4];
            destination[(octet * 3) + 1] = "0123456789abcdef"[value & 15];
            if (octet < Length - 1)
            {
                destination[(octet * 3) + 2] = separator;
            }
        }

        charsWritten = 17;
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(MacAddress other) => Value.CompareTo(other.Value);

    private static int Nibble(char digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
