namespace BootService.Protocols.Dhcp;

/// <summary>Option numbers of the IANA "BOOTP vendor extensions and DHCP options" registry that this system reads or writes.</summary>
public enum DhcpOptionCode : byte
{
    /// <summary>Filler octet without a length (RFC 2132 §3.1).</summary>
    Pad = 0,

    /// <summary>Subnet mask (RFC 2132 §3.3).</summary>
    SubnetMask = 1,

    /// <summary>Routers, the preferred one first (RFC 2132 §3.5).</summary>
    Router = 3,

    /// <summary>Domain name servers (RFC 2132 §3.8).</summary>
    DomainNameServer = 6,

    /// <summary>Log servers (RFC 2132 §3.9).</summary>
    LogServer = 7,

    /// <summary>Host name, with or without its domain (RFC 2132 §3.14).</summary>
    HostName = 12,

    /// <summary>Size of the boot file in blocks of 512 octets (RFC 2132 §3.15).</summary>
    BootFileSize = 13,

    /// <summary>Domain name (RFC 2132 §3.17).</summary>
    DomainName = 15,

    /// <summary>Path of the client's root disk (RFC 2132 §3.19).</summary>
    RootPath = 17,

    /// <summary>Extensions path (RFC 2132 §3.20).</summary>
    ExtensionsPath = 18,

    /// <summary>MTU of the interface (RFC 2132 §5.1).</summary>
    InterfaceMtu = 26,

    /// <summary>Broadcast address (RFC 2132 §5.3).</summary>
    BroadcastAddress = 28,

    /// <summary>Static routes, classful (RFC 2132 §5.8).</summary>
    StaticRoute = 33,

    /// <summary>Network time servers (RFC 2132 §8.3).</summary>
    NtpServer = 42,

    /// <summary>Vendor-specific information, meaning set by option 60 (RFC 2132 §8.4; PXE 2.1 §2).</summary>
    VendorSpecific = 43,

    /// <summary>The address a client asks for (RFC 2132 §9.1).</summary>
    RequestedAddress = 50,

    /// <summary>Lease time in seconds (RFC 2132 §9.2).</summary>
    LeaseTime = 51,

    /// <summary>Header fields <c>file</c> (1), <c>sname</c> (2) or both (3) carry options (RFC 2132 §9.3).</summary>
    Overload = 52,

    /// <summary>Message type (RFC 2132 §9.6).</summary>
    MessageType = 53,

    /// <summary>Address that names the server (RFC 2132 §9.7).</summary>
    ServerIdentifier = 54,

    /// <summary>Options the client wants, in its order of preference (RFC 2132 §9.8).</summary>
    ParameterRequestList = 55,

    /// <summary>Error text of a NAK or DECLINE (RFC 2132 §9.9).</summary>
    Message = 56,

    /// <summary>Longest message the sender takes, at least 576 (RFC 2132 §9.10).</summary>
    MaximumMessageSize = 57,

    /// <summary>Renewal time T1 in seconds (RFC 2132 §9.11).</summary>
    RenewalTime = 58,

    /// <summary>Rebinding time T2 in seconds (RFC 2132 §9.12).</summary>
    RebindingTime = 59,

    /// <summary>Vendor class: PXEClient, HTTPClient and others (RFC 2132 §9.13; PXE 2.1 §2).</summary>
    VendorClass = 60,

    /// <summary>Client identifier (RFC 2132 §9.14; echoed by RFC 6842).</summary>
    ClientIdentifier = 61,

    /// <summary>Name of the TFTP server (RFC 2132 §9.4).</summary>
    TftpServerName = 66,

    /// <summary>Boot file name (RFC 2132 §9.5).</summary>
    BootFileName = 67,

    /// <summary>User class (RFC 3004); iPXE writes it without RFC 3004's length octets.</summary>
    UserClass = 77,

    /// <summary>Rapid commit (RFC 4039).</summary>
    RapidCommit = 80,

    /// <summary>Fully qualified name of the client (RFC 4702).</summary>
    ClientFqdn = 81,

    /// <summary>Relay agent information (RFC 3046).</summary>
    RelayAgentInformation = 82,

    /// <summary>Client system architecture, a list of 16-bit codes (RFC 4578 §2.1).</summary>
    ClientArchitecture = 93,

    /// <summary>Client network interface, UNDI version (RFC 4578 §2.2).</summary>
    ClientNetworkInterface = 94,

    /// <summary>Client machine identifier, a UUID (RFC 4578 §2.3).</summary>
    ClientMachineIdentifier = 97,

    /// <summary>Subnet selection (RFC 3011).</summary>
    SubnetSelection = 118,

    /// <summary>Domain search list (RFC 3397).</summary>
    DomainSearch = 119,

    /// <summary>Classless static routes (RFC 3442).</summary>
    ClasslessStaticRoute = 121,

    /// <summary>TFTP server address (RFC 5859).</summary>
    TftpServerAddress = 150,

    /// <summary>Options of iPXE and gPXE, encapsulated (ipxe.org/howto/dhcpd).</summary>
    Ipxe = 175,

    /// <summary>PXELINUX magic (RFC 5071 §2).</summary>
    PxelinuxMagic = 208,

    /// <summary>PXELINUX configuration file (RFC 5071 §3).</summary>
    PxelinuxConfigFile = 209,

    /// <summary>PXELINUX path prefix (RFC 5071 §4).</summary>
    PxelinuxPathPrefix = 210,

    /// <summary>PXELINUX reboot time in seconds (RFC 5071 §5).</summary>
    PxelinuxRebootTime = 211,

    /// <summary>End of options, without a length (RFC 2132 §3.2).</summary>
    End = 255,
}
