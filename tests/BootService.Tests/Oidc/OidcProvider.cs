using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;
using OpenIddict.Server;

namespace BootService.Tests.Oidc;

/// <summary>
/// A provider of OpenID Connect (OpenIddict) on a port of loopback: discovery, authorization code, PKCE, signed tokens. Who sits before it is the test's word.
/// </summary>
internal sealed class OidcProvider : IAsyncDisposable
{
    public const string Client = "bootservice";
    public const string Secret = "the secret of the client";

    private readonly WebApplication _web;

    private OidcProvider(WebApplication web) => _web = web;

    public string Authority => _web.Urls.Single();

    /// <summary>Who logs in.</summary>
    public string User { get; set; } = "alice";

    public string[] Groups { get; set; } = [];

    /// <summary>Codes that were redeemed.</summary>
    public int Redeemed { get; private set; }

    public static async Task<OidcProvider> StartAsync(CancellationToken cancel)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        OidcProvider? provider = null;
        builder.Services.AddRoutingCore().AddLogging().AddAuthentication();
        builder.Services.AddOpenIddict().AddServer(options =>
        {
            options.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token");
            options.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            options.AddEphemeralEncryptionKey().AddEphemeralSigningKey().DisableAccessTokenEncryption();
            options.RegisterScopes("openid", "profile");
            options.EnableDegradedMode();
            options.UseAspNetCore().DisableTransportSecurityRequirement();
            options.AddEventHandler<OpenIddictServerEvents.ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(request =>
            {
                if (request.ClientId != Client || request.RedirectUri?.EndsWith("/v1/oidc/callback", StringComparison.Ordinal) is not true)
                {
                    request.Reject("invalid_client", "who is that?");
                }

                return default;
            }));
            options.AddEventHandler<OpenIddictServerEvents.ValidateTokenRequestContext>(handler => handler.UseInlineHandler(request =>
            {
                if (request.ClientId != Client || request.ClientSecret != Secret)
                {
                    request.Reject("invalid_client", "that is not the secret");
                }

                provider!.Redeemed++;
                return default;
            }));
            options.AddEventHandler<OpenIddictServerEvents.HandleAuthorizationRequestContext>(handler => handler.UseInlineHandler(request =>
            {
                var identity = new ClaimsIdentity("test", "name", "role");
                identity.SetClaim("sub", $"id of {provider!.User}").SetClaim("preferred_username", provider.User);
                identity.AddClaims(provider.Groups.Select(group => new Claim("groups", group)));
                identity.SetScopes(request.Request.GetScopes());
                identity.SetDestinations(_ => [OpenIddictConstants.Destinations.IdentityToken]);
                request.Principal = new ClaimsPrincipal(identity);
                return default;
            }));
        });
        var web = builder.Build();
        provider = new OidcProvider(web);
        web.UseAuthentication();
        web.Run(context =>
        {
            context.Response.StatusCode = (int)HttpStatusCode.NotFound;
            return Task.CompletedTask;
        });
        await web.StartAsync(cancel);

        // Its first answers take as long as its code takes to be compiled; nobody's patience is tried with that.
        using var client = new HttpClient { BaseAddress = new Uri(provider.Authority), Timeout = Timeout.InfiniteTimeSpan };
        foreach (var path in new[] { "/.well-known/openid-configuration", "/.well-known/jwks" })
        {
            (await client.GetAsync(path, cancel)).EnsureSuccessStatusCode().Dispose();
        }

        return provider;
    }

    public async ValueTask DisposeAsync() => await _web.DisposeAsync();
}
