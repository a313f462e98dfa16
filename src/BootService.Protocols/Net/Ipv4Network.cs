using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace BootService.Protocols.Net;

/// <summary>An IPv4 network: its address with the host bits cleared, and the prefix length.</summary>
public readonly record struct Ipv4Network : ISpanParsable<Ipv4Network>
{
    /// <summary>Makes the network that holds <paramref name="address"/>.</summary>
    /// <param name="address">Any address of the network.</param>
    /// <param name="prefix">Leading one bits of the mask, 0 to 32.</param>
    /// <exception cref="ArgumentOutOfRangeException">A prefix outside 0 to 32.</exception>
    public Ipv4Network(Ipv4 address, int prefix)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(prefix);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefix, 32);
        Prefix = prefix;
        Address = new Ipv4(address.Value & Mask.Value);
    }

    /// <summary>The network's own address (host bits zero).</summary>
    public Ipv4 Address { get; }

    /// <summary>Prefix length, 0 to 32.</summary>
    public int Prefix { get; }

    /// <summary>The subnet mask.</summary>
    public Ipv4 Mask => new(Prefix == 0 ? 0 : uint.MaxValue << (32 - Prefix));

    /// <summary>The directed broadcast address (host bits one).</summary>
    public Ipv4 Broadcast => new(Address.Value | ~Mask.Value);

    /// <summary>Whether <paramref name="address"/> lies in this network.</summary>
    public bool Contains(Ipv4 address) => (address.Value & Mask.Value) == Address.Value;

    /// <summary>Whether there is an address in both; one of two networks then lies in the other.</summary>
    public bool Overlaps(Ipv4Network other) => Contains(other.Address) || other.Contains(Address);

    /// <summary>
    /// Whether <paramref name="address"/> can be given to a machine: inside, and neither the network's own address nor its broadcast (RFC 3021: /31 has
    /// neither).
    /// </summary>
    public bool IsHost(Ipv4 address) => Contains(address) && (Prefix >= 31 || (address != Address && address != Broadcast));

    /// <summary>Makes the network from a mask such as 255.255.0.0.</summary>
    /// <returns>False when the mask's ones are not contiguous.</returns>
    public static bool TryFromMask(Ipv4 address, Ipv4 mask, out Ipv4Network network)
    {
        var prefix = BitOperations.LeadingZeroCount(~mask.Value);
        network = new Ipv4Network(address, prefix);
        return network.Mask == mask;
    }

    /// <summary>Reads <c>10.1.0.0/16</c>; host bits may be set and are cleared.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static Ipv4Network Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException($"\"{s}\" is not a network");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static Ipv4Network Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Ipv4Network result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Ipv4Network result)
    {
        result = default;
        var slash = s.IndexOf('/');
        if (slash < 0 || !Ipv4.TryParse(s[..slash], provider, out var address)
            || !byte.TryParse(s[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var prefix) || prefix > 32)
        {
            return false;
        }

        result = new Ipv4Network(address, prefix);
        return true;
    }

    /// <summary>Address and prefix: <c>10.1.0.0/16</c>.</summary>
    public override string ToString() => $"{Address}/{Prefix}";
}
