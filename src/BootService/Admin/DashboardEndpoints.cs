using System.Reflection;
using System.Text.Json.Serialization;
using BootService.Core.Audits;
using BootService.Core.Stores;
using EntityTagHeaderValue = Microsoft.Net.Http.Headers.EntityTagHeaderValue;

namespace BootService.Admin;

/// <summary>The dashboard: a page, its style and its scripts, and the way to log in. Everything it shows it asks of the same addresses as anybody.</summary>
/// <param name="door">Who knows tokens.</param>
/// <param name="sessions">Who has logged in otherwise.</param>
/// <param name="appliance">Whose page it is.</param>
/// <param name="other">The other way to log in; null where there is none.</param>
internal sealed class DashboardEndpoints(AdminDoor door, BrowserSessions sessions, IAppliance appliance, OtherLogin? other = null)
{
    /// <summary>Where the other way to log in begins.</summary>
    public const string OtherLoginPath = "/v1/oidc/login";

    // Nothing but our own files, and nobody may show us in a frame.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors "
            + "'none'";
    private const int LongestKey = 200;

    /// <summary>Where the files of the page lie in this assembly, and below which path they are served.</summary>
    private const string Folder = "dashboard/";

    /// <summary>
    /// Files are asked for at each visit, and sent again only after an upgrade. A digest of each would be as good, and load the libraries of TLS, 6 MB, into
    /// every daemon.
    /// </summary>
    private static readonly EntityTagHeaderValue ThisBuild = new($"\"{typeof(DashboardEndpoints).Module.ModuleVersionId:N}\"");

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => Results.Redirect("/dashboard")).WithMetadata(new OpenToAll());
        foreach (var name in Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            MapFile(routes, name is Folder + "dashboard.html" ? "/dashboard" : $"/{name}", name);
        }

        MapFile(routes, "/favicon.svg", Folder + "favicon.svg");
        routes.MapGet("/v1/me", Me).WithMetadata(new OpenToAll());
        routes.MapPost("/v1/login", (Delegate)LoginAsync).WithMetadata(new OpenToAll());
        routes.MapPost("/v1/logout", Logout).WithMetadata(new OpenToAll());
    }

    private static void MapFile(IEndpointRouteBuilder routes, string path, string name)
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);

        var type = Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            _ => "image/svg+xml",
        };
        routes.MapGet(path, (HttpContext context) =>
        {
            Protect(context.Response.Headers);
            return Results.Bytes(bytes, type, entityTag: ThisBuild);
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

    private IResult Me(HttpContext context)
    {
        var key = context.Request.Cookies[AdminDoor.Cookie];
        var why = key is { Length: > 0 } && door.TokenOf(key) is null && sessions.Find(key) is null ? door.WhyNot(key) : null;
        if (why is not null)
        {
            context.Response.Cookies.Delete(AdminDoor.Cookie, CookieForm());
        }

        return Answer(context.Features.Get<AdminRole>(), Caller.Of(context), why);
    }

    /// <summary>Puts a good key into a cookie that no script can read and no other site can use.</summary>
    private async Task<IResult> LoginAsync(HttpContext context)
    {
        var buffer = new byte[LongestKey];
        var length = await context.Request.Body.ReadAtLeastAsync(buffer, LongestKey, throwOnEndOfStream: false, context.RequestAborted);
        var key = System.Text.Encoding.UTF8.GetString(buffer, 0, length).Trim();
        if (door.TokenOf(key) is not { } token)
        {
            await door.WrongAsync(context);
            return Results.Text(door.WhyNot(key) + "\n", statusCode: StatusCodes.Status401Unauthorized);
        }

        context.Response.Cookies.Append(AdminDoor.Cookie, key, CookieForm());
        return Answer(new AdminRole(token.Role, token.Scope), new Author(token.Name, "token"), why: null);
    }

    /// <summary>A cookie that no script can read and no other site can use.</summary>
    public static CookieOptions CookieForm() => new() { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Strict, Path = "/" };

    private IResult Logout(HttpContext context)
    {
        sessions.End(context.Request.Cookies[AdminDoor.Cookie]);
        context.Response.Cookies.Delete(AdminDoor.Cookie, CookieForm());
        return Results.Text("{}", "application/json");
    }

    private IResult Answer(AdminRole? role, Author by, string? why) => Results.Json(
        new Visitor(
            role?.Role.ToString().ToLowerInvariant(), role is null ? null : by.Name, role is null ? null : by.Via,
            role is null or { Scope.IsAll: true } ? null : role.Scope.Text, appliance.Current.Frontend.Name, why, other is null ? null : OtherLoginPath),
        VisitorJson.Default.Visitor);
}

/// <summary>Who looks at the page.</summary>
/// <param name="Role">What the visitor may do; null for nothing.</param>
/// <param name="Name">What the visitor is called; null for whoever may do nothing.</param>
/// <param name="Via">How the visitor came in: by a token, a login elsewhere, or from this machine itself.</param>
/// <param name="Hosts">The hosts that the visitor is limited to; null for all.</param>
/// <param name="Frontend">The name of this frontend.</param>
/// <param name="Why">Why what the visitor showed opens nothing; null when nothing was shown or it does.</param>
/// <param name="Login">Where one logs in without a token; null where that cannot be.</param>
internal sealed record Visitor(string? Role, string? Name, string? Via, string? Hosts, string Frontend, string? Why, string? Login);

/// <summary>The mark that one can log in without a token.</summary>
internal sealed record OtherLogin;

/// <summary>Serialises without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Visitor))]
internal sealed partial class VisitorJson : JsonSerializerContext;
