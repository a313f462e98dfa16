using System.Diagnostics.Metrics;

namespace BootService.Dhcp;

/// <summary>Shows the server's totals to whoever collects metrics; the loop knows nothing of it.</summary>
internal sealed class DhcpMetrics(IMeterFactory meters, DhcpServer server) : IHostedService
{
    /// <summary>The meter's name, to be added to the collector.</summary>
    public const string MeterName = "BootService.Dhcp";

    /// <summary>Creates the instruments.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableCounter("dhcp.replies", Replies, "{message}", "Messages answered, by the kind of answer");
        meter.CreateObservableCounter("dhcp.silences", () => Total(totals => totals.Silences), "{message}", "Messages deliberately not answered");
        meter.CreateObservableCounter("dhcp.malformed", () => Total(totals => totals.Malformed), "{datagram}", "Datagrams that are no DHCP message");
        meter.CreateObservableCounter(
            "dhcp.strangers", () => Total(totals => totals.Strangers), "{message}",
            "Messages to the boot server from addresses of no network of ours, not answered");
        meter.CreateObservableCounter(
            "dhcp.leases.not_stored", () => Total(totals => totals.NotStored), "{lease}", "Acknowledgements withheld because the lease could not be written");
        meter.CreateObservableCounter(
            "dhcp.options.left_out", () => Total(totals => totals.OptionsLeftOut), "{option}",
            "Options left out because the client's message size has no room");
        meter.CreateObservableGauge("dhcp.pool.free", () => Pools(pool => pool.Free), "{address}", "Pool addresses that nobody has, by network");
        meter.CreateObservableGauge("dhcp.pool.bound", () => Pools(pool => pool.Bound), "{address}", "Pool addresses that are offered or leased, by network");
        meter.CreateObservableGauge(
            "dhcp.pool.quarantined", () => Pools(pool => pool.Quarantined), "{address}",
            "Pool addresses set aside because another machine has them, by network");
        return Task.CompletedTask;
    }

    /// <summary>Nothing to do: the meter goes with its factory.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Measurement<long>> Pools(Func<(string Network, int Free, int Bound, int Quarantined), int> of) =>
        server.Pools.Select(pool => new Measurement<long>(of(pool), new KeyValuePair<string, object?>("network", pool.Network)));

    private IEnumerable<Measurement<long>> Replies() =>
    [
        new(Total(totals => totals.Offers), new KeyValuePair<string, object?>("kind", "offer")),
        new(Total(totals => totals.Acknowledgements), new KeyValuePair<string, object?>("kind", "ack")),
        new(Total(totals => totals.Refusals), new KeyValuePair<string, object?>("kind", "nak")),
        new(Total(totals => totals.BootpReplies), new KeyValuePair<string, object?>("kind", "bootp")),
    ];

    private long Total(Func<DhcpCounters, long> of) => server.Counters is { } totals ? of(totals) : 0;
}
