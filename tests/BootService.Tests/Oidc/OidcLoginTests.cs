using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BootService.Core.Stores;
using BootService.Oidc;
using BootService.Tests.Dashboard;
using Xunit;

namespace BootService.Tests.Oidc;

/// <summary>Logging in by OpenID Connect at a real provider, with a browser's cookies and redirects.</summary>
public sealed class OidcLoginTests : IAsyncLifetime
{
    private readonly string _secret = Path.GetTempFileName();
    private OidcProvider _provider = null!;
    private AdminSite _site = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_secret, OidcProvider.Secret + "\n", Cancel);
        _provider = await OidcProvider.StartAsync(Cancel);
        _site = await AdminSite.StartAsync(Cancel, new OidcSettings
        {
            Authority = _provider.Authority,
            ClientId = OidcProvider.Client,
            ClientSecretFile = _secret,
            Roles = "ops: admin; lab:west: admin rack=1; staff: read",
        });
        await _site.TypeAsync("add host backend-[0-1]-0");
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _provider.DisposeAsync();
        File.Delete(_secret);
    }

    [Fact]
    public async Task Who_is_in_a_group_that_may_change_does_under_his_name()
    {
        _provider.Groups = ["others", "ops"];
        using var browser = _site.Browser();
        Assert.Equal(HttpStatusCode.OK, (await LoginAsync(browser)).StatusCode);
        Assert.Equal(("admin", "alice"), await MeAsync(browser));
        using var set = await browser.PostAsJsonAsync(
            "/v1/commands/set.host.comment", new { args = new[] { "backend-0-0", "comment=hers" } }, Cancel);
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        var line = (await ((IAuditStore)_site.GetService(typeof(IAuditStore))!).ListAuditAsync(["host backend-0-0"], 10, Cancel))[^1];
        Assert.Equal(("alice", "oidc", "hers"), (line.By.Name, line.By.Via, line.Line.New));
        Assert.Equal(1, _provider.Redeemed);

        // Who has logged out is nobody, whoever kept the cookie.
        using (await browser.PostAsync("/v1/logout", null, Cancel))
        {
        }

        Assert.NotEqual("admin", (await MeAsync(browser)).Role);
    }

    [Fact]
    public async Task A_group_that_is_limited_to_a_rack_sees_no_other()
    {
        _provider.Groups = ["lab:west"];
        using var browser = _site.Browser();
        await LoginAsync(browser);
        var rows = await browser.GetFromJsonAsync<JsonElement>("/v1/commands/list.host", Cancel);
        Assert.Equal("backend-1-0", Assert.Single(rows.EnumerateArray()).GetProperty("host").GetString());
        Assert.Equal("rack=1", (await browser.GetFromJsonAsync<JsonElement>("/v1/me", Cancel)).GetProperty("hosts").GetString());
        using var refused = await browser.GetAsync("/v1/commands/list.token", Cancel);
        using var metrics = await browser.GetAsync("/metrics", Cancel);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (refused.StatusCode, metrics.StatusCode));
        using var changed = await browser.PostAsJsonAsync("/v1/commands/set.attr", new { args = new[] { "attr=a", "value=b" } }, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, changed.StatusCode);
    }

    [Fact]
    public async Task Who_is_in_no_group_is_told_so_and_gets_nothing()
    {
        _provider.User = "eve";
        _provider.Groups = ["visitors"];
        using var browser = _site.Browser();
        using var answer = await LoginAsync(browser);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.StartsWith("eve is in no group that Oidc:Roles names", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.NotEqual("admin", (await MeAsync(browser)).Role);
    }

    [Theory]
    [InlineData("/v1/oidc/callback")]
    [InlineData("/v1/oidc/callback?code=x&state=y")]
    [InlineData("/v1/oidc/callback?error=access_denied&state=y")]
    public async Task A_way_back_that_nobody_began_opens_nothing(string path)
    {
        using var browser = _site.Browser();
        using var answer = await browser.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.NotEqual("admin", (await MeAsync(browser)).Role);
    }

    [Fact]
    public async Task A_provider_that_is_away_is_a_sentence_and_tokens_go_on()
    {
        await _provider.DisposeAsync();
        using var browser = _site.Browser();
        using var answer = await browser.GetAsync("/v1/oidc/login", Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("a token still opens the dashboard", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using var client = _site.Client(await _site.TypeAsync("add token t role=admin"));
        Assert.Equal("admin", (await MeAsync(client)).Role);
    }

    [Theory]
    [InlineData("ops: admin", "ops", "Admin ")]
    [InlineData("ops: admin; *: read", "x", "Read ")]
    [InlineData("a:b: read box=lab appliance=x", "a:b", "Read box=lab appliance=x")]
    public void Roles_are_read(string setting, string group, string expected)
    {
        var role = OidcRoles.Read(setting).Roles!.Of([group])!;
        Assert.Equal(expected, $"{role.Role} {role.Scope}");
        Assert.Null(OidcRoles.Read("ops: admin").Roles!.Of(["other"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ops")]
    [InlineData("ops: root")]
    [InlineData(": admin")]
    [InlineData("ops: admin host=x")]
    [InlineData("ops: admin rack=")]
    public void A_setting_that_cannot_be_says_why(string setting) => Assert.NotNull(OidcRoles.Read(setting).Fault);

    /// <summary>Goes to the provider and back, as a browser does; a client of .NET's does not follow from TLS to plain HTTP by itself.</summary>
    private static async Task<HttpResponseMessage> LoginAsync(HttpClient browser)
    {
        var answer = await browser.GetAsync("/v1/oidc/login", Cancel);
        for (var hops = 0; answer.Headers.Location is { } next && hops < 5; hops++)
        {
            var address = new Uri(answer.RequestMessage!.RequestUri!, next);
            answer.Dispose();
            answer = await browser.GetAsync(address, Cancel);
        }

        return answer;
    }

    private static async Task<(string? Role, string? Name)> MeAsync(HttpClient browser)
    {
        var me = await browser.GetFromJsonAsync<JsonElement>("/v1/me", Cancel);
        return (me.GetProperty("role").GetString(), me.GetProperty("name").GetString());
    }
}
