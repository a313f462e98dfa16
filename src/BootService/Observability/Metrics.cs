using System.Diagnostics.Metrics;
using BootService.Admin;
using BootService.Appliances;
using BootService.Commands.Ports;
using BootService.Core.Stores;
using BootService.Dhcp;
using BootService.Dns;
using BootService.Events;
using BootService.Http;
using BootService.Settings;
using BootService.Tftp;
using BootService.Webhooks;
using OpenTelemetry.Metrics;

namespace BootService.Observability;

/// <summary>Collects the meters of the servers and shows them at <c>/metrics</c> in Prometheus' text form.</summary>
internal static class Metrics
{
    /// <summary>Combinations of tags one instrument may have; reasons, outcomes and message types are a dozen or two.</summary>
    private const int MostTagValues = 50;

    /// <summary>What every name begins with.</summary>
    private const string Prefix = "bootservice.";

    /// <summary>Minutes of installs, in seconds.</summary>
    private static readonly double[] Minutes = [60, 120, 180, 300, 450, 600, 900, 1200, 1800, 2700, 3600, 7200];

    /// <summary>Registers the collector.</summary>
    public static IServiceCollection AddDaemonMetrics(this IServiceCollection services)
    {
        services.AddMetrics().AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(
                DhcpMetrics.MeterName, DnsMetrics.MeterName, TftpMetrics.MeterName, NodeHttpCounters.MeterName, EventMetrics.MeterName, FleetMetrics.MeterName,
                WebhookMetrics.MeterName)
            .AddView(Shown)
            .AddPrometheusExporter());
        return services;
    }

    /// <summary>Registers what counts hosts and installs.</summary>
    public static IServiceCollection AddFleetMetrics(this IServiceCollection services) => services.AddHostedService(provider => new FleetMetrics(
        provider.GetRequiredService<IMeterFactory>(),
        provider.GetRequiredService<IAppliance>(),
        provider.GetRequiredService<DatabaseHealth>(),
        provider.GetRequiredService<IHostStates>(),
        provider.GetRequiredService<IProfiles>(),
        provider.GetRequiredService<DataFolders>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<FleetMetrics>>(),
        provider.GetService<AdminTls>(),
        provider.GetService<RelaysSeen>()));

    // Room is made at once for as many tag values: with the 2,000 of the default each instrument costs 200 KB.
    private static MetricStreamConfiguration Shown(Instrument instrument) => instrument.Name == FleetMetrics.DurationName
        ? new ExplicitBucketHistogramConfiguration { Name = Prefix + instrument.Name, CardinalityLimit = MostTagValues, Boundaries = Minutes }
        : new MetricStreamConfiguration { Name = Prefix + instrument.Name, CardinalityLimit = MostTagValues };
}
