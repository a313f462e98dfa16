namespace BootService.Protocols.Dhcp;

/// <summary>Values of option 53 (RFC 2132 §9.6).</summary>
public enum DhcpMessageType : byte
{
    /// <summary>The message carries no option 53: plain BOOTP.</summary>
    None = 0,

    /// <summary>A client looks for servers.</summary>
    Discover = 1,

    /// <summary>A server offers an address.</summary>
    Offer = 2,

    /// <summary>A client takes an offer, checks an address it remembers, or extends its lease.</summary>
    Request = 3,

    /// <summary>A client found the address in use by another machine.</summary>
    Decline = 4,

    /// <summary>A server commits a lease or answers an INFORM.</summary>
    Ack = 5,

    /// <summary>A server says the address is wrong.</summary>
    Nak = 6,

    /// <summary>A client gives its address back.</summary>
    Release = 7,

    /// <summary>A client that has an address asks for the rest of its configuration.</summary>
    Inform = 8,

    /// <summary>A server asks a client to renew (RFC 3203).</summary>
    ForceRenew = 9,

    /// <summary>A relay asks for a lease by address, client or hardware address (RFC 4388).</summary>
    LeaseQuery = 10,
}
