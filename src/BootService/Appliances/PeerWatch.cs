using System.Collections.Immutable;
using BootService.Core.Doctor;
using BootService.Core.Networks;
using BootService.Core.Stores;
using BootService.Events;
using BootService.Storage;

namespace BootService.Appliances;

/// <summary>What this frontend knows of those that share its database, and of the clocks between.</summary>
internal sealed class PeerStanding
{
    private readonly Lock _saying = new();
    private long _aheadTicks;

    /// <summary>All frontends as they were heard of last.</summary>
    public ImmutableArray<FrontendPeer> All { get; private set; } = [];

    /// <summary>How far the database's clock was ahead of this machine's.</summary>
    public TimeSpan Ahead => new(Interlocked.Read(ref _aheadTicks));

    /// <summary>Whether this machine's clock is too far off.</summary>
    public bool IsClockWrong => Ahead.Duration() > ClusterChecks.ClockLimit;

    /// <summary>What this frontend says of the files that lie at it.</summary>
    public FilesTold Own { get; private set; } = FilesTold.None;

    /// <summary>The other frontends that were heard of lately.</summary>
    public IEnumerable<FrontendPeer> Others => All.Where(one => one is { IsHere: false, IsUp: true });

    /// <summary>Says something else of the files that lie here.</summary>
    public void Say(Func<FilesTold, FilesTold> change)
    {
        lock (_saying)
        {
            Own = change(Own);
        }
    }

    /// <summary>Takes note.</summary>
    public void Hear(IReadOnlyList<FrontendPeer> all, TimeSpan ahead)
    {
        Interlocked.Exchange(ref _aheadTicks, ahead.Ticks);
        All = [.. all];
    }
}

/// <summary>Follows what other frontends commit to the database that they share, who they are, and what happens at them.</summary>
internal sealed partial class PeerWatch(
    ISharedStore shared, ApplianceWriter writer, BootEventWriter events, PeerStanding standing, FrontendIdentity here, TimeProvider time,
    ILogger<PeerWatch> log) : BackgroundService, ISharedWatcher
{
    /// <summary>How often others' events are read while somebody watches, and else.</summary>
    private static readonly TimeSpan Watched = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Unwatched = TimeSpan.FromSeconds(1);

    private bool _isWarned;

    /// <inheritdoc/>
    public string Addresses => string.Join(' ', writer.Current.Frontend.All.Where(link => !link.IsMovable).Select(link => link.Address));

    /// <inheritdoc/>
    public string Service => here.Service is { } service ? service.ToString() : string.Empty;

    /// <inheritdoc/>
    public FilesTold Files => standing.Own;

    /// <summary>Passes the version on, unless this machine's clock is too far off: then the state is soon not fresh, and nobody is installed by it.</summary>
    public void HearVersion(long version, long asked)
    {
        if (!standing.IsClockWrong)
        {
            writer.Hear(version, asked);
        }
    }

    /// <inheritdoc/>
    public void HearFrontends(IReadOnlyList<FrontendPeer> all, TimeSpan ahead)
    {
        var was = standing.IsClockWrong;
        standing.Hear(all, ahead);
        TellClock(was);
        if (here.IsAlone)
        {
            return;
        }

        HearPeers([.. all.Where(one => !one.IsHere).Select(one => new PeerFrontend(one.Name, one.Addresses, one.IsUp))], LogUp, LogAway);
    }

    /// <inheritdoc/>
    public void HearNeighbours(ImmutableArray<PeerFrontend> neighbours) => HearPeers(neighbours, LogNeighbour, LogNeighbourAway);

    private void HearPeers(ImmutableArray<PeerFrontend> peers, Action<string, string> tellUp, Action<string, string> tellAway)
    {
        var known = writer.Current.Frontend.Peers.All;
        if (!known.SequenceEqual(peers))
        {
            writer.HearPeers(peers);
            foreach (var peer in peers.Where(peer => known.FirstOrDefault(one => one.Name == peer.Name)?.IsUp != peer.IsUp))
            {
                (peer.IsUp ? tellUp : tellAway)(peer.Name, string.Join(", ", peer.Addresses));
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(shared.WatchAsync(this, stoppingToken), here.IsAlone ? Task.CompletedTask : ReadEventsAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The daemon stops.
        }
    }

    private async Task ReadEventsAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                foreach (var happened in await shared.HearEventsAsync(cancel))
                {
                    events.HearOfPeer(happened);
                }
            }
            catch (StorageException)
            {
                // They are in the database, and are read when it is back.
            }

            await Task.Delay(events.IsWatched ? Watched : Unwatched, time, cancel);
        }
    }

    private void TellClock(bool wasWrong)
    {
        var seconds = Math.Round(standing.Ahead.TotalSeconds, 1);
        if (standing.IsClockWrong && !wasWrong)
        {
            LogClockWrong(seconds);
        }
        else if (standing.Ahead.Duration() > ClusterChecks.ClockWarning && !_isWarned)
        {
            LogClock(seconds);
        }

        _isWarned = standing.Ahead.Duration() > ClusterChecks.ClockWarning;
    }

    [LoggerMessage(EventId = 544, Level = LogLevel.Information, Message = "Relay {Name} ({Addresses}) hears machines that are heard here too, and is there")]
    private partial void LogNeighbour(string name, string addresses);

    [LoggerMessage(
        EventId = 545, Level = LogLevel.Warning,
        Message = "Relay {Name} ({Addresses}) is not heard of any more: machines that are heard here too are answered from here")]
    private partial void LogNeighbourAway(string name, string addresses);

    [LoggerMessage(EventId = 540, Level = LogLevel.Information, Message = "Frontend {Name} ({Addresses}) shares the database, and is there")]
    private partial void LogUp(string name, string addresses);

    [LoggerMessage(
        EventId = 541, Level = LogLevel.Warning,
        Message = "Frontend {Name} ({Addresses}) is not heard of any more: machines that are heard here too are answered from here")]
    private partial void LogAway(string name, string addresses);

    [LoggerMessage(EventId = 542, Level = LogLevel.Warning, Message = "The database's clock is {Seconds} s ahead of this machine's: let both follow NTP")]
    private partial void LogClock(double seconds);

    [LoggerMessage(
        EventId = 543, Level = LogLevel.Error,
        Message = "The database's clock is {Seconds} s ahead of this machine's, which is too much: no installer is handed out from here until the clocks "
            + "agree; let both follow NTP")]
    private partial void LogClockWrong(double seconds);
}
