using System.Diagnostics.Metrics;
using BootService.Core.Stores;

namespace BootService.Webhooks;

/// <summary>Shows how webhooks stand to whoever collects metrics.</summary>
internal sealed class WebhookMetrics(IMeterFactory meters, WebhookPost post, IAppliance appliance) : IHostedService
{
    /// <summary>The meter's name, to be added to the collector.</summary>
    public const string MeterName = "BootService.Webhooks";

    /// <summary>Creates the instruments.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge("webhooks.waiting", Waiting, "{message}", "Messages that a webhook has not taken yet");
        meter.CreateObservableCounter("webhooks.taken", () => Each(queue => queue.Taken), "{message}", "Messages that a webhook took");
        meter.CreateObservableCounter("webhooks.failures", () => Each(queue => queue.Failed), "{try}", "Tries to tell a webhook that failed");
        meter.CreateObservableCounter(
            "webhooks.given_up", () => Each(queue => queue.Standing.GivenUp), "{message}", "Messages that a webhook did not take for a day");
        return Task.CompletedTask;
    }

    /// <summary>Nothing to do: the meter goes with its factory.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Measurement<long>> Waiting()
    {
        var inventory = appliance.Current;
        return inventory.Webhooks.Keys.Select(name =>
            new Measurement<long>(inventory.Deliveries.Keys.LongCount(key => key.Webhook == name), new KeyValuePair<string, object?>("webhook", name)));
    }

    private IEnumerable<Measurement<long>> Each(Func<WebhookQueue, long> count) =>
        post.Queues.Select(queue => new Measurement<long>(count(queue.Value), new KeyValuePair<string, object?>("webhook", queue.Key)));
}
