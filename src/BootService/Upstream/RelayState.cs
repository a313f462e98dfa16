using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using BootService.Core;
using BootService.Core.Audits;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Core.Relays;
using BootService.Core.Stores;
using BootService.Protocols.Net;
using BootService.Storage;

namespace BootService.Upstream;

/// <summary>Who a relay is to its frontends.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Program">The version of its program.</param>
/// <param name="Subnets">The networks that it serves.</param>
/// <param name="Addresses">Its address in each.</param>
internal sealed record RelayIdentity(string Name, string Program, ImmutableArray<Ipv4Network> Subnets, ImmutableArray<Ipv4> Addresses)
{
    /// <summary>The relay of this name on these interfaces.</summary>
    public static RelayIdentity Of(string name, string program, Frontend here) => new(
        name, program, [.. here.All.Select(link => link.Subnet).Distinct()], [.. here.All.Select(link => link.Address)]);
}

/// <summary>
/// What a relay knows: what a frontend tells it, in the place of a database. It is asked over and over, and answers once something is new or a second is over;
/// what it says was true when it was asked. Nothing is ever written here.
/// </summary>
internal sealed class RelayState(UpstreamLine line, RelayIdentity who, RelayCache cache, TimeProvider time) : IApplianceStore, ISharedStore, ISharedPallets
{
    /// <summary>How long a frontend is waited for; what is known is fresh for five seconds, so that there is time to ask another.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly Lock _taking = new();
    private readonly List<(long Version, RelayNews News)> _untold = [];
    private volatile RelayNews? _last;
    private volatile string? _whyNot;
    private volatile string? _teller;
    private string? _position;
    private long _version = 1;
    private long _answered;

    /// <inheritdoc/>
    public bool IsReadOnly => true;

    /// <summary>Why nobody tells what is new, a sentence without a full stop; null when somebody does.</summary>
    public string? WhyNot => _whyNot;

    /// <summary>The frontends that are followed, as sentences name them.</summary>
    public string Frontends => line.All;

    /// <summary>The frontend that told last what is new, or is asked next while none has.</summary>
    public string Current => _teller ?? line.Current.GetLeftPart(UriPartial.Authority);

    /// <summary>The networks that are served here.</summary>
    public string Subnets => string.Join(", ", who.Subnets);

    /// <summary>How long ago a question was sent that was answered; null when none was yet.</summary>
    public TimeSpan? Silent => Volatile.Read(ref _answered) is var at and not 0 ? Stopwatch.GetElapsedTime(at) : null;

    /// <inheritdoc/>
    public ISharedLeases Leases => throw new InvalidOperationException("a relay gives no address of a pool");

    private string Elsewhere => $"this is a relay, which is told what it knows: do it at a frontend ({line.All})";

    /// <summary>The state as a frontend has it now; else as it was when this relay last heard of it.</summary>
    public async Task<StoredState> LoadAsync(CancellationToken cancel)
    {
        try
        {
            var asked = Stopwatch.GetTimestamp();
            var news = await AskAsync(cancel);
            lock (_taking)
            {
                (_position, _last) = (news.Position, news);
            }

            Volatile.Write(ref _answered, asked);
            return new StoredState(news.Changes, _version) { IsFresh = news.IsFresh };
        }
        catch (StorageException fault)
        {
            _whyNot = fault.Message;
            return new StoredState(cache.Read(), _version) { IsFresh = false };
        }
    }

