using System.Net;
using BootService.Core.Access;
using BootService.Core.Audits;
using BootService.Core.Stores;
using BootService.Doors;
using Microsoft.Net.Http.Headers;

namespace BootService.Admin;

/// <summary>What the caller of a request may do.</summary>
/// <param name="Role">Whether he may change anything.</param>
/// <param name="Scope">The hosts that he may see and change.</param>
internal sealed record AdminRole(TokenRole Role, HostScope Scope);

/// <summary>The mark of a connection whose callers must show a token: everything on the admin's side but the Unix socket, which the kernel guards.</summary>
internal sealed record TokenWanted;

/// <summary>The mark of a route that anybody may ask for: the page itself and the way to log in.</summary>
internal sealed record OpenToAll;

/// <summary>The mark of a route that tells of all hosts together.</summary>
internal sealed record OfAllHosts;

/// <summary>The mark of a route that relays alone ask for.</summary>
internal sealed record ForRelays;

/// <summary>Looks at tokens where the admin's side is reached over TLS. From this machine itself looking needs none.</summary>
internal sealed class AdminDoor(IAppliance appliance, WrongTokens wrong, BrowserSessions sessions, TimeProvider time)
{
    /// <summary>The cookie of a browser that has logged in.</summary>
    public const string Cookie = "__Host-bootservice";

    private const string Bearer = "Bearer ";

    private const string OnlyRelays = "relays alone ask for this, over TLS and with a token of role relay";

    /// <summary>Lets a request pass, or answers it.</summary>
    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        var isForRelays = context.GetEndpoint()?.Metadata.GetMetadata<ForRelays>() is not null;
        if (context.Features.Get<SideMark>()?.Side is not ListenerSide.Admin || context.Features.Get<TokenWanted>() is null)
        {
            context.Features.Set(new AdminRole(TokenRole.Admin, HostScope.All));
            await (isForRelays ? ForbidAsync(context, OnlyRelays) : NextAsync(context, next));
            return;
        }

        var key = KeyOf(context);
        var role = Role(context, key, out var by);
        // A session that has ended is nobody's guess.
        if (role is null && key is { Length: > 0 } && !key.StartsWith(BrowserSessions.Prefix, StringComparison.Ordinal))
        {
            await WrongAsync(context);
        }

        if (role is not null && (role.Role is TokenRole.Relay) != isForRelays)
        {
            await ForbidAsync(
                context, isForRelays ? OnlyRelays : $"token {by.Name} is for a relay, and opens nothing to people: \"stack add token\" makes another");
        }
        else if (role is { Scope.IsAll: false } limited && context.GetEndpoint()?.Metadata.GetMetadata<OfAllHosts>() is not null)
        {
            await ForbidAsync(context, $"that tells of all hosts, and {by.Name} is limited to those of {limited.Scope}");
        }
        else if (role is { } known && IsOwnPage(context))
        {
            context.Features.Set(known);
            context.Features.Set(by);
            await NextAsync(context, next);
        }
        else if (role is null && context.GetEndpoint()?.Metadata.GetMetadata<OpenToAll>() is not null)
        {
            await next(context);
        }
        else
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            var problem = role is null
                ? new Problem("Unauthorized", StatusCodes.Status401Unauthorized, WhyNot(key))
                : new Problem("Forbidden", StatusCodes.Status403Forbidden, "the request comes from a page of another site");
            await problem.WriteAsync(context.Response, context.RequestAborted);
        }
    }

    /// <summary>The token a key belongs to; null when it opens nothing.</summary>
    public ApiToken? TokenOf(string? key) => Known(key) is { } found && found.IsGood(time.GetUtcNow()) ? found : null;

    /// <summary>Whether a request that was let in would be let in now as the same caller: a token can end, or be removed, while an answer goes on.</summary>
    public bool IsStillOpen(HttpContext context) => context.Features.Get<TokenWanted>() is null
        || (Role(context, KeyOf(context), out var by) == context.Features.Get<AdminRole>() && by == context.Features.Get<Author>());

    /// <summary>Why a key opens nothing, a sentence. Only who has the key of a token that ended learns that there was one.</summary>
    public string WhyNot(string? key) => key switch
    {
        null or "" => "a token is needed here: \"stack add token\" makes one",
        _ when Known(key) is { Ends: { } end } token =>
            $"token {token.Name} ended at {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC: \"stack add token\" makes another",
        _ when key.StartsWith(BrowserSessions.Prefix, StringComparison.Ordinal) => "the login has ended: log in again",
        _ when !key.StartsWith(ApiToken.Prefix, StringComparison.Ordinal) =>
            $"this is no token of ours, which begins with {ApiToken.Prefix}: \"stack add token\" makes one",
        _ => "this token opens nothing: it was removed or mistyped; \"stack list token\" shows which there are, \"stack add token\" makes another",
    };

    private ApiToken? Known(string? key)
    {
        if (key is null || !key.StartsWith(ApiToken.Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var digest = ApiToken.DigestOf(key);
        return appliance.Current.Tokens.Values.FirstOrDefault(token => token.Digest == digest);
    }

    /// <summary>Takes note of a key that opens nothing, and holds its answer back if there were more of that peer.</summary>
    public Task WrongAsync(HttpContext context) => wrong.SeenAsync(PeerOf(context), context.RequestAborted);

    /// <summary>Goes on; an address or a method that nothing is mapped to is told as a problem on the admin's side.</summary>
    private static async Task NextAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var answer = context.Response;
        if (context.Features.Get<SideMark>()?.Side is not ListenerSide.Admin || answer.HasStarted || answer.ContentType is not null)
        {
            return;
        }

        var problem = answer.StatusCode switch
        {
            StatusCodes.Status404NotFound => new Problem(
                "Not found", answer.StatusCode, "nothing is at this address; GET /openapi/v1.json tells what there is"),
            StatusCodes.Status405MethodNotAllowed => new Problem(
                "Method not allowed", answer.StatusCode, $"only {answer.Headers.Allow} can be asked of this address"),
            _ => null,
        };
        if (problem is not null)
        {
            await problem.WriteAsync(answer, context.RequestAborted);
        }
    }

    private static Task ForbidAsync(HttpContext context, string why) =>
        new Problem("Forbidden", StatusCodes.Status403Forbidden, why).WriteAsync(context.Response, context.RequestAborted);

    private static IPAddress PeerOf(HttpContext context) => ConnectionGate.Plain(context.Connection.RemoteIpAddress);

    private static string? KeyOf(HttpContext context) =>
        context.Request.Headers.Authorization.ToString() is var given && given.StartsWith(Bearer, StringComparison.Ordinal)
            ? given[Bearer.Length..].Trim()
            : context.Request.Cookies[Cookie];

    private AdminRole? Role(HttpContext context, string? key, out Author by)
    {
        if (TokenOf(key) is { } token)
        {
            by = new Author(token.Name, "token");
            return new AdminRole(token.Role, token.Scope);
        }

        if (sessions.Find(key) is { } session)
        {
            by = session.By;
            return session.Role;
        }

        by = new Author("anonymous", "loopback");
        return context.Request.Headers.Authorization.Count == 0 && IPAddress.IsLoopback(PeerOf(context))
            ? new AdminRole(TokenRole.Read, HostScope.All)
            : null;
    }

    // A browser says which page a request comes from; a cookie must not work for another site's.
    private static bool IsOwnPage(HttpContext context) =>
        context.Request.Headers[HeaderNames.Origin].ToString() is var origin && (origin.Length == 0 || origin == $"https://{context.Request.Host}");
}
