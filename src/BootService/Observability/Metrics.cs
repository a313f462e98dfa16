using BootService.Dhcp;
using BootService.Http;
using BootService.Tftp;
using OpenTelemetry.Metrics;

namespace BootService.Observability;

/// <summary>Collects the meters of the servers and shows them at <c>/metrics</c> in Prometheus' text form.</summary>
internal static class Metrics
{
    /// <summary>Registers the collector.</summary>
    public static IServiceCollection AddDaemonMetrics(this IServiceCollection services)
    {
        services.AddMetrics().AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(DhcpMetrics.MeterName, TftpMetrics.MeterName, NodeHttpCounters.MeterName)
            .AddPrometheusExporter());
        return services;
    }
}
