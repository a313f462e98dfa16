using System.Diagnostics.Metrics;

namespace BootService.Tftp;

/// <summary>Shows the workers' totals to whoever collects metrics; the loops know nothing of it.</summary>
internal sealed class TftpMetrics(IMeterFactory meters, TftpServer server) : IHostedService
{
    /// <summary>The meter's name, to be added to the collector.</summary>
    public const string MeterName = "BootService.Tftp";

    private readonly Meter _meter = meters.Create(MeterName);

    /// <summary>Creates the instruments.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        CreateTransferInstruments();
        CreateResourceInstruments();
        return Task.CompletedTask;
    }

    /// <summary>Nothing to do: the meter goes with its factory.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void CreateTransferInstruments()
    {
        _meter.CreateObservableUpDownCounter("tftp.transfers.open", () => Sum(total => total.Open), "{transfer}", "Transfers now open");
        Count("tftp.requests", "Read requests, repeated ones too", total => total.Requests);
        Count("tftp.requests.repeated", "Repeated read requests", total => total.RepeatedRequests);
        Count("tftp.bytes", "Content bytes of completed transfers", total => total.CompletedBytes, "By");
        Count("tftp.windows", "Windows sent", total => total.Windows);
        Count("tftp.retransmits", "Windows sent again", total => total.Retransmits);
        Count("tftp.transfers.resumed", "Transfers that went on after a restart", total => total.Resumed, "{transfer}");
        Count("tftp.paths.narrow", "Machines that get small blocks because a large first one never arrived", total => total.Narrowed, "{machine}");
        Count("tftp.acknowledgements.idle", "Acknowledgements that changed nothing", total => total.IdleAcknowledgements);
        _meter.CreateObservableCounter("tftp.transfers", Endings, "{transfer}", "Transfers that ended, by how");
        _meter.CreateObservableCounter("tftp.refusals", Refusals, "{request}", "Requests and datagrams not served, by reason");
    }

    private void CreateResourceInstruments()
    {
        _meter.CreateObservableCounter(
            "tftp.datagrams.sent", () => server.Sockets.Sum(socket => socket.Counters.Sent), "{datagram}", "Datagrams handed to the kernel");
        _meter.CreateObservableCounter(
            "tftp.datagrams.received", () => server.Sockets.Sum(socket => socket.Counters.Received), "{datagram}", "Datagrams received");
        _meter.CreateObservableCounter(
            "tftp.datagrams.dropped", () => server.Sockets.Sum(socket => socket.Counters.KernelDrops), "{datagram}",
            "Datagrams the kernel dropped for want of buffer");
        _meter.CreateObservableCounter(
            "tftp.datagrams.unsent", () => server.Sockets.Sum(socket => socket.Counters.SendFailures), "{datagram}", "Datagrams the kernel refused to send");
        _meter.CreateObservableUpDownCounter(
            "tftp.queue", () => server.Sockets.Sum(socket => (long)socket.Queued), "By", "Memory of datagrams that wait in the kernel");
        _meter.CreateObservableUpDownCounter("tftp.cache.bytes", () => server.Content.Bytes, "By", "Memory bound by framed files");
        _meter.CreateObservableUpDownCounter("tftp.cache.files", () => server.Content.Files, "{file}", "Framed files kept");
        _meter.CreateObservableCounter("tftp.cache.hits", () => server.Content.Hits, "{request}", "Requests that found their file framed");
        _meter.CreateObservableCounter("tftp.cache.misses", () => server.Content.Misses, "{request}", "Requests that opened their file");
    }

    private void Count(string name, string description, Func<TftpCounters, long> value, string unit = "{packet}") =>
        _meter.CreateObservableCounter(name, () => Sum(value), unit, description);

    private long Sum(Func<TftpCounters, long> value) => server.Counters.Sum(value);

    private IEnumerable<Measurement<long>> Endings() =>
    [
        Tagged(Sum(total => total.Completed), "outcome", "completed"),
        Tagged(Sum(total => total.SizeProbes), "outcome", "size-probe"),
        Tagged(Sum(total => total.StoppedByPeer), "outcome", "stopped-by-peer"),
        Tagged(Sum(total => total.TimedOut), "outcome", "timed-out"),
        Tagged(Sum(total => total.Replaced), "outcome", "replaced"),
        Tagged(Sum(total => total.Failed), "outcome", "failed"),
    ];

    private IEnumerable<Measurement<long>> Refusals() =>
    [
        Tagged(Sum(total => total.NotFound), "reason", "not-found"),
        Tagged(Sum(total => total.Refused), "reason", "refused"),
        Tagged(Sum(total => total.OverTotalLimit), "reason", "too-many-transfers"),
        Tagged(Sum(total => total.OverPeerLimit), "reason", "too-many-of-one-peer"),
        Tagged(Sum(total => total.Strangers), "reason", "stranger"),
        Tagged(Sum(total => total.Malformed), "reason", "malformed"),
        Tagged(Sum(total => total.UnknownTransfers), "reason", "unknown-transfer"),
    ];

    private static Measurement<long> Tagged(long value, string name, string tag) => new(value, new KeyValuePair<string, object?>(name, tag));
}
