using BootService.Core.Boot;
using BootService.Core.Dhcp;
using BootService.Core.Events;
using BootService.Core.Networks;
using BootService.Core.Stores;
using BootService.Doors;
using BootService.Protocols.Net;
using BootService.Rehearsals;
using BootService.Settings;

namespace BootService.Dhcp;

/// <summary>The DHCP server as a part of the daemon: opens its sockets and leases at start, runs its loop on a thread of its own, closes everything at the end.</summary>
internal sealed partial class DhcpServer(
    DhcpSettings settings, DataFolders folders, IAppliance appliance, IBootEvents events, IFirmwareWatch firmware,
    RunningRehearsal rehearsal, Strangers strangers, TimeProvider time, ILogger<DhcpServer> log)
    : IHostedLifecycleService, IDisposable
{
    private readonly List<IDisposable> _open = [];
    private DhcpLoop? _loop;
    private Thread? _thread;

    /// <summary>Running totals; null when DHCP is switched off or has not started.</summary>
    public DhcpCounters? Counters { get; private set; }

    /// <summary>Opens everything and begins to answer.</summary>
    /// <exception cref="StartException">A port cannot be opened, or the leases cannot be read; one sentence.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Enabled)
        {
            try
            {
                Open(appliance.Current.Frontend);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                Dispose();
                throw new StartException(refused.Message);
            }

            _thread = new Thread(_loop!.Run) { Name = "dhcp", IsBackground = true };
            _thread.Start();
        }

        return Task.CompletedTask;
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
        _loop?.Stop();
        _thread?.Join();
        _thread = null;
        Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (var last = _open.Count - 1; last >= 0; last--)
        {
            _open[last].Dispose();
        }

        _open.Clear();
    }

    private void Open(Frontend frontend)
    {
        var now = DhcpMoment.Now(time);
        var book = new LeaseBook(new LeaseTerms { Guest = settings.GuestLeaseTime });
        book.Follow(appliance.Current, now);
        var leases = Keep(LeaseLog.Open(folders.DataDirectory, () => [.. book.Stored(DhcpMoment.Now(time))], log, out var stored));
        book.Restore(stored, now);

        var links = DhcpLink.Open(frontend, settings.Port, settings.BootServerPort);
        _open.AddRange(links);
        var responder = new DhcpResponder(settings, appliance, events, book, leases) { Rehearsal = rehearsal, Firmware = firmware, Strangers = strangers };
        Counters = responder.Counters;
        var loop = Keep(new DhcpLoop(links, responder, leases, events, time));
        _loop = loop;
        foreach (var link in links)
        {
            if (settings.ProbeConflicts)
            {
                link.Watch(address => IsInPool(appliance.Current.Networks.Values, address), loop.Wake);
            }

            Tell(link);
        }

        var interfaces = string.Join(", ", frontend.All.Select(link => link.Interface));
        LogListening(settings.Mode, interfaces, settings.Port, settings.BootServerPort, stored.Count);
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

    private T Keep<T>(T opened)
        where T : IDisposable
    {
        _open.Add(opened);
        return opened;
    }

    [LoggerMessage(EventId = 100, Level = LogLevel.Information, Message = "DHCP answers as {Mode} on {Interface}, ports {Port} and {BootServerPort}, with {Leases} leases from before")]
    private partial void LogListening(DhcpMode mode, string @interface, int port, int bootServerPort, int leases);

    [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "No packet socket on {Interface} ({Why}): machines without an address are answered by broadcast, and conflicts go unseen; give the daemon CAP_NET_RAW")]
    private partial void LogNoFrames(string @interface, string? why);

    [LoggerMessage(EventId = 102, Level = LogLevel.Warning, Message = "Renewals are heard on {Interface} only, not by other cards in its segment: {Why}")]
    private partial void LogOneWay(string @interface, string why);
}
