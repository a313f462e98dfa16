using BootService.Core.Boot;
using BootService.Core.Dhcp;
using BootService.Core.Events;
using BootService.Core.Networks;
using BootService.Core.Stores;
using BootService.Doors;
using BootService.Interfaces;
using BootService.Protocols.Net;
using BootService.Rehearsals;
using BootService.Settings;

namespace BootService.Dhcp;

/// <summary>
/// The DHCP server as a part of the daemon: opens its sockets and leases at start, runs its loop on a thread of its own, closes everything at the end.
/// </summary>
internal sealed partial class DhcpServer(
    DhcpSettings settings, DataFolders folders, IAppliance appliance, IBootEvents events, IFirmwareWatch firmware,
    RunningRehearsal rehearsal, Strangers strangers, TimeProvider time, ILogger<DhcpServer> log, ISharedStore? shared = null,
    IDhcpServers? servers = null)
    : IHostedLifecycleService, IFollowLinks, IDisposable
{
    private readonly Lock _changing = new();
    private IReadOnlyList<DhcpLink> _links = [];
    private ILeaseJournal? _leases;
    private DhcpResponder? _responder;
    private LeaseBook? _book;
    private volatile DhcpLoop? _loop;
    private Thread? _thread;

    /// <summary>Running totals; null when DHCP is switched off or has not started.</summary>
    public DhcpCounters? Counters => _responder?.Counters;

    /// <summary>
    /// The pools of addresses with how many of each are free, bound and set aside, as they are about now; none when DHCP is switched off or has not started.
    /// </summary>
    public IEnumerable<(string Network, int Free, int Bound, int Quarantined)> Pools =>
        _book?.Pools.Select(entry => (entry.Network.Name, entry.Pool.Free, entry.Pool.Bound + entry.Pool.Held, entry.Pool.Quarantined)) ?? [];

    /// <summary>
    /// Why leases are not kept now, without a full stop, so that no address of a pool is acknowledged; null when they are. When they are not it is tried again,
    /// so that who asks later hears of a disk that has room again.
    /// </summary>
    public string? LookAtLeases()
    {
        if (_leases?.WhyNotKept is not { } why)
        {
            return null;
        }

        _leases.TryAgain();
        _loop?.Wake();
        return why;
    }

    /// <summary>The kernel's number of the interface that the sockets of a link are tied to; 0 when nothing is open there.</summary>
    public int BoundTo(string card) => _links.FirstOrDefault(link => link.Frontend.Interface == card)?.Index ?? 0;

    /// <summary>Whether what this machine sends to its own address on a link is heard; other programs may have the port to themselves.</summary>
    public bool HearsItself(string card) => _links.Any(link => link.Frontend.Interface == card && link.WhyOneWay is null);

    /// <summary>Opens everything and begins to answer.</summary>
    /// <exception cref="StartException">A port cannot be opened, or the leases cannot be read; one sentence.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!settings.Enabled)
        {
            return Task.CompletedTask;
        }

        try
        {
            var now = DhcpMoment.Now(time);
            var others = appliance.Current.Frontend.Peers.Own == 0 || servers is not null ? null : shared?.Leases;
            var book = new LeaseBook(new LeaseTerms { Guest = settings.GuestLeaseTime, AreShared = others is not null });
            book.Follow(appliance.Current, now);
            IReadOnlyCollection<StoredLease> stored;
            if (others is not null)
            {
                stored = others.Load(now.Wall);
                _leases = new SharedLeaseJournal(others, time, () => _loop?.Wake(), log);
            }
            else
            {
                _leases = LeaseLog.Open(folders.DataDirectory, () => [.. book.Stored(DhcpMoment.Now(time))], log, out stored);
            }

            book.Restore(stored, now);
            _book = book;
            _responder = new DhcpResponder(settings, appliance, events, book, _leases)
            {
                Rehearsal = rehearsal,
                Firmware = firmware,
                Strangers = strangers,
                Relaying = servers is null ? null : new DhcpRelaying(servers, (ushort)settings.Port),
            };
            var links = BootInterface.Look(appliance.Current.Frontend);
            Begin(Open(links.Usable));
            var cards = string.Join(", ", links.All.Select(link => link.Frontend.Interface).Distinct());
            LogListening(settings.Mode, cards, settings.Port, settings.BootServerPort, stored.Count);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Dispose();
            throw new StartException(refused.Message);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Follow(BootLinks links)
    {
        lock (_changing)
        {
            if (_responder is null || _leases is null)
            {
                return;
            }

            var served = links.Usable.ToList();
            var (kept, ended) = (_links.Where(link => link.StillServes(served)).ToList(), _links.Where(link => !link.StillServes(served)).ToList());
            var added = served.Where(one => !kept.Exists(link => link.Frontend.Interface == one.Frontend.Interface)).ToList();
            if (ended.Count == 0 && added.Count == 0)
            {
                return;
            }

            // What is asked meanwhile on an interface that stays waits in its socket.
            End();
            ended.ForEach(link => link.Dispose());
            try
            {
                kept.AddRange(Open(added));
            }
            finally
            {
                Begin(kept);
            }
        }
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Falls silent before anything else stops: nobody is sent to an HTTP or TFTP server that is about to close.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => StopAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends the loop after the batch at hand: what was acknowledged is on disk. Called again it does nothing.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_changing)
        {
            End();
            foreach (var link in _links)
            {
                link.Dispose();
            }

            _links = [];
            (_leases as IDisposable)?.Dispose();
            _leases = null;
        }
    }

    private IReadOnlyList<DhcpLink> Open(IEnumerable<BootLink> served)
    {
        var opened = DhcpLink.Open(served, settings.Port, settings.BootServerPort);
        foreach (var link in opened)
        {
            if (settings.ProbeConflicts)
            {
                link.Watch(address => IsInPool(appliance.Current.Networks.Values, address), () => _loop?.Wake());
            }

            Tell(link);
        }

        return opened;
    }

    private void Begin(IReadOnlyList<DhcpLink> links)
    {
        _links = links;
        var loop = new DhcpLoop(links, _responder!, _leases!, events, time);
        _loop = loop;
        _thread = new Thread(loop.Run) { Name = "dhcp", IsBackground = true };
        _thread.Start();
    }

    private void End()
    {
        var loop = _loop;
        _loop = null;
        loop?.Stop();
        _thread?.Join();
        _thread = null;
        loop?.Dispose();
    }

    private void Tell(DhcpLink link)
    {
        if (link.WhyNoFrames is { } noFrames)
        {
            LogNoFrames(link.Frontend.Interface, noFrames);
        }

        if (link.WhyOneWay is { } oneWay)
        {
            LogOneWay(link.Frontend.Interface, oneWay);
        }
    }

    private static bool IsInPool(IEnumerable<Network> networks, Ipv4 address)
    {
        foreach (var network in networks)
        {
            if (network.PoolFirst?.Value <= address.Value && address.Value <= network.PoolLast?.Value)
            {
                return true;
            }
        }

        return false;
    }

    [LoggerMessage(
        EventId = 100, Level = LogLevel.Information,
        Message = "DHCP answers as {Mode} on {Interface}, ports {Port} and {BootServerPort}, with {Leases} leases from before")]
    private partial void LogListening(DhcpMode mode, string @interface, int port, int bootServerPort, int leases);

    [LoggerMessage(
        EventId = 101, Level = LogLevel.Warning,
        Message = "No packet socket on {Interface} ({Why}): machines without an address are answered by broadcast, and conflicts go unseen; give the daemon "
            + "CAP_NET_RAW")]
    private partial void LogNoFrames(string @interface, string? why);

    [LoggerMessage(EventId = 102, Level = LogLevel.Warning, Message = "Renewals are heard on {Interface} only, not by other cards in its segment: {Why}")]
    private partial void LogOneWay(string @interface, string why);
}
