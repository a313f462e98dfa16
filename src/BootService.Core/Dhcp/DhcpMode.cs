namespace BootService.Core.Dhcp;

/// <summary>What this server is on its network.</summary>
public enum DhcpMode
{
    /// <summary>It gives out the addresses.</summary>
    Authoritative,

    /// <summary>Another server gives out addresses; this one only tells network boot clients what to boot (PXE 2.1 §2.2.3).</summary>
    Proxy,
}
