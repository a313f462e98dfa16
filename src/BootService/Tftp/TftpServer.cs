using System.Collections.Immutable;
using BootService.Core.Events;
using BootService.Core.Stores;
using BootService.Doors;
using BootService.Files;
using BootService.Interfaces;
using BootService.Net;
using BootService.Protocols.Net;
using BootService.Protocols.Tftp;
using BootService.Settings;
using Microsoft.Extensions.Options;

namespace BootService.Tftp;

/// <summary>Where machines reach the server.</summary>
/// <remarks>
/// The sockets are tied to the address and to no interface: where a frontend has two interfaces on one segment, either may answer ARP for it
/// (arp_ignore=0), and a machine that believed the other one would be heard once and then never again.
/// </remarks>
/// <param name="Address">Our address on the boot network; 0.0.0.0 for every address.</param>
/// <param name="Mtu">The interface's MTU in bytes, which bounds the block size.</param>
internal sealed record TftpLink(Ipv4 Address, int Mtu = 1500)
{
    /// <summary>Further boot networks; empty when there is one only.</summary>
    public IReadOnlyList<TftpLink> Others { get; init; } = [];
}

/// <summary>The TFTP server of the daemon: opens its sockets at start, or says in a sentence why it cannot, and runs its workers until the stop.</summary>
internal sealed partial class TftpServer(
    TftpLink link, IOptions<TftpSettings> options, IBootFiles files, IBootEvents events, TimeProvider time, ILoggerFactory logs, Strangers? strangers = null,
    IAppliance? appliance = null, DataFolders? folders = null) : IHostedService, IFollowLinks, IDisposable
{
    private readonly TftpSettings _settings = options.Value;
    private readonly ILogger _log = logs.CreateLogger<TftpServer>();
    private readonly Lock _changing = new();
    private ImmutableArray<(TftpLink Link, TftpWorker Worker)> _workers = [];
    private ImmutableArray<TftpCounters> _counters = [];
    private ushort _port = (ushort)options.Value.Port;
    private IReadOnlyList<OpenTransfer> _left = [];
    private bool _isStopped;

    /// <summary>The running totals, one for each worker.</summary>
    public IReadOnlyList<TftpCounters> Counters => _counters;

    /// <summary>The sockets, for their totals.</summary>
    public IEnumerable<IDatagramSocket> Sockets => _workers.SelectMany(open => open.Worker.Transfers.Prepend(open.Worker.Requests));

    /// <summary>The framed files.</summary>
    public TftpContent Content { get; } = new((long)options.Value.CacheMegabytes << 20);

    /// <summary>Where requests are answered; only after the start.</summary>
    public UdpPeer Local => _workers[0].Worker.Requests.Local;

    /// <inheritdoc/>
    /// <exception cref="IOException">A port cannot be opened; the message is a sentence.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_settings.Enabled)
        {
            return Task.CompletedTask;
        }

        _left = folders is null ? [] : TftpHandover.Take(folders.DataDirectory, time.GetUtcNow());
        foreach (var served in link.Others.Prepend(link))
        {
            Begin(served);
        }

        _left = [];

        var first = _workers[0].Worker;
        LogListening(Local, _settings.WorkerCount, first.Transfers[0] is BatchedDatagramSocket, first.Transfers[0].SegmentLimit > 0);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Follow(BootLinks links)
    {
        lock (_changing)
        {
            if (!_settings.Enabled || _isStopped || _workers.IsEmpty)
            {
                return;
            }

            // An address that is away for a moment keeps its sockets: they hear again when it is back.
            var wanted = links.All.Select(one => new TftpLink(one.Frontend.Address, one.Frontend.Mtu)).ToList();
            foreach (var (old, worker) in _workers.Where(open => !wanted.Contains(open.Link)).ToList())
            {
                _workers = _workers.Remove((old, worker));
                worker.Dispose();
            }

            foreach (var served in wanted.Where(one => !_workers.Any(open => open.Link == one)))
            {
                Begin(served);
            }
        }
    }

    /// <inheritdoc/>
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
            if (_isStopped)
            {
                return;
            }

            _isStopped = true;
            foreach (var (_, worker) in _workers)
            {
                worker.Dispose();
            }

            LeaveOpen();
        }
    }

    private void LeaveOpen()
    {
        try
        {
            if (folders is not null)
            {
                TftpHandover.Write(folders.DataDirectory, [.. _workers.SelectMany(open => open.Worker.Left)], time.GetUtcNow());
            }
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            LogNotLeft(unwritable.Message);
        }
    }

    private void Begin(TftpLink served)
    {
        var own = served with { Others = [] };
        for (var count = 0; count < _settings.WorkerCount; count++)
        {
            var worker = Open(served);
            _workers = _workers.Add((own, worker));
            worker.Resume([.. _left.Where(open => open.Server == served.Address.ToString())]);
            worker.Start();
        }
    }

    private TftpWorker Open(TftpLink link)
    {
        var port = _workers.IsEmpty ? _port : Local.Port;
        var shared = new DatagramSocketOptions { Address = link.Address, Port = port, SharePort = _settings.WorkerCount > 1 };
        var requests = DatagramSockets.Open(shared with { WantWaited = true });
        try
        {
            _port = requests.Local.Port;
            var transfers = OpenTransfers(shared with { SharePort = false, ReceiveSize = 1024 });
            var counters = new TftpCounters();
            _counters = _counters.Add(counters);
            var limits = new TftpLimits(
                _settings.MaxBlockSize > 0 ? _settings.MaxBlockSize : Math.Max(link.Mtu - 32, TftpOptions.DefaultBlockSize), _settings.MaxWindowSize);
            var answers = new TftpRequests(files, Content, limits, logs.CreateLogger<TftpRequests>()) { Asked = link.Address };
            var engine = new TftpEngine(
                answers, new TftpEvents(events, time), _settings, transfers, counters)
            { Strangers = strangers, Paths = new TftpPaths(appliance) };
            return new TftpWorker(requests, transfers, engine, time, _log);
        }
        catch
        {
            requests.Dispose();
            throw;
        }
    }

    /// <summary>Takes this worker's share of the range, passing over ports in use.</summary>
    /// <exception cref="IOException">Not one port is free.</exception>
    private List<IDatagramSocket> OpenTransfers(DatagramSocketOptions options)
    {
        _settings.TryDataPorts(out var range);
        var kept = _left.Where(open => open.Server == options.Address.ToString()).Select(open => (int)open.ServerPort).Distinct();
        var ports = range.First == 0 ? Enumerable.Repeat(0, TftpPorts.Most) : Enumerable.Range(range.First, range.Last - range.First + 1);
        var opened = new List<IDatagramSocket>();
        IOException? refused = null;
        foreach (var port in kept.Concat(ports))
        {
            try
            {
                opened.Add(DatagramSockets.Open(options with { Port = (ushort)port }));
            }
            catch (IOException inUse)
            {
                refused = inUse; // perhaps by another worker: the next one is as good
            }

            if (opened.Count == _settings.PortsOfWorker)
            {
                break;
            }
        }

        return opened.Count > 0 ? opened : throw refused!;
    }

    [LoggerMessage(EventId = 204, Level = LogLevel.Warning, Message = "Open transfers could not be left for the next start: {Why}")]
    private partial void LogNotLeft(string why);

    [LoggerMessage(EventId = 201, Level = LogLevel.Information,
        Message = "TFTP listens on {Address} with {Workers} worker(s); batched system calls: {Batched}, segmentation by the kernel: {Segmented}")]
    private partial void LogListening(UdpPeer address, int workers, bool batched, bool segmented);
}
