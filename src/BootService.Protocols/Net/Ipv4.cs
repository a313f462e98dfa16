using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace BootService.Protocols.Net;

/// <summary>An IPv4 address; the first octet on the wire is the highest byte of <see cref="Value"/>.</summary>
/// <param name="Value">The address as a number in host order: 10.1.1.1 is 0x0A010101.</param>
public readonly record struct Ipv4(uint Value) : ISpanParsable<Ipv4>, ISpanFormattable, IComparable<Ipv4>
{
    /// <summary>Octets of an IPv4 address.</summary>
    public const int Length = 4;

    /// <summary>0.0.0.0, which DHCP uses for "none".</summary>
    public static Ipv4 Any => default;

    /// <summary>255.255.255.255.</summary>
    public static Ipv4 Broadcast => new(uint.MaxValue);

    /// <summary>Whether this is 0.0.0.0.</summary>
    public bool IsAny => Value == 0;

    /// <summary>Whether it can be the address of one machine on a wire: neither 0.0.0.0/8 nor loopback, multicast, reserved or broadcast (RFC 6890).</summary>
    public bool IsOfOneMachine => (Value >> 24) is > 0 and < 224 and not 127;

    /// <summary>Reads the first four octets, in the order of the wire.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than four octets.</exception>
    public static Ipv4 From(ReadOnlySpan<byte> octets) => new(BinaryPrimitives.ReadUInt32BigEndian(octets));

    /// <summary>Writes the four octets in the order of the wire.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than four octets of room.</exception>
    public void CopyTo(Span<byte> destination) => BinaryPrimitives.WriteUInt32BigEndian(destination, Value);

    /// <summary>Reads exactly four decimal numbers of 0 to 255 with dots between them; no shorter forms, no leading zeros.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static Ipv4 Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException($"\"{s}\" is not an IPv4 address");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static Ipv4 Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Ipv4 result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Ipv4 result)
    {
        result = default;
        uint value = 0;
        var octets = 0;
        foreach (var range in s.Split('.'))
        {
            var part = s[range];
            if (octets++ == Length || part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0')
                || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var octet))
            {
                return false;
            }

            value = (value << 8) | octet;
        }

        result = new Ipv4(value);
        return octets == Length;
    }

    /// <summary>Dotted decimal.</summary>
    public override string ToString() => $"{Value >> 24}.{(byte)(Value >> 16)}.{(byte)(Value >> 8)}.{(byte)Value}";

    /// <summary>Dotted decimal, or with <paramref name="format"/> <c>"X"</c> eight upper-case hex digits, as PXELINUX and Stacki name files.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider = null) =>
        format is "X" ? Value.ToString("X8", CultureInfo.InvariantCulture) : ToString();

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        format is "X"
            ? Value.TryFormat(destination, out charsWritten, "X8", provider)
            : destination.TryWrite(CultureInfo.InvariantCulture, $"{Value >> 24}.{(byte)(Value >> 16)}.{(byte)(Value >> 8)}.{(byte)Value}", out charsWritten);

    /// <inheritdoc/>
    public int CompareTo(Ipv4 other) => Value.CompareTo(other.Value);
}
