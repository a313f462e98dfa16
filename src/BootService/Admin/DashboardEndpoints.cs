using System.Reflection;
using System.Text.Json;
using BootService.Core.Access;

namespace BootService.Admin;

/// <summary>The dashboard: a page, its style and its script, and the way to log in. Everything it shows it asks of the same addresses as anybody.</summary>
internal sealed class DashboardEndpoints(AdminDoor door)
{
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

    private static IResult Me(HttpContext context) => Answer(context.Features.Get<AdminRole>()?.Role, Caller.Of(context).Name);

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

        context.Response.Cookies.Append(
            AdminDoor.Cookie, key, new CookieOptions { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Strict, Path = "/" });
        return Answer(token.Role, token.Name);
    }

    private static IResult Logout(HttpContext context)
    {
        context.Response.Cookies.Delete(AdminDoor.Cookie, new CookieOptions { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Strict, Path = "/" });
        return Results.Text("{}", "application/json");
    }

    private static IResult Answer(TokenRole? role, string name) => Results.Text(
        $$"""{"role":{{(role is { } known ? $"\"{known.ToString().ToLowerInvariant()}\"" : "null")}},"name":{{(role is null ? "null" : JsonSerializer.Serialize(name, Contracts.CommandJson.Default.String))}}}""", "application/json");
}
