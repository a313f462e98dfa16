namespace BootService.Protocols.Dhcp;

/// <summary>Why a datagram is no DHCP message.</summary>
public enum DhcpFault
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>Shorter than the fixed header and the magic cookie (240 octets).</summary>
    Truncated,

    /// <summary>The first octet is neither BOOTREQUEST (1) nor BOOTREPLY (2).</summary>
    UnknownOperation,

    /// <summary>The sender claims a hardware address longer than the 16 octets of its field.</summary>
    HardwareAddressTooLong,

    /// <summary>Neither the magic cookie 99.130.83.99 (RFC 1497) nor the four zeros of a BOOTP client that has no options (RFC 951).</summary>
    NoMagicCookie,

    /// <summary>An option claims more octets than are left in its field, and the message cannot be understood without it.</summary>
    OptionOverrun,
}
