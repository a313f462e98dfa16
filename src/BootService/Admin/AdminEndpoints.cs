using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
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
        admin.MapGet("/v1/events", (BootEventWriter events, CancellationToken cancel) => TypedResults.ServerSentEvents(StreamAsync(events, cancel)));
        admin.MapPrometheusScrapingEndpoint("/metrics");
        admin.MapGet("/health/live", () => TypedResults.Text("live\n"));
        admin.MapGet("/health/ready", (Readiness readiness) => readiness.IsReady
            ? Results.Text("ready\n")
            : Results.Text("starting\n", statusCode: StatusCodes.Status503ServiceUnavailable));
    }

    private static async IAsyncEnumerable<SseItem<string>> StreamAsync(BootEventWriter events, [EnumeratorCancellation] CancellationToken cancel)
    {
        // Nothing is sent before the first item, and who listens wants to know that it does.
        yield return new SseItem<string>("{}", "listening");
        await foreach (var happened in events.Subscribe(cancel))
        {
            yield return new SseItem<string>(JsonSerializer.Serialize(BootEventJson.Of(happened), BootEventJsonContext.Default.BootEventJson), "boot");
        }
    }
}
