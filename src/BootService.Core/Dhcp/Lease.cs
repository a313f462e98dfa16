using BootService.Protocols.Net;

namespace BootService.Core.Dhcp;

/// <summary>How a client stands to a pool address.</summary>
public enum LeaseState
{
    /// <summary>It has none.</summary>
    None,

    /// <summary>It had the address, and nobody took it since.</summary>
    Remembered,

    /// <summary>It was offered the address a moment ago.</summary>
    Held,

    /// <summary>It has the address.</summary>
    Bound,
}

/// <summary>What a client has in a pool.</summary>
/// <param name="State">How firmly.</param>
/// <param name="Address">Which; 0.0.0.0 for none.</param>
public readonly record struct Lease(LeaseState State, Ipv4 Address);

/// <summary>One lease as it outlives the daemon.</summary>
/// <param name="Client">Whose, see <see cref="DhcpQuestion.Client"/>; 0 for an address in quarantine and for one that is free.</param>
/// <param name="Address">Which address.</param>
/// <param name="Until">Until when, in seconds since 1970 UTC; 0 when the address is free again.</param>
public readonly record struct StoredLease(ulong Client, Ipv4 Address, long Until)
{
    /// <summary>Who had the address and found it in use, where it is in quarantine for that; 0 where nobody had it.</summary>
    public ulong By { get; init; }

    /// <summary>Whether the record says that nobody has the address any more.</summary>
    public bool IsFree => Until == 0;
}

/// <summary>How long pool addresses are kept for clients.</summary>
public sealed record LeaseTerms
{
    /// <summary>An offer, until the client asks for it: longer than the slowest firmware's four tries.</summary>
    public TimeSpan Offer { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Firmware and loaders, which never renew and are gone in minutes.</summary>
    public TimeSpan Firmware { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Everybody else without a fixed address. Short, so that a machine that becomes known soon gets its own address.</summary>
    public TimeSpan Guest { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>An address that a client found in use.</summary>
    public TimeSpan Quarantine { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Whether other frontends give leases of the same pools. Then what is stored promises twice the term: a lease can be renewed for that long while nobody
    /// can be asked, and nobody else gives its address away meanwhile.
    /// </summary>
    public bool AreShared { get; init; }

    /// <summary>How long is stored what a client is told to have for a term: so much more that a client that comes again soon costs no write.</summary>
    public TimeSpan Promise(TimeSpan term) => AreShared ? term * 2 : term + (term / 5);
}
