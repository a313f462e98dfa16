using BootService.Protocols.Net;

namespace BootService.Core.Installs;

/// <summary>Who uses a secret, and what is known of him.</summary>
/// <param name="Address">The address he comes from.</param>
/// <param name="Cards">The cards he says he has; empty when he says nothing of them.</param>
public readonly record struct SecretUser(Ipv4 Address, IReadOnlyCollection<MacAddress> Cards)
{
    /// <summary>Whether our own DHCP gives hosts their addresses, which then tell one machine from another.</summary>
    public bool GivesAddresses { get; init; }

    /// <summary>The card that answers for his address on our wire; null behind a router, and where nobody looked.</summary>
    public MacAddress? OnWire { get; init; }

    /// <summary>Whether a card of the host was heard to take his address from another server.</summary>
    public bool IsHeard { get; init; }
}
