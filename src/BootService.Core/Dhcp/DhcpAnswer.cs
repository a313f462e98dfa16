using BootService.Core.Reasons;
using BootService.Protocols.Net;

namespace BootService.Core.Dhcp;

/// <summary>The closed set of what a DHCP server does with one message.</summary>
public enum DhcpAnswerKind
{
    /// <summary>Nothing is sent.</summary>
    Silence,

    /// <summary>DHCPOFFER.</summary>
    Offer,

    /// <summary>DHCPACK that grants an address.</summary>
    Acknowledge,

    /// <summary>DHCPNAK.</summary>
    Refuse,

    /// <summary>DHCPACK that tells everything but an address: to INFORM, and from the boot server.</summary>
    Inform,

    /// <summary>BOOTREPLY: an address for good, without a lease.</summary>
    Bootp,
}

/// <summary>What becomes of the lease.</summary>
public enum LeaseEffect
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The pool address is kept for the client while it makes up its mind.</summary>
    Hold,

    /// <summary>The pool address is the client's; on disk before the answer leaves.</summary>
    Bind,

    /// <summary>What was held for the client is free again: it took another server's offer.</summary>
    Drop,

    /// <summary>The client gave its address back.</summary>
    Free,

    /// <summary>Somebody else uses the address: nobody gets it for a while.</summary>
    Quarantine,
}

/// <summary>What is done with one message, as a value.</summary>
public readonly record struct DhcpAnswer
{
    private DhcpAnswer(DhcpAnswerKind kind, LeaseEffect effect, Ipv4 address, DhcpReason why, Ipv4 about)
    {
        Kind = kind;
        Effect = effect;
        Address = address;
        Why = why;
        About = about;
    }

    /// <summary>What is sent.</summary>
    public DhcpAnswerKind Kind { get; }

    /// <summary>What becomes of the lease of <see cref="Address"/>.</summary>
    public LeaseEffect Effect { get; }

    /// <summary>The address given, confirmed, freed or quarantined; 0.0.0.0 where none is.</summary>
    public Ipv4 Address { get; }

    /// <summary>The reason; never <see cref="DhcpReason.None"/> for silence and refusals.</summary>
    public DhcpReason Why { get; }

    /// <summary>The address the reason is about; 0.0.0.0 for none.</summary>
    public Ipv4 About { get; }

    /// <summary>Offers an address; 0.0.0.0 in proxy mode.</summary>
    public static DhcpAnswer Offer(Ipv4 address, LeaseEffect effect = LeaseEffect.None) => new(DhcpAnswerKind.Offer, effect, address, DhcpReason.None, default);

    /// <summary>Grants an address; 0.0.0.0 in proxy mode.</summary>
    public static DhcpAnswer Acknowledge(Ipv4 address, LeaseEffect effect = LeaseEffect.None) =>
        new(DhcpAnswerKind.Acknowledge, effect, address, DhcpReason.None, default);

    /// <summary>Says that an address is wrong.</summary>
    public static DhcpAnswer Refuse(DhcpReason why, Ipv4 about = default) => new(DhcpAnswerKind.Refuse, LeaseEffect.None, default, why, about);

    /// <summary>Tells everything but an address.</summary>
    public static DhcpAnswer Inform() => new(DhcpAnswerKind.Inform, LeaseEffect.None, default, DhcpReason.None, default);

    /// <summary>Tells a BOOTP client its address.</summary>
    public static DhcpAnswer Bootp(Ipv4 address) => new(DhcpAnswerKind.Bootp, LeaseEffect.None, address, DhcpReason.None, default);

    /// <summary>Says nothing, and why.</summary>
    public static DhcpAnswer Silence(DhcpReason why, Ipv4 about = default) => new(DhcpAnswerKind.Silence, LeaseEffect.None, default, why, about);

    /// <summary>Says nothing and changes the lease of <paramref name="address"/>.</summary>
    public static DhcpAnswer Silence(DhcpReason why, LeaseEffect effect, Ipv4 address) => new(DhcpAnswerKind.Silence, effect, address, why, address);
}
