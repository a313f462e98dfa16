using System.Collections.Immutable;
using BootService.Board;
using BootService.Commands;
using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Contracts;
using BootService.Core.Access;
using BootService.Media.Pallets;

namespace BootService.Admin;

/// <summary>
/// The verbs over HTTP: <c>POST /v1/commands</c> with a whole command line, <c>POST /v1/commands/list.host.attr</c> with what follows the verb.
/// </summary>
internal sealed partial class CommandEndpoints(
    CommandRunner runner, CommandCatalog catalog, AdminSettings settings, CommandsUnderWay running, IHostApplicationLifetime service,
    TimeProvider time, ILogger<CommandEndpoints> log)
{
    /// <summary>
    /// Registers the verbs. <see cref="PalletFolder"/>, <see cref="IProfiles"/>, <see cref="IInstallArming"/> and the ports of Core come from elsewhere.
    /// </summary>
    public static IServiceCollection AddCommands(IServiceCollection services) => services
        .AddSingleton<IPalletImport, PalletImport>()
        .AddHostedService<Pallets.PalletSweep>()
        .AddSingleton(CommandCatalog.From)
        .AddSingleton<CommandRunner>()
        .AddSingleton<CommandEndpoints>()
        .AddSingleton<LookEndpoints>();

    /// <summary>Maps these addresses, <c>GET</c> of the second for what only looks, and <c>GET /openapi/v1.json</c> that describes them.</summary>
    /// <remarks>All verbs are made when the first call comes: a daemon that only serves machines needs none of them.</remarks>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var endpoints = new Lazy<CommandEndpoints>(routes.ServiceProvider.GetRequiredService<CommandEndpoints>);
        var looks = new Lazy<LookEndpoints>(routes.ServiceProvider.GetRequiredService<LookEndpoints>);
        var description = new Lazy<byte[]>(() => OpenApiDocument.Write(
            routes.ServiceProvider.GetRequiredService<CommandCatalog>(), typeof(CommandEndpoints).Assembly.GetName().Version!.ToString(3)));
        routes.MapPost("/v1/commands", context => endpoints.Value.RunAsync(context, []));
        routes.MapGet("/openapi/v1.json", () => Results.Bytes(description.Value, "application/json"));
        routes.MapGet("/v1/commands/{verb}", context => looks.Value.AnswerAsync(context));
        routes.MapPost("/v1/commands/{verb}", context => endpoints.Value.RunAsync(context, context.Request.RouteValues["verb"]!.ToString()!.Split('.')));
    }

    private async Task RunAsync(HttpContext context, string[] verb)
    {
        context.Response.ContentType = "application/x-ndjson";
        SpentMemory.WatchOver(context, time);
        var output = new JsonLinesOutput(context.RequestAborted);
        var body = await CommandBody.ReadAsync(context, verb, context.Features.Get<AdminRole>() is { Role: TokenRole.Admin }, settings, catalog);
        var request = (body as CommandBody.Read)?.Request;
        var input = Input(context, [.. verb, .. request is null || request.Args.IsDefault ? [] : request.Args], request);
        var sent = output.SendToAsync(context.Response.BodyWriter);
        try
        {
            await EndAsync(context, output, body switch
            {
                CommandBody.TooLarge large => TooLarge(context, large),
                CommandBody.Malformed => CommandEnd.NotUnderstood(
                    "the request is not the JSON object {\"args\":[\"...\"]}, with nothing but \"cwd\", \"screen\" and \"files\" beside it, or has other octets"
                        + " behind it than its \"texts\" say"),
                _ => await AnswerAsync(input, output, context.RequestAborted),
            }, body switch
            {
                CommandBody.TooLarge => StatusCodes.Status413PayloadTooLarge,
                CommandBody.Malformed => StatusCodes.Status400BadRequest,
                _ when verb.Length > 0 && catalog.DeclarationOf(verb) is null => StatusCodes.Status404NotFound,
                _ => null,
            });
            await sent;
        }
        catch (OperationCanceledException)
        {
            var line = runner.Logged(input);
            Abandoned(log, line);
        }
    }

    private static CommandEnd TooLarge(HttpContext context, CommandBody.TooLarge large)
    {
        context.Response.Headers.Connection = HttpProtocol.IsHttp11(context.Request.Protocol) ? "close" : default;
        var call = large.Verb is { } verb ? $"\"{verb}\"" : "this call";
        return CommandEnd.Refused($"the request is larger than the {large.Most} octets that {call} takes from this caller;"
            + " Admin:LargestRequest and Admin:LargestFile set what is taken");
    }

    private static CommandInput Input(HttpContext context, string[] words, CommandRequest? request) => new(words)
    {
        By = Caller.Of(context),
        MayChange = context.Features.Get<AdminRole>() is { Role: TokenRole.Admin },
        Scope = context.Features.Get<AdminRole>()?.Scope ?? HostScope.All,
        IsScreen = request?.Screen is true,
        WorkingDirectory = request?.WorkingDirectory is ['/', ..] directory ? directory : "/",
        Files = request?.Files?.ToImmutableDictionary(file => file.Key, file => file.Value.Octets) ?? ImmutableDictionary<string, ReadOnlyMemory<byte>>.Empty,
    };

    private async Task<CommandEnd> AnswerAsync(CommandInput input, JsonLinesOutput output, CancellationToken cancel)
    {
        // Who looks changes nothing: the page alone looks many times a minute.
        var line = runner.Logged(input);
        var isLooking = catalog.DeclarationOf(input.Words) is { IsLooking: true };
        Called(log, isLooking ? LogLevel.Debug : LogLevel.Information, input.By.Name, line);
        using var note = isLooking ? null : running.Begin(input.By.Name, line);
        output.Progressed = note is null ? null : note.Progress;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, service.ApplicationStopping);
        try
        {
            return await runner.RunAsync(input, output, either.Token);
        }
        catch (OperationCanceledException) when (service.ApplicationStopping.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            // Whoever calls is still there, and is told.
            CutOff(log, line);
            return CommandEnd.Refused("the service is stopping and has ended this command before its end; give it again once the service runs");
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Failed(log, line, fault);
            return CommandEnd.Refused("the daemon failed at this command; its log says where");
        }
    }

    private static async Task EndAsync(HttpContext context, JsonLinesOutput output, CommandEnd end, int? status)
    {
        if (!output.IsUnderWay)
        {
            context.Response.StatusCode = status ?? CommandStatus.Of(end);
        }

        await output.EndAsync(end);
    }

    [LoggerMessage(EventId = 400, Message = "Command of {Who}: {Words}")]
    private static partial void Called(ILogger log, LogLevel level, string who, string words);

    [LoggerMessage(401, LogLevel.Information, "The caller left before the end of: {Words}")]
    private static partial void Abandoned(ILogger log, string words);

    [LoggerMessage(403, LogLevel.Information, "Ended by the stop of the service: {Words}")]
    private static partial void CutOff(ILogger log, string words);

    [LoggerMessage(402, LogLevel.Error, "Failed: {Words}")]
    private static partial void Failed(ILogger log, string words, Exception fault);
}
