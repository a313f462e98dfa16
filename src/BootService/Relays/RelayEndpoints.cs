using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using BootService.Admin;
using BootService.Appliances;
using BootService.Boot;
using BootService.Core.Access;
using BootService.Core.Audits;
using BootService.Core.Boot;
using BootService.Core.Doctor;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Relays;
using BootService.Core.Stores;
using BootService.Doors;
using BootService.Events;
using BootService.Http;
using BootService.Installs;
using BootService.Protocols.Net;
using Microsoft.AspNetCore.Http.Features;

namespace BootService.Relays;

/// <summary>
/// What relays ask a frontend: what is new, and whatever their nodes ask of an install. That is answered here as if the node itself had asked, so that
/// everything of an attempt is decided where the database is.
/// </summary>
internal sealed class RelayEndpoints(
    RelayFeed feed, RelaysSeen relays, IAppliance appliance, BootAskers askers, BootConsequences consequences, FirmwareWatch firmware,
    BootEventWriter events)
{
    private const string Root = "/v1/cluster";
    private const string Node = "node";
    private const int MostNetworks = 64;
    private const int LargestBatch = 8 << 20;
    private const string Text = "text/plain; charset=utf-8";

    private static readonly Problem NotShared = new(
        "Conflict", StatusCodes.Status409Conflict,
        "this frontend keeps everything in a file of its own, and relays need what is in a shared database: set Database:Connection and Frontend:Name here "
            + "(docs/cluster.md)");

    /// <summary>Says of each request of a relay which node it is for; refuses nodes that are not the relay's.</summary>
    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ForRelays>() is null || context.Request.RouteValues[Node] is not { } named)
        {
            await next(context);
        }
        else if (RelayedNode.Read(named.ToString(), context.Request.Headers) is not { } node)
        {
            await RefuseAsync(
                context, StatusCodes.Status400BadRequest,
                $"a relay says in the headers {RelayedNode.AskedHeader} and {RelayedNode.PortHeader} where its node asked, and from which port");
        }
        else if (WhyNotFor(node.Address, ScopeOf(context)) is { } why)
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, why);
        }
        else
        {
            context.Features.Set(node);
            await next(context);
        }
    }

    /// <summary>Maps all of it.</summary>
    /// <param name="routes">The routes of the daemon.</param>
    /// <param name="installs">What nodes ask of installs.</param>
    public void Map(IEndpointRouteBuilder routes, InstallEndpoints installs)
    {
        var admin = routes.MapSide(ListenerSide.Admin).MapGroup(Root).WithMetadata(new ForRelays());
        admin.MapGet("/changes", ChangesAsync);
        admin.MapPost("/events", EventsAsync);
        var nodes = admin.MapGroup($"/nodes/{{{Node}}}");
        nodes.MapMethods("/install/boot/{**name}", [HttpMethods.Get, HttpMethods.Post], ConfigurationAsync);
        installs.Map(nodes);
    }

    private static HostScope ScopeOf(HttpContext context) => context.Features.Get<AdminRole>()!.Scope;

    private async Task ChangesAsync(HttpContext context)
    {
        if (!feed.IsServed)
        {
            await NotShared.WriteAsync(context.Response, context.RequestAborted);
            return;
        }

        if (Subnets(context.Request.Query["networks"].ToString()) is not { } subnets)
        {
            await new Problem(
                "Not understood", StatusCodes.Status422UnprocessableEntity,
                $"networks= are those that the relay serves, such as 10.2.0.0/16, with commas between, {MostNetworks} at most").WriteAsync(
                    context.Response, context.RequestAborted);
            return;
        }

        var reach = new RelayReach(subnets, ScopeOf(context));
        var name = Word(context.Request.Query["name"]);
        relays.Hear(new RelaySeen(
            name, $"{context.Connection.RemoteIpAddress}", string.Join(' ', subnets),
            context.Features.Get<Author>()?.Name ?? string.Empty, Word(context.Request.Query["program"]))
        {
            HasNetwork = appliance.Current.Networks.Values.Any(reach.Has),
            Addresses = string.Join(' ', Addresses(context.Request.Query["at"].ToString())),
        });
        var news = await feed.WaitAsync(context.Request.Query["since"], reach, context.RequestAborted) with
        {
            Neighbours = [.. relays.Beside(name, subnets)],
        };
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, news, RelayJson.Default.RelayNews, context.RequestAborted);
    }

    /// <summary>Events of a relay go the way of our own: into the one timeline, and to whoever acts on them.</summary>
    private async Task EventsAsync(HttpContext context)
    {
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = LargestBatch;
        ImmutableArray<RelayedEvent> batch;
        try
        {
            batch = await JsonSerializer.DeserializeAsync(context.Request.Body, RelayJson.Default.ImmutableArrayRelayedEvent, context.RequestAborted);
        }
        catch (JsonException)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "these are no events of a relay");
            return;
        }

        var scope = ScopeOf(context);
        foreach (var happened in batch.Select(sent => sent.Read()).Where(happened => MayTell(happened, scope)))
        {
            events.Post(happened);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>
    /// A loader's configuration, to be given out by the relay: asked for it is looked at and nothing follows (GET); once it has gone out, the relay says so and
    /// what follows does (POST).
    /// </summary>
    private async Task ConfigurationAsync(HttpContext context)
    {
        var (node, name) = (context.Features.GetRequiredFeature<RelayedNode>(), context.Request.RouteValues["name"]?.ToString() ?? string.Empty);
        await HearAsync(context.Request.Query, context.RequestAborted);
        var (now, current) = (askers.Moment, appliance.Current);
        var seen = current.Seen(node.SeenAs(current.Frontend));
        var answer = BootAnswer.For(name, askers.Of(node.Address, node.Asked, now), current.IsFresh ? seen : seen.Doubted, now.Wall);
        if (HttpMethods.IsPost(context.Request.Method))
        {
            if (answer.Effects is { } effects)
            {
                consequences.CarryOut(effects, TimeSpan.Zero);
            }

            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        switch (answer)
        {
            case BootAnswer.Configuration configuration:
                await AnswerAsync(context, configuration.Text);
                break;
            case BootAnswer.Refused refused:
                await RefuseAsync(context, StatusCodes.Status403Forbidden, refused.Why);
                break;
            case BootAnswer.Missing missing:
                await RefuseAsync(context, StatusCodes.Status404NotFound, missing.Why);
                break;
            default:
                await RefuseAsync(context, StatusCodes.Status404NotFound, "relays ask frontends for configurations alone");
                break;
        }
    }

    /// <summary>
    /// What the relay heard of the machine by DHCP, which no frontend hears there: that its firmware asked since the host was armed, and which it is.
    /// </summary>
    private async Task HearAsync(IQueryCollection query, CancellationToken cancel)
    {
        if (!MacAddress.TryParse(query["card"].ToString(), null, out var card)
            || !long.TryParse(query["attempt"].ToString(), CultureInfo.InvariantCulture, out var attempt))
        {
            return;
        }

        if (LiveOf(card) is not { } known || known.Id < attempt)
        {
            await appliance.CatchUpAsync(cancel); // another frontend armed it a moment ago
        }

        if (LiveOf(card) is { } live && live.Id == attempt)
        {
            _ = Enum.TryParse<FirmwareKind>(query["firmware"].ToString(), out var kind);
            firmware.Asked(card, Enum.IsDefined(kind) ? kind : FirmwareKind.Unknown, live, askers.Moment.Milliseconds);
        }
    }

    private Core.Installs.InstallAttempt? LiveOf(MacAddress card) =>
        appliance.Current.HostOf(card) is { } host && appliance.Current.AttemptOf(host.Name) is { MayInstall: true } live ? live : null;

    private string? WhyNotFor(Ipv4 node, HostScope scope) =>
        scope.IsAll || (appliance.Current.HostOf(node) is { } host && scope.Has(host))
            ? null
            : $"{node} is no host of {scope}, to which the relay's token is limited";

    private bool MayTell(in BootEvent happened, HostScope scope) =>
        scope.IsAll || happened.Host is not { } name
        || (HostName.TryParse(name, null, out var host) && appliance.Current.HostOf(host) is { } known && scope.Has(known));

    private static ImmutableArray<Ipv4Network>? Subnets(string words)
    {
        var subnets = ImmutableArray.CreateBuilder<Ipv4Network>();
        foreach (var word in words.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Ipv4Network.TryParse(word, null, out var subnet) || subnets.Count == MostNetworks)
            {
                return null;
            }

            subnets.Add(subnet);
        }

        return subnets.Count > 0 ? subnets.ToImmutable() : null;
    }

    private static IEnumerable<Ipv4> Addresses(string words) => words.Split(',', StringSplitOptions.RemoveEmptyEntries).Take(MostNetworks)
        .Select(word => Ipv4.TryParse(word, null, out var address) ? address : default).Where(address => address.IsOfOneMachine);

    /// <summary>A word that a relay says of itself, as lists may show it.</summary>
    private static string Word(string? given)
    {
        const int Longest = 64;
        return given is { Length: > 0 and <= Longest } && given.All(letter => char.IsAsciiLetterOrDigit(letter) || "-._+".Contains(letter)) ? given : "relay";
    }

    private static Task RefuseAsync(HttpContext context, int status, string sentence)
    {
        context.Response.StatusCode = status;
        return AnswerAsync(context, sentence + "\n");
    }

    private static Task AnswerAsync(HttpContext context, string text)
    {
        context.Response.ContentType = Text;
        context.Response.ContentLength = Encoding.UTF8.GetByteCount(text);
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
