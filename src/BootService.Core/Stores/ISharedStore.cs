using System.Collections.Immutable;
using BootService.Core.Dhcp;
using BootService.Core.Events;
using BootService.Core.Networks;
using BootService.Protocols.Net;

namespace BootService.Core.Stores;

/// <summary>A frontend among those that share a database.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">The addresses it serves at, the first one first, with spaces between.</param>
/// <param name="Program">The version of its program.</param>
/// <param name="Started">When it was started.</param>
/// <param name="Silent">How long ago it was heard of.</param>
/// <param name="IsHere">Whether it is the one that was asked.</param>
public sealed record FrontendPeer(string Name, string Address, string Program, DateTimeOffset Started, TimeSpan Silent, bool IsHere)
{
    /// <summary>The address that moves to another frontend when this one is away; empty for none.</summary>
    public string Service { get; init; } = string.Empty;

    /// <summary>What it says of the files that lie at it.</summary>
    public FilesTold Files { get; init; } = FilesTold.None;

    /// <summary>Who asks it to take its files, and what that push is called, with a space between; empty for nobody.</summary>
    public string Asked { get; init; } = string.Empty;

    /// <summary>After how long it is taken to be away.</summary>
    public static readonly TimeSpan Lively = TimeSpan.FromSeconds(3);

    /// <summary>Whether it was heard of lately.</summary>
    public bool IsUp => Silent < Lively;

    /// <summary>The addresses one by one, the one that moves among them; what is none is left out.</summary>
    public ImmutableArray<Ipv4> Addresses =>
    [
        .. $"{Address} {Service}".Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => Ipv4.TryParse(word, null, out var address) ? address : default).Where(address => !address.IsAny).Distinct(),
    ];
}

/// <summary>What the server of a shared database says of itself.</summary>
/// <param name="IsSyncing">Whether it waits for its disk, and survives a page that was half written.</param>
/// <param name="Standbys">The standbys that it waits for before it acknowledges, in its own words; empty for none.</param>
public sealed record SharedServer(bool IsSyncing, string Standbys);

/// <summary>The frontends that share a database.</summary>
public interface IFrontends
{
    /// <summary>All that used it in the last week, by their names; this one alone where it is not shared.</summary>
    Task<IReadOnlyList<FrontendPeer>> ListFrontendsAsync(CancellationToken cancel);
}

/// <summary>Who watches a shared store: is told what it says, each second at least, and says what others are told of this frontend. From any thread.</summary>
public interface ISharedWatcher
{
    /// <summary>The addresses this frontend serves at, the first one first, with spaces between.</summary>
    string Addresses { get; }

    /// <summary>The address that moves to another frontend when this one is away; empty for none.</summary>
    string Service { get; }

    /// <summary>What is said of the files that lie here.</summary>
    FilesTold Files => FilesTold.None;

    /// <summary>The state has a version.</summary>
    /// <param name="version">Which; the highest number there is where it is to be asked for.</param>
    /// <param name="asked">When it was asked for, by <see cref="System.Diagnostics.Stopwatch"/>'s clock.</param>
    void HearVersion(long version, long asked);

    /// <summary>Which others hear and answer what this one does, beside frontends.</summary>
    /// <param name="neighbours">All of them.</param>
    void HearNeighbours(ImmutableArray<PeerFrontend> neighbours)
    {
        // Frontends have none.
    }

    /// <summary>Who is there.</summary>
    /// <param name="all">All that used the database in the last week.</param>
    /// <param name="ahead">How far the server's clock is ahead of this machine's.</param>
    void HearFrontends(IReadOnlyList<FrontendPeer> all, TimeSpan ahead);
}

/// <summary>What a store that other frontends write too tells of their commits.</summary>
public interface ISharedStore : IFrontends
{
    /// <summary>The leases that all frontends give from the pools.</summary>
    ISharedLeases Leases { get; }

    /// <summary>What was committed since a version; null for nothing. One writer at a time calls it.</summary>
    /// <param name="known">The version that is known.</param>
    /// <param name="cancel">Gives up.</param>
    Task<Missed?> SinceAsync(long known, CancellationToken cancel);

    /// <summary>
    /// Tells the version of the state whenever another has committed, and each second, until it is cancelled. While nobody can be asked it tells nothing.
    /// </summary>
    /// <param name="watcher">Is told.</param>
    /// <param name="cancel">Ends it.</param>
    Task WatchAsync(ISharedWatcher watcher, CancellationToken cancel);

    /// <summary>Asks the server how it keeps what it acknowledges.</summary>
    /// <param name="cancel">Gives up.</param>
    Task<SharedServer> LookAtServerAsync(CancellationToken cancel);

    /// <summary>What happened at other frontends since the last call, each one's in its order; nothing at the first call. One caller at a time.</summary>
    /// <param name="cancel">Gives up.</param>
    Task<IReadOnlyList<BootEvent>> HearEventsAsync(CancellationToken cancel);
}

/// <summary>
/// Leases of pool addresses that several frontends give: the store is the arbiter, and what it took nobody else can have. Calls wait for it; one caller at a
/// time.
/// </summary>
public interface ISharedLeases
{
    /// <summary>Every lease and quarantine there is, their ends by this machine's clock.</summary>
    /// <param name="now">The time by this machine's clock.</param>
    IReadOnlyList<StoredLease> Load(DateTimeOffset now);

    /// <summary>Brings leases to the store, in one transaction; when it returns they are on its disk, but for those that it refused.</summary>
    /// <param name="group">The leases, in the order in which they were given; their ends by this machine's clock.</param>
    /// <param name="now">The time by this machine's clock.</param>
    /// <param name="theirs">Takes what the store has in the place of each that it refused.</param>
    void Commit(IReadOnlyList<StoredLease> group, DateTimeOffset now, ICollection<StoredLease> theirs);

    /// <summary>Reads what others gave since the last time, or since <see cref="Load"/>.</summary>
    /// <param name="now">The time by this machine's clock.</param>
    /// <param name="theirs">Takes it, oldest first.</param>
    void Read(DateTimeOffset now, ICollection<StoredLease> theirs);
}
