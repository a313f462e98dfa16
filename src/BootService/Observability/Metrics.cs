using BootService.Dhcp;
using BootService.Dns;
using BootService.Events;
using BootService.Http;
using BootService.Tftp;
using OpenTelemetry.Metrics;

namespace BootService.Observability;

/// <summary>Collects the meters of the servers and shows them at <c>/metrics</c> in Prometheus' text form.</summary>
internal static class Metrics
{
    /// <summary>Combinations of tags one instrument may have; reasons, outcomes and message types are a dozen or two.</summary>
    private const int MostTagValues = 50;

    /// <summary>Registers the collector.</summary>
    public static IServiceCollection AddDaemonMetrics(this IServiceCollection services)
    {
        services.AddMetrics().AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(DhcpMetrics.MeterName, DnsMetrics.MeterName, TftpMetrics.MeterName, NodeHttpCounters.MeterName, EventMetrics.MeterName)
            // Room is made at once for as many: with the 2,000 of the default each instrument costs 200 KB.
            .AddView(_ => new MetricStreamConfiguration { CardinalityLimit = MostTagValues })
            .AddPrometheusExporter());
        return services;
    }
}
