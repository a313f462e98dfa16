using BootService.Protocols.Net;

namespace BootService.Protocols.Dhcp;

/// <summary>Option 82 as a relay wrote it, seen in place (RFC 3046).</summary>
/// <param name="value">The option's octets; empty when the message has no option 82.</param>
public readonly ref struct RelayAgentInformation(ReadOnlySpan<byte> value)
{
    private const DhcpOptionCode LinkSelectionCode = (DhcpOptionCode)5;
    private const DhcpOptionCode ServerIdentifierOverrideCode = (DhcpOptionCode)11;
    private const DhcpOptionCode SourcePortCode = (DhcpOptionCode)19;

    private readonly ReadOnlySpan<byte> _value = value;

    /// <summary>Whether there is no option 82.</summary>
    public bool IsEmpty => _value.IsEmpty;

    /// <summary>An address of the client's network when giaddr is of another (RFC 3527); 0.0.0.0 when not said.</summary>
    public Ipv4 LinkSelection => AddressOf(LinkSelectionCode);

    /// <summary>What the client must see as server identifier, so that its renewals pass the relay (RFC 5107); 0.0.0.0 when not said.</summary>
    public Ipv4 ServerIdentifierOverride => AddressOf(ServerIdentifierOverrideCode);

    /// <summary>Whether the answer goes to the UDP port the request came from instead of 67 (RFC 8357).</summary>
    public bool WantsSourcePort => new DhcpOptions(_value).TryFind(SourcePortCode, out _);

    private Ipv4 AddressOf(DhcpOptionCode code) =>
        new DhcpOptions(_value).TryFind(code, out var found) && found.Length == Ipv4.Length ? Ipv4.From(found) : Ipv4.Any;
}
