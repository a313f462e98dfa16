using System.Diagnostics.Metrics;

namespace BootService.Events;

/// <summary>Shows what becomes of boot events to whoever collects metrics.</summary>
internal sealed class EventMetrics(IMeterFactory meters, BootEventWriter events, EventAllowance allowance) : IHostedService
{
    /// <summary>The meter's name, to be added to the collector.</summary>
    public const string MeterName = "BootService.Events";

    /// <summary>Creates the instruments.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableUpDownCounter("events.waiting", () => events.Waiting, "{event}", "Boot events that wait to be shown and saved");
        meter.CreateObservableCounter("events.dropped", () => events.Dropped, "{event}", "Boot events that found no room");
        meter.CreateObservableCounter("events.unsaved", () => events.Unsaved, "{event}", "Boot events that were shown but could not be saved");
        meter.CreateObservableCounter("events.withheld", () => allowance.Withheld, "{event}", "Boot events of machines that caused too many in one second");
        return Task.CompletedTask;
    }

    /// <summary>Nothing to do: the meter goes with its factory.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
