using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using BootService.Core.Events;
using BootService.Events;
using BootService.Doctor;
using BootService.Doors;

namespace BootService.Admin;

/// <summary>The admin's routes besides the verbs: the stream of boot events, health.</summary>
internal static class AdminEndpoints
{
    /// <summary>Registers the admin's side.</summary>
    public static IServiceCollection AddAdmin(this IServiceCollection services) => CommandEndpoints.AddCommands(services).AddSingleton<AdminDoor>().AddSingleton<DashboardEndpoints>();

    /// <summary>Maps the admin's side.</summary>
    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapSide(ListenerSide.Admin);
        CommandEndpoints.Map(admin);
        routes.ServiceProvider.GetRequiredService<DashboardEndpoints>().Map(admin);
        admin.MapGet("/v1/events", (BootEventWriter events, IHostApplicationLifetime service, CancellationToken cancel) =>
            TypedResults.ServerSentEvents(StreamAsync(events, service.ApplicationStopping, cancel)));
        admin.MapPrometheusScrapingEndpoint("/metrics");
        admin.MapGet("/health/live", () => TypedResults.Text("live\n"));
        admin.MapGet("/health/ready", (Readiness readiness) => readiness.IsReady
            ? Results.Text("ready\n")
            : Results.Text("starting\n", statusCode: StatusCodes.Status503ServiceUnavailable));
    }

    private static async IAsyncEnumerable<SseItem<string>> StreamAsync(BootEventWriter events, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, stopping);
        await using var happening = events.Subscribe(either.Token).GetAsyncEnumerator(CancellationToken.None);

        // Nothing is sent before the first item, and who listens wants to know that it does.
        yield return new SseItem<string>("{}", "listening");
        while (await HappensAsync(happening, stopping))
        {
            yield return new SseItem<string>(JsonSerializer.Serialize(BootEventJson.Of(happening.Current), BootEventJsonContext.Default.BootEventJson), "boot");
        }

        yield return new SseItem<string>("{}", "stopping");
    }

    /// <summary>Waits for the next event; false when there will be none, because the service stops.</summary>
    private static async ValueTask<bool> HappensAsync(IAsyncEnumerator<BootEvent> happening, CancellationToken stopping)
    {
        try
        {
            return await happening.MoveNextAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
    }
}
