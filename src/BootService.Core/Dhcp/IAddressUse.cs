using BootService.Protocols.Net;

namespace BootService.Core.Dhcp;

/// <summary>Which addresses are somebody's by decree, so that no pool may give them out.</summary>
public interface IAddressUse
{
    /// <summary>Whether the address is a host's, a router's or ours. Quick, and without allocation.</summary>
    bool IsTaken(Ipv4 address);
}
