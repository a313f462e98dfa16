using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using BootService.Protocols.Pxe;

namespace BootService.Core.Dhcp;

/// <summary>The port a message came in by.</summary>
public enum DhcpDoor
{
    /// <summary>UDP 67.</summary>
    Server,

    /// <summary>UDP 4011, the PXE boot server.</summary>
    BootServer,
}

/// <summary>A client message as far as the answer depends on it. A value: it outlives the buffer and costs no allocation.</summary>
public readonly record struct DhcpQuestion
{
    private const ulong NotAMac = 1UL << 63;
    private const byte EthernetType = 1;
    private const byte InfinibandType = 32;

    /// <summary>Octets of option 82 that are looked at when it came in pieces (RFC 3396).</summary>
    private const int LongestAgentInformation = 512;

    /// <summary>Option 53.</summary>
    public DhcpMessageType Type { get; init; }

    /// <summary>Whether it is BOOTP's: it has no option 53, not even a lying one.</summary>
    public bool IsBootp { get; init; }

    /// <summary>The port it came in by.</summary>
    public DhcpDoor Door { get; init; }

    /// <summary>The client's number of this exchange: a REQUEST has that of the DISCOVER whose OFFER it takes (RFC 2131 §4.4.1).</summary>
    public uint Exchange { get; init; }

    /// <summary>What leases are kept by: the hardware address as a number, or a hash with the top bit set for clients without an Ethernet address. Never the
    /// client identifier: ROM, loader and system send different ones (poseidon/matchbox#245).</summary>
    public ulong Client { get; init; }

    /// <summary>The hardware address; zero when the client has none.</summary>
    public MacAddress Mac { get; init; }

    /// <summary>ciaddr: the address the client uses.</summary>
    public Ipv4 ClientAddress { get; init; }

    /// <summary>Option 50: the address the client asks for; 0.0.0.0 for none.</summary>
    public Ipv4 RequestedAddress { get; init; }

    /// <summary>Option 54: the server the client means; 0.0.0.0 for none.</summary>
    public Ipv4 ServerIdentifier { get; init; }

    /// <summary>giaddr: the relay; 0.0.0.0 for none.</summary>
    public Ipv4 RelayAddress { get; init; }

    /// <summary>The client's network where the relay or the client names it: 82.5 (RFC 3527), else 118 (RFC 3011); 0.0.0.0 for none.</summary>
    public Ipv4 LinkSelection { get; init; }

    /// <summary>82.11: the server identifier the relay wants its clients to see (RFC 5107); 0.0.0.0 for none.</summary>
    public Ipv4 ServerIdentifierOverride { get; init; }

    /// <summary>Whether the relay wants the answer at the port it sent from (RFC 8357).</summary>
    public bool RelayWantsSourcePort { get; init; }

    /// <summary>Whether the client can take no unicast yet.</summary>
    public bool WantsBroadcast { get; init; }

    /// <summary>Where the datagram came from.</summary>
    public Ipv4 SourceAddress { get; init; }

    /// <summary>The UDP port it came from.</summary>
    public ushort SourcePort { get; init; }

    /// <summary>Our address on the interface it came in by; 0.0.0.0 for the first boot interface.</summary>
    public Ipv4 ReceivedAt { get; init; }

    /// <summary>What firmware or loader asks.</summary>
    public PxeClient Pxe { get; init; }

    /// <summary>The address the client speaks of: the one it asks for, else the one it uses.</summary>
    public Ipv4 Spoken => RequestedAddress.IsAny ? ClientAddress : RequestedAddress;

    /// <summary>Whether firmware or a loader asks, as opposed to an operating system. U-Boot says which architecture it is and calls itself no PXE
    /// client; BOOTP is a boot's by its name, and calls itself nothing.</summary>
    public bool IsOfFirmware => Pxe.IsNetworkBoot || Pxe.Architecture is not null || IsBootp;

    /// <summary>Whether no plain user of a machine can have sent it: from the port of a DHCP client or a relay, which only root opens.</summary>
    public bool IsFromRoot => SourcePort is > 0 and < 1024;

    /// <summary>Reads a message.</summary>
    /// <param name="message">What came.</param>
    /// <param name="door">The port it came in by.</param>
    /// <param name="source">Address and port it came from.</param>
    public static DhcpQuestion From(in DhcpMessage message, DhcpDoor door, (Ipv4 Address, ushort Port) source)
    {
        var mac = message.HasEthernetAddress ? message.HardwareAddress : GuidOf(message);
        Span<byte> joined = stackalloc byte[LongestAgentInformation];
        message.TryGet(DhcpOptionCode.RelayAgentInformation, joined, out var agent);
        var relay = new RelayAgentInformation(agent);
        var link = relay.IsEmpty ? Ipv4.Any : relay.LinkSelection;
        return new DhcpQuestion
        {
            Type = message.Type,
            IsBootp = message.IsBootp,
            Door = door,
            Exchange = message.TransactionId,
            Client = mac.IsZero ? KeyOf(message) : mac.Value,
            Mac = mac,
            ClientAddress = message.ClientAddress,
            RequestedAddress = message.AddressOf(DhcpOptionCode.RequestedAddress),
            ServerIdentifier = message.AddressOf(DhcpOptionCode.ServerIdentifier),
            RelayAddress = message.RelayAddress,
            LinkSelection = link.IsAny ? message.AddressOf(DhcpOptionCode.SubnetSelection) : link,
            ServerIdentifierOverride = relay.IsEmpty ? Ipv4.Any : relay.ServerIdentifierOverride,
            RelayWantsSourcePort = !relay.IsEmpty && relay.WantsSourcePort,
            WantsBroadcast = message.WantsBroadcast,
            SourceAddress = source.Address,
            SourcePort = source.Port,
            Pxe = PxeClient.From(message),
        };
    }

    // InfiniBand sends no hardware address; the GUID of its port ends its client identifier (RFC 4390, RFC 4361, and what FlexBoot makes of them).
    private static MacAddress GuidOf(in DhcpMessage message) =>
        message is { HardwareType: InfinibandType, HardwareLength: 0 } && message.TryGet(DhcpOptionCode.ClientIdentifier, out var identifier)
        && identifier.Length > MacAddress.GuidLength && MacAddress.TryGuid(identifier, out var guid)
            ? guid
            : default;

    // InfiniBand sends no hardware address and must send option 61 (RFC 4390); some UEFI sends its UUID as one. 0 is nobody.
    private static ulong KeyOf(in DhcpMessage message)
    {
        if (message.HardwareType == EthernetType && message.HardwareLength == MacAddress.Length && message.HardwareAddress.IsMulticast)
        {
            return 0; // no card has such an address, and who takes it for one answers everybody
        }

        message.TryGet(DhcpOptionCode.ClientIdentifier, out var identifier);
        var identity = identifier.IsEmpty ? message.HardwareAddressField[..message.HardwareLength] : identifier;
        return identity.ContainsAnyExcept((byte)0) ? Hash(identity) | NotAMac : 0;
    }

    // FNV-1a: the same number after every restart, since leases are stored by it.
    private static ulong Hash(ReadOnlySpan<byte> octets)
    {
        var hash = 14695981039346656037UL;
        foreach (var octet in octets)
        {
            hash = (hash ^ octet) * 1099511628211UL;
        }

        return hash;
    }
}