    /// <summary>Asks once, from nothing.</summary>
    /// <exception cref="StorageException">Nobody answers, or who answers refuses.</exception>
    public async Task<RelayNews> AskAsync(CancellationToken cancel)
    {
        var subnets = string.Join(',', who.Subnets);
        var since = _position is { } position ? $"&since={position}" : string.Empty;
        var path = $"/v1/cluster/changes?networks={subnets}&at={string.Join(',', who.Addresses)}&name={Uri.EscapeDataString(who.Name)}"
            + $"&program={Uri.EscapeDataString(who.Program)}{since}";
        using var answer = await line.SendAsync(path, () => new HttpRequestMessage(HttpMethod.Get, string.Empty), Patience, cancel);
        _teller = line.Current.GetLeftPart(UriPartial.Authority);
        if (!answer.IsSuccessStatusCode)
        {
            throw new StorageException(await line.WhyNotAsync(answer, cancel));
        }

        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(cancel);
            return await JsonSerializer.DeserializeAsync(body, RelayJson.Default.RelayNews, cancel) ?? throw new JsonException();
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException)
        {
            throw new StorageException($"{Current} tells what this version does not understand: bring relays and frontends to one version", fault);
        }
    }

    /// <summary>Nothing is written here.</summary>
    public Task CommitAsync(IReadOnlyList<Change> changes, IEnumerable<AuditRecord> log, CancellationToken cancel) => throw new RefusedException(Elsewhere);

    /// <inheritdoc/>
    public Task<ImmutableArray<FrozenAnswer>> ListAnswersAsync(long attempt, CancellationToken cancel) => throw new RefusedException(Elsewhere);

    /// <inheritdoc/>
    public Task<ImmutableArray<InstallAttempt>> ListAttemptsAsync(HostName host, int most, CancellationToken cancel) => throw new RefusedException(Elsewhere);

    /// <inheritdoc/>
    public Task<Missed?> SinceAsync(long known, CancellationToken cancel)
    {
        lock (_taking)
        {
            _untold.RemoveAll(one => one.Version <= known);
            if (_untold.Count == 0)
            {
                return Task.FromResult<Missed?>(null);
            }

            // What is told as a whole says what came before it too.
            var whole = _untold.FindLastIndex(one => one.News.IsWhole);
            return Task.FromResult<Missed?>(
                new Missed([.. _untold.Skip(Math.Max(whole, 0)).SelectMany(one => one.News.Changes)], _untold[^1].Version) { IsWhole = whole >= 0 });
        }
    }

    /// <inheritdoc/>
    public async Task WatchAsync(ISharedWatcher watcher, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            var asked = Stopwatch.GetTimestamp();
            try
            {
                var news = await AskAsync(cancel);
                var version = Take(news);
                watcher.HearFrontends(news.Frontends, news.Now - time.GetUtcNow());
                watcher.HearNeighbours([.. news.Neighbours.Select(Known)]);
                watcher.HearVersion(version, news.IsFresh ? asked : 0);
                if (news.IsFresh)
                {
                    Volatile.Write(ref _answered, asked);
                    _whyNot = null;
                }
                else
                {
                    _whyNot = $"{Current} cannot reach its database, and does not know whether it knows the newest";
                    line.Turn();
                    await Task.Delay(Pause, time, cancel);
                }
            }
            catch (StorageException fault)
            {
                _whyNot = fault.Message;
                line.Turn();
                await Task.Delay(Pause, time, cancel);
            }
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<FrontendPeer>> ListFrontendsAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<FrontendPeer>>(_last?.Frontends ?? []);

    /// <inheritdoc/>
    public Task<SharedServer> LookAtServerAsync(CancellationToken cancel) => throw new StorageException(Elsewhere);

    /// <summary>What happens at frontends is not told to relays.</summary>
    public Task<IReadOnlyList<BootEvent>> HearEventsAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<BootEvent>>([]);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PalletContent>> ListAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<PalletContent>>(_last?.Pallets ?? []);

    /// <summary>What lies here came from the frontends: there is nothing to tell of it.</summary>
    public Task AnnounceAsync(PalletContent content, bool isNew, CancellationToken cancel) => Task.CompletedTask;

    private static PeerFrontend Known(RelayNeighbour neighbour) => new(
        neighbour.Name,
        [.. neighbour.Addresses.Split(' ').Select(word => Ipv4.TryParse(word, null, out var address) ? address : default).Where(address => !address.IsAny)],
        neighbour.IsUp);

    private long Take(RelayNews news)
    {
        lock (_taking)
        {
            (_position, _last) = (news.Position, news);
            if (news.IsWhole || !news.Changes.IsEmpty)
            {
                _untold.Add((++_version, news));
            }

            return _version;
        }
    }
}
