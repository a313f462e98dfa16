namespace BootService.Protocols.Dhcp;

/// <summary>One option, or one piece of an option that was split (RFC 3396), seen in place.</summary>
/// <param name="code">The option's number.</param>
/// <param name="value">Its octets, without number and length.</param>
public readonly ref struct DhcpOption(DhcpOptionCode code, ReadOnlySpan<byte> value)
{
    /// <summary>The option's number; never <see cref="DhcpOptionCode.Pad"/> or <see cref="DhcpOptionCode.End"/>.</summary>
    public DhcpOptionCode Code { get; } = code;

    /// <summary>The octets after the length, 0 to 255 of them.</summary>
    public ReadOnlySpan<byte> Value { get; } = value;
}
