using BootService.Admin;
using BootService.Core.Access;
using BootService.Core.Audits;
using BootService.Doors;
using BootService.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace BootService.Oidc;

/// <summary>
/// Logging in to the dashboard by OpenID Connect: authorization code flow with PKCE (RFC 7636). What the provider says of a user is read once, at the end of
/// the login; from then on the browser has a session of ours. Nothing of it is loaded where <c>Oidc:Authority</c> is not set.
/// </summary>
internal sealed partial class OidcLogin(OidcSettings settings, BrowserSessions sessions, ILogger<OidcLogin> log)
{
    private const string Scheme = "oidc";
    private const string Callback = "/v1/oidc/callback";

    /// <summary>The claims that name a user, the best first.</summary>
    private static readonly string[] Names = ["preferred_username", "email", "name", "sub"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly OidcRoles _roles = OidcRoles.Read(settings.Roles ?? string.Empty).Roles!;

    /// <summary>Registers it.</summary>
    /// <exception cref="StartException">The file of the secret cannot be read.</exception>
    public static void Add(IServiceCollection services, OidcSettings settings)
    {
        // A login that a restart interrupts is begun again: no keys are kept.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddSingleton(settings).AddSingleton<OidcLogin>().AddSingleton<OtherLogin>();
        var secret = Secret(settings);
        services.AddAuthentication(Scheme).AddOpenIdConnect(Scheme, options =>
        {
            options.Authority = settings.Authority;
            options.RequireHttpsMetadata = settings.Authority!.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
            options.ClientId = settings.ClientId;
            options.ClientSecret = secret;
            options.ResponseType = OpenIdConnectResponseType.Code;
            options.ResponseMode = OpenIdConnectResponseMode.Query;
            options.UsePkce = true;
            options.CallbackPath = Callback;
            options.SignInScheme = "session";
            options.BackchannelTimeout = Patience;
            options.MapInboundClaims = false;
            options.GetClaimsFromUserInfoEndpoint = true;
            options.SaveTokens = false;
            options.Scope.Clear();
            foreach (var scope in settings.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                options.Scope.Add(scope);
            }

            options.ClaimActions.MapAll();
            options.CorrelationCookie.SameSite = SameSiteMode.Lax;
            options.NonceCookie.SameSite = SameSiteMode.Lax;
            options.Events.OnTicketReceived = ended => ended.HttpContext.RequestServices.GetRequiredService<OidcLogin>().EndAsync(ended);
            options.Events.OnRemoteFailure = failed => failed.HttpContext.RequestServices.GetRequiredService<OidcLogin>().FailAsync(failed);
        });
    }

    /// <summary>Maps the way to the provider and the way back.</summary>
    public void Map(WebApplication app)
    {
        // Who is let in says AdminDoor: the framework's own look at each request, on the nodes' side too, stays out.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;
        var admin = app.MapSide(ListenerSide.Admin);
        admin.MapGet(DashboardEndpoints.OtherLoginPath, (Delegate)BeginAsync).WithMetadata(new OpenToAll());
        admin.MapGet(Callback, (Delegate)ReturnAsync).WithMetadata(new OpenToAll());
    }

    private static string? Secret(OidcSettings settings)
    {
        try
        {
            return settings.ClientSecretFile is { } file ? File.ReadAllText(file).Trim() : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"Oidc:ClientSecretFile {settings.ClientSecretFile} cannot be read ({fault.Message.TrimEnd('.')})");
        }
    }

    private async Task BeginAsync(HttpContext context)
    {
        try
        {
            await context.ChallengeAsync(Scheme, new AuthenticationProperties { RedirectUri = "/dashboard" });
        }
        catch (Exception fault) when (fault is InvalidOperationException or IOException or HttpRequestException)
        {
            LogUnreachable(settings.Authority!, fault.GetBaseException().Message);
            await new Problem(
                "Unavailable", StatusCodes.Status503ServiceUnavailable,
                $"{settings.Authority} does not answer as a provider of OpenID Connect; a token still opens the dashboard").ExecuteAsync(context);
        }
    }

    private static async Task ReturnAsync(HttpContext context)
    {
        var handlers = context.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>();
        if (await handlers.GetHandlerAsync(context, Scheme) is not IAuthenticationRequestHandler handler || !await handler.HandleRequestAsync())
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private Task EndAsync(TicketReceivedContext ended)
    {
        ended.HandleResponse();
        var user = ended.Principal!;
        var name = Names.Select(claim => user.FindFirst(claim)?.Value)
            .FirstOrDefault(text => !string.IsNullOrEmpty(text)) ?? "somebody";
        string[] groups = [.. user.FindAll(settings.GroupsClaim).Select(claim => claim.Value)];
        if (_roles.Of(groups) is not { } role)
        {
            LogNobody(name);
            return TellAsync(ended.HttpContext, $"{name} is in no group that Oidc:Roles names: ask who runs the frontend");
        }

        LogIn(name, role.Role);
        ended.Response.Cookies.Append(AdminDoor.Cookie, sessions.Begin(role, new Author(name, "oidc"), settings.SessionLasts), DashboardEndpoints.CookieForm());
        ended.Response.Redirect("/dashboard");
        return Task.CompletedTask;
    }

    private Task FailAsync(RemoteFailureContext failed)
    {
        failed.HandleResponse();
        var why = failed.Failure?.Message.ReplaceLineEndings(" ") ?? "it was given up";
        LogFailed(why);
        return TellAsync(
            failed.HttpContext,
            "the login did not come to its end: the log of the frontend says why; begin it again at "
                + $"{failed.Request.Scheme}://{failed.Request.Host}/dashboard");
    }

    private static async Task TellAsync(HttpContext context, string sentence)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(sentence + "\n", context.RequestAborted);
    }

    [LoggerMessage(EventId = 415, Level = LogLevel.Information, Message = "{User} has logged in with role {Role}")]
    private partial void LogIn(string user, TokenRole role);

    [LoggerMessage(EventId = 416, Level = LogLevel.Warning, Message = "{User} may not log in: no group of theirs is in Oidc:Roles")]
    private partial void LogNobody(string user);

    [LoggerMessage(EventId = 417, Level = LogLevel.Warning, Message = "A login by OpenID Connect did not come to its end: {Why}")]
    private partial void LogFailed(string why);

    [LoggerMessage(EventId = 418, Level = LogLevel.Warning, Message = "{Authority} does not answer as a provider of OpenID Connect: {Why}")]
    private partial void LogUnreachable(string authority, string why);
}
