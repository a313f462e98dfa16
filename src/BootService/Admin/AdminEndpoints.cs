using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using BootService.Board;
using BootService.Core.Access;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Stores;
using BootService.Doctor;
using BootService.Doors;
using BootService.Events;

namespace BootService.Admin;

/// <summary>The admin's routes besides the verbs: the stream of boot events, health.</summary>
internal static class AdminEndpoints
{
    /// <summary>Registers the admin's side.</summary>
    public static IServiceCollection AddAdmin(this IServiceCollection services) => CommandEndpoints.AddCommands(services)
        .AddSingleton<AdminDoor>()
        .AddSingleton<BrowserSessions>()
        .AddSingleton<DashboardEndpoints>()
        .AddSingleton<WrongTokens>()
        .AddBoard();

    /// <summary>Registers what the page is drawn from.</summary>
    public static IServiceCollection AddBoard(this IServiceCollection services) => services
        .AddSingleton(provider => Streams(provider.GetRequiredService<AdminSettings>()))
        .AddSingleton<CommandsUnderWay>()
        .AddSingleton<HostBoard>()
        .AddSingleton<BoardEar>()
        .AddSingleton<BoardEndpoints>();

    /// <summary>Maps the admin's side.</summary>
    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapSide(ListenerSide.Admin);
        CommandEndpoints.Map(admin);
        routes.ServiceProvider.GetRequiredService<DashboardEndpoints>().Map(admin);
        routes.ServiceProvider.GetRequiredService<BoardEndpoints>().Map(
            admin, routes.ServiceProvider.GetRequiredService<AdminDoor>().IsStillOpen, ScopeOf, TooManyStreams);
        admin.MapGet("/v1/events", Stream);
        admin.MapPrometheusScrapingEndpoint("/metrics").WithMetadata(new OfAllHosts());
        string[] looking = [HttpMethods.Get, HttpMethods.Head];
        admin.MapMethods("/health/live", looking, () => TypedResults.Text("live\n"));
        admin.MapMethods("/health/ready", looking, async (Readiness readiness, CancellationToken cancel) =>
            await readiness.FaultsAsync(cancel) is { Count: > 0 } faults
                ? Results.Text($"not ready: {string.Join("; ", faults)}\n", statusCode: StatusCodes.Status503ServiceUnavailable)
                : Results.Text("ready\n"));
    }

    /// <summary>The events as they happen.</summary>
    private static IResult Stream(
        HttpContext context, BootEventWriter events, EventStreams streams, IAppliance appliance, IHostApplicationLifetime service)
    {
        var scope = ScopeOf(context);
        return streams.TryEnter(context)
            ? TypedResults.ServerSentEvents(
                StreamAsync(events, happened => IsShown(happened, scope, appliance), service.ApplicationStopping, context.RequestAborted))
            : TooManyStreams();
    }

    private static EventStreams Streams(AdminSettings settings) => new(settings.MaxStreams, settings.MaxStreamsPerPeer);

    private static HostScope ScopeOf(HttpContext context) => context.Features.Get<AdminRole>()!.Scope;

    private static Problem TooManyStreams() => new(
        "Too many requests", StatusCodes.Status429TooManyRequests, "too many streams of events are open; close one, or set Admin:MaxStreams");

    private static async IAsyncEnumerable<SseItem<string>> StreamAsync(
        BootEventWriter events, Func<BootEvent, bool> isShown, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, stopping);
        await using var happening = events.Subscribe(either.Token).GetAsyncEnumerator(CancellationToken.None);

        // Nothing is sent before the first item, and who listens wants to know that it does.
        yield return new SseItem<string>("{}", "listening");
        while (await HappensAsync(happening, stopping))
        {
            if (!isShown(happening.Current))
            {
                continue;
            }

            yield return new SseItem<string>(JsonSerializer.Serialize(BootEventJson.Of(happening.Current), BootEventJsonContext.Default.BootEventJson), "boot");
        }

        yield return new SseItem<string>("{}", "stopping");
    }

    /// <summary>Whether an event is of a host that the listener may see.</summary>
    private static bool IsShown(in BootEvent happened, HostScope scope, IAppliance appliance) => scope.IsAll
        || (happened.Host is { } host && HostName.TryParse(host, null, out var name) && appliance.Current.HostOf(name) is { } known && scope.Has(known));

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
