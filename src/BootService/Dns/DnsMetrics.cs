using System.Diagnostics.Metrics;

namespace BootService.Dns;

/// <summary>Shows the name server's totals to whoever collects metrics; the loop knows nothing of it.</summary>
internal sealed class DnsMetrics(IMeterFactory meters, DnsServer server) : IHostedService
{
    /// <summary>The meter's name, to be added to the collector.</summary>
    public const string MeterName = "BootService.Dns";

    /// <summary>Creates the instruments.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(MeterName);
        var totals = server.Counters;
        meter.CreateObservableCounter("dns.answers", () => totals.Answers, "{question}", "Questions for our own names that were answered");
        meter.CreateObservableCounter("dns.answers.no_such_name", () => totals.NoSuchNames, "{question}", "Of them those for names that nobody has");
        meter.CreateObservableCounter("dns.refusals", () => totals.Refusals, "{question}", "Questions for others' names that were refused");
        meter.CreateObservableCounter("dns.malformed", () => totals.Malformed, "{datagram}", "Datagrams that are no question we understand");
        meter.CreateObservableCounter("dns.strangers", () => totals.Strangers, "{datagram}", "Datagrams from addresses of no network of ours, not answered");
        meter.CreateObservableCounter("dns.forwarded", () => totals.Forwarded, "{question}", "Questions that other servers were asked");
        meter.CreateObservableCounter("dns.returned", () => totals.Returned, "{question}", "Of them those that were answered");
        meter.CreateObservableCounter("dns.unanswered", () => totals.Unanswered, "{question}", "Of them those that no server answered");
        meter.CreateObservableCounter("dns.busy", () => totals.Busy, "{question}", "Questions left lying because too many were under way");
        return Task.CompletedTask;
    }

    /// <summary>Nothing to do: the meter goes with its factory.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
