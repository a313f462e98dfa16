using System.Collections.Immutable;
using BootService.Core.Events;
using BootService.Core.Inventories;
using BootService.Core.Pallets;
using BootService.Core.Stored;
using BootService.Core.Stores;

namespace BootService.Core.Relays;

/// <summary>What a frontend tells a relay that has asked what is new.</summary>
/// <param name="Position">What the relay knows once it has taken this in; it says so when it asks again.</param>
/// <param name="IsWhole">Whether the changes are the whole state from one that knows nothing.</param>
/// <param name="IsFresh">Whether the frontend knew that its own state was the newest.</param>
/// <param name="Now">The time by the frontend's clock.</param>
public sealed record RelayNews(string Position, bool IsWhole, bool IsFresh, DateTimeOffset Now)
{
    /// <summary>The changes, in order; none where nothing is new.</summary>
    public ImmutableArray<Change> Changes { get; init; } = [];

    /// <summary>What lies in pallets, those that were removed among them.</summary>
    public ImmutableArray<PalletContent> Pallets { get; init; } = [];

    /// <summary>The frontends there are.</summary>
    public ImmutableArray<FrontendPeer> Frontends { get; init; } = [];

    /// <summary>Other relays that serve a network of this one's and follow the same frontend.</summary>
    public ImmutableArray<RelayNeighbour> Neighbours { get; init; } = [];
}

/// <summary>A relay that hears what another one hears.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Addresses">The addresses that it serves at, with spaces between.</param>
/// <param name="IsUp">Whether it was heard of lately.</param>
public sealed record RelayNeighbour(string Name, string Addresses, bool IsUp);

/// <summary>An event of a relay on its way to a frontend: as it is kept, and what is not kept and is acted on.</summary>
/// <param name="Kept">What is kept.</param>
/// <param name="IsFirmware">See <see cref="BootEvent.IsFirmware"/>.</param>
/// <param name="IsIpxe">See <see cref="BootEvent.IsIpxe"/>.</param>
/// <param name="Network">See <see cref="BootEvent.Network"/>.</param>
public sealed record RelayedEvent(StoredEvent Kept, bool IsFirmware, bool IsIpxe, string? Network)
{
    /// <summary>The event to send.</summary>
    public static RelayedEvent Of(in BootEvent happened) => new(StoredEvent.Of(happened), happened.IsFirmware, happened.IsIpxe, happened.Network);

    /// <summary>The event that was sent.</summary>
    public BootEvent Read() => Kept.Read() with { IsFirmware = IsFirmware, IsIpxe = IsIpxe, Network = Network };
}
