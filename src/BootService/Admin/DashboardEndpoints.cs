using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BootService.Admin;

/// <summary>The dashboard: a page, its style and its script, and the way to log in. Everything it shows it asks of the same addresses as anybody.</summary>
/// <param name="door">Who knows tokens.</param>
/// <param name="sessions">Who has logged in otherwise.</param>
/// <param name="other">The other way to log in; null where there is none.</param>
internal sealed class DashboardEndpoints(AdminDoor door, BrowserSessions sessions, OtherLogin? other = null)
{
    /// <summary>Where the other way to log in begins.</summary>
    public const string OtherLoginPath = "/v1/oidc/login";

    // Nothing but our own files, and nobody may show us in a frame.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors "
            + "'none'";
    private const int LongestKey = 200;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => Results.Redirect("/dashboard")).WithMetadata(new OpenToAll());
        MapFile(routes, "/dashboard", "dashboard.html", "text/html; charset=utf-8");
        MapFile(routes, "/dashboard.css", "dashboard.css", "text/css; charset=utf-8");
        MapFile(routes, "/dashboard.js", "dashboard.js", "text/javascript; charset=utf-8");
        MapFile(routes, "/favicon.svg", "favicon.svg", "image/svg+xml");
        routes.MapGet("/v1/me", Me).WithMetadata(new OpenToAll());
        routes.MapPost("/v1/login", (Delegate)LoginAsync).WithMetadata(new OpenToAll());
        routes.MapPost("/v1/logout", Logout).WithMetadata(new OpenToAll());
    }

    private static void MapFile(IEndpointRouteBuilder routes, string path, string name, string type)
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream($"dashboard/{name}")
            ?? throw new InvalidOperationException($"{name} is not in this assembly");
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        routes.MapGet(path, (HttpContext context) =>
        {
            Protect(context.Response.Headers);
            return Results.Bytes(bytes, type);
        }).WithMetadata(new OpenToAll());
    }

    private static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-cache";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.StrictTransportSecurity = "max-age=31536000";
    }

    private IResult Me(HttpContext context) => Answer(context.Features.Get<AdminRole>(), Caller.Of(context).Name);

    /// <summary>Puts a good key into a cookie that no script can read and no other site can use.</summary>
    private async Task<IResult> LoginAsync(HttpContext context)
    {
        var buffer = new byte[LongestKey];
        var length = await context.Request.Body.ReadAtLeastAsync(buffer, LongestKey, throwOnEndOfStream: false, context.RequestAborted);
        var key = System.Text.Encoding.UTF8.GetString(buffer, 0, length).Trim();
        if (door.TokenOf(key) is not { } token)
        {
            await door.WrongAsync(context);
            return Results.Text("this token opens nothing\n", statusCode: StatusCodes.Status401Unauthorized);
        }

        context.Response.Cookies.Append(AdminDoor.Cookie, key, CookieForm());
        return Answer(new AdminRole(token.Role, token.Scope), token.Name);
    }

    /// <summary>A cookie that no script can read and no other site can use.</summary>
    public static CookieOptions CookieForm() => new() { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Strict, Path = "/" };

    private IResult Logout(HttpContext context)
    {
        sessions.End(context.Request.Cookies[AdminDoor.Cookie]);
        context.Response.Cookies.Delete(AdminDoor.Cookie, CookieForm());
        return Results.Text("{}", "application/json");
    }

    private IResult Answer(AdminRole? role, string name) => Results.Bytes(
        JsonSerializer.SerializeToUtf8Bytes(
            role is null
                ? new Visitor(null, null, null, other is null ? null : OtherLoginPath)
                : new Visitor(
                    role.Role.ToString().ToLowerInvariant(), name, role.Scope.IsAll ? null : role.Scope.Text, other is null ? null : OtherLoginPath),
            VisitorJson.Default.Visitor),
        "application/json");
}

/// <summary>Who looks at the page.</summary>
/// <param name="Role">What he may do; null for nobody.</param>
/// <param name="Name">What he is called; null for nobody.</param>
/// <param name="Hosts">The hosts that he is limited to; null for all.</param>
/// <param name="Login">Where one logs in without a token; null where that cannot be.</param>
internal sealed record Visitor(string? Role, string? Name, string? Hosts, string? Login);

/// <summary>The mark that one can log in without a token.</summary>
internal sealed record OtherLogin;

/// <summary>Serialises without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Visitor))]
internal sealed partial class VisitorJson : JsonSerializerContext;
