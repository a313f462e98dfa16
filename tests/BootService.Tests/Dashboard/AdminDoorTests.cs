using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using BootService.Admin;
using BootService.Core.Access;
using BootService.Core.Hosts;
using BootService.Doors;
using BootService.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace BootService.Tests.Dashboard;

public sealed class AdminDoorTests : IAsyncLifetime
{
    private AdminSite _site = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _site = await AdminSite.StartAsync(Cancel);

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task An_admin_token_changes_things_and_the_log_names_it()
    {
        using var client = _site.Client(await _site.TypeAsync("add token ci role=admin"));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(client, "add.host", "backend-0-0")).Status);
        var (_, log) = await AskAsync(client, "list.audit");
        Assert.Contains("\"who\":\"ci\",\"uid\":null,\"via\":\"token\",\"command\":\"add host backend-0-0\"", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reading_token_reads_and_changes_nothing()
    {
        using var client = _site.Client(await _site.TypeAsync("add token wall"));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(client, "list.host")).Status);
        foreach (var (verb, argument) in new[] { ("add.host", "backend-0-0"), ("dump", "secrets=yes"), ("undo", ""), ("add.token", "more"),
            ("simulate.boot", "backend-0-0"), ("run.host", "backend-0-0"), ("report.host", "") })
        {
            var (status, said) = await AskAsync(client, verb, argument);
            Assert.Equal(HttpStatusCode.Forbidden, status);
            Assert.Contains("needs a token of role admin", said, StringComparison.Ordinal);
        }

        Assert.Empty(_site.Appliance.Current.Hosts);
    }

    [Fact]
    public async Task A_relay_s_token_opens_what_relays_ask_for_and_nothing_else_does()
    {
        var key = await _site.TypeAsync("add token rack7 role=relay");
        using var client = _site.Client(key);
        foreach (var path in new[] { "/v1/commands/list.host", "/metrics", "/v1/board", "/dashboard" })
        {
            using var refused = await client.GetAsync(path, Cancel);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            Assert.Contains(
                "token rack7 is for a relay, and opens nothing to people", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        foreach (var (shown, expected) in new[] { (key, 200), (await _site.TypeAsync("add token ci role=admin"), 403), ("bst_wrong", 401), (null, 401) })
        {
            var context = From("10.1.1.9");
            context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new ForRelays()), "relays"));
            context.Request.Headers.Authorization = shown is null ? default : $"Bearer {shown}";
            await PassAsync(context);
            Assert.Equal(expected, context.Response.StatusCode);
        }
    }

    [Fact]
    public async Task From_this_machine_looking_needs_no_token()
    {
        using var client = _site.Client();
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(client, "list.host")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(client, "add.host", "backend-0-0")).Status);
        Assert.Equal(
            """{"role":"read","name":"anonymous","via":"loopback","hosts":null,"frontend":"frontend","why":null,"login":null}""",
            await client.GetStringAsync("/v1/me", Cancel));
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("bst_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 401)]
    [InlineData("good", 200)]
    [InlineData("ended", 401)]
    [InlineData("removed", 401)]
    public async Task From_another_machine_only_a_good_token_opens(string? which, int expected)
    {
        var key = which switch
        {
            "good" => await _site.TypeAsync("add token t"),
            "ended" => await _site.TypeAsync("add token t days=0"),
            "removed" => await RemovedAsync(),
            _ => which,
        };
        var context = From("10.1.1.9");
        context.Request.Headers.Authorization = key is null ? default : $"Bearer {key}";
        await PassAsync(context);
        Assert.Equal(expected, context.Response.StatusCode);
    }

    [Fact]
    public async Task A_wrong_token_is_refused_even_where_none_is_needed()
    {
        using var client = _site.Client("bst_wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/metrics", Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_cookie_works_for_our_own_page_and_for_no_other_site()
    {
        var context = From("10.1.1.9");
        context.Request.Host = new HostString("frontend", 8443);
        context.Request.Headers.Cookie = $"{AdminDoor.Cookie}={await _site.TypeAsync("add token t role=admin")}";
        context.Request.Headers.Origin = "https://frontend:8443";
        await PassAsync(context);
        Assert.Equal((200, TokenRole.Admin), (context.Response.StatusCode, context.Features.Get<AdminRole>()!.Role));
        context.Request.Headers.Origin = "https://evil.example";
        await PassAsync(context);
        Assert.Equal(403, context.Response.StatusCode);
    }

    [Fact]
    public async Task Nodes_and_admins_never_share_a_path()
    {
        using var nodes = _site.Client(at: _site.Nodes);
        using var admin = _site.Client(await _site.TypeAsync("add token ci role=admin"));
        foreach (var path in new[] { "/", "/dashboard", "/v1/events", "/v1/me", "/metrics", "/openapi/v1.json", "/health/live" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await nodes.GetAsync(path, Cancel)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await nodes.PostAsJsonAsync("/v1/commands/list.host", new { args = Array.Empty<string>() }, Cancel)).StatusCode);
        Assert.Equal("a node's", await nodes.GetStringAsync("/install/probe", Cancel));
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync("/install/probe", Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_body_is_read_no_further_than_its_verb_and_its_caller_are_due()
    {
        var large = new { args = new[] { new string('a', 1_200_000) } };
        using var reader = _site.Client(await _site.TypeAsync("add token reader"));
        using var admin = _site.Client(await _site.TypeAsync("add token writer role=admin"));
        foreach (var (client, verb) in new[] { (reader, "list.host"), (reader, "load.hostfile"), (admin, "list.host") })
        {
            using var refused = await client.PostAsJsonAsync("/v1/commands/" + verb, large, Cancel);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
            Assert.Contains("Admin:LargestRequest", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        var table =
            new
            {
                args = new[] { "file=h.csv" },
                files = new Dictionary<string,
                string>
                { ["h.csv"] = "NAME,APPLIANCE,RACK,RANK\nbackend-0-7,backend,0,7\n" + new string('\n', 1_200_000) }
            };
        using var loaded = await admin.PostAsJsonAsync("/v1/commands/load.hostfile", table, Cancel);
        Assert.Equal(HttpStatusCode.OK, loaded.StatusCode);
        using var words = _site.SocketClient();
        using var whole = await words.PostAsJsonAsync("/v1/commands", new { args = new[] { "load", "hostfile", "file=h.csv" }, table.files }, Cancel);
        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        using var other = await words.PostAsJsonAsync("/v1/commands", new { args = new[] { "list", "host" }, table.files }, Cancel);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, other.StatusCode);
    }

    /// <summary>A call on a line, and behind it the octets of its files, as they are.</summary>
    [Theory]
    [InlineData("{\"args\":[\"load\",\"hostfile\",\"file=h.csv\"],\"texts\":[{\"path\":\"h.csv\",\"octets\":LENGTH}]}", 0, HttpStatusCode.OK)]
    [InlineData("{\"args\":[\"load\",\"hostfile\",\"file=h.csv\"],\"texts\":[{\"path\":\"h.csv\",\"octets\":LENGTH}]}", 1_200_000, HttpStatusCode.OK)]
    [InlineData("{\"args\":[\"list\",\"host\"],\"texts\":[{\"path\":\"h.csv\",\"octets\":LENGTH}]}", 1_200_000, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("{\"args\":[\"list\",\"host\"],\"texts\":[{\"path\":\"h.csv\",\"octets\":2000000000},{\"path\":\"/i\",\"octets\":2000000000}]}", 0,
        HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("{\"args\":[\"list\",\"host\"],\"texts\":[{\"path\":\"h.csv\",\"octets\":3}]}", 0, HttpStatusCode.BadRequest)]
    [InlineData("{\"args\":[\"list\",\"host\"],\"texts\":[{\"path\":\"h.csv\",\"octets\":50000}]}", 0, HttpStatusCode.BadRequest)]
    [InlineData("{\"args\":[\"list\",\"host\"],\"texts\":[{\"path\":\"h.csv\",\"octets\":-1}]}", 0, HttpStatusCode.BadRequest)]
    [InlineData("{\"args\":[\"list\",\"host\"],\"texts\":[null]}", 0, HttpStatusCode.BadRequest)]
    [InlineData("{\"args\":[\"list\",\"host\"],\"texts\":[{\"octets\":LENGTH}]}", 0, HttpStatusCode.BadRequest)]
    [InlineData("{\"args\":[\"list\",\"host\"],\"texts\":[{\"path\":\"a\",\"octets\":0},{\"path\":\"a\",\"octets\":LENGTH}]}", 0, HttpStatusCode.BadRequest)]
    [InlineData("{\"args\":[\"list\",\"host\"],\"files\":{\"a\":\"b\"},\"texts\":[{\"path\":\"h.csv\",\"octets\":LENGTH}]}", 0, HttpStatusCode.BadRequest)]
    [InlineData("{\"args\":[\"list\",\"host\"]}", 0, HttpStatusCode.BadRequest)]
    [InlineData("not JSON", 0, HttpStatusCode.BadRequest)]
    public async Task Texts_come_behind_their_call(string call, int more, HttpStatusCode status)
    {
        var text = "NAME,APPLIANCE,RACK,RANK\nbackend-0-7,backend,0,7\n" + new string('\n', more);
        using var words = _site.SocketClient();
        Assert.Equal(status, await SendAsync(words, call.Replace("LENGTH", $"{text.Length}", StringComparison.Ordinal) + "\n" + text));
        Assert.Equal(status is HttpStatusCode.OK, _site.Appliance.Current.HostOf(HostName.Parse("backend-0-7")) is not null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"args\":[\"list\",\"host\"],\"texts\":[]}")]
    public async Task A_call_with_texts_has_a_line_end(string call)
    {
        using var words = _site.SocketClient();
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(words, call));
    }

    [Fact]
    public async Task A_text_is_utf8_and_its_call_no_larger_than_any()
    {
        using var words = _site.SocketClient();
        var call = "{\"args\":[\"load\",\"hostfile\",\"file=h.csv\"],\"texts\":[{\"path\":\"h.csv\",\"octets\":1}]}\n";
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(words, call + "\u00ff", Encoding.Latin1));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await SendAsync(words, new string(' ', 1_200_000) + call + "x"));
        using var json = await words.PostAsync("/v1/commands", new StringContent(call, Encoding.UTF8, "application/json"), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, json.StatusCode);
    }

    private static async Task<HttpStatusCode> SendAsync(HttpClient to, string body, Encoding? octets = null)
    {
        using var content = new ByteArrayContent((octets ?? Encoding.UTF8).GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.bootservice.call");
        using var answer = await to.PostAsync("/v1/commands", content, Cancel);
        return answer.StatusCode;
    }

    [Fact]
    public async Task What_is_said_of_a_long_word_is_short()
    {
        using var client = _site.SocketClient();
        foreach (var args in new[] { new[] { "list", "host", new string('x', 900_000) }, ["list", new string('z', 900_000)],
            ["list", "host", new string('w', 900_000) + "=1"] })
        {
            using var refused = await client.PostAsJsonAsync("/v1/commands", new { args }, Cancel);
            Assert.InRange((await refused.Content.ReadAsStringAsync(Cancel)).Length, 1, 4096);
        }
    }

    [Fact]
    public async Task Streams_of_events_have_an_end_for_each_peer()
    {
        using var client = _site.Client();
        var open = new List<HttpResponseMessage>();
        for (var stream = 0; stream < _site.Settings.Admin.MaxStreamsPerPeer; stream++)
        {
            open.Add(await client.GetAsync("/v1/events", HttpCompletionOption.ResponseHeadersRead, Cancel));
            Assert.Equal(HttpStatusCode.OK, open[^1].StatusCode);
        }

        using var refused = await client.GetAsync("/v1/events", HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        open.ForEach(stream => stream.Dispose());
    }

    [Fact]
    public async Task The_key_is_the_daemons_alone_and_the_certificate_outlives_a_restart()
    {
        var key = Path.Combine(_site.Folder, "admin.key");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        var before = await File.ReadAllTextAsync(key, Cancel);
        var frontend = _site.Appliance.Current.Frontend;
        using var again = AdminCertificate.Open(_site.Settings.Admin, _site.Folder, frontend, TimeProvider.System.GetUtcNow()).Leaf;
        Assert.Equal(before, await File.ReadAllTextAsync(key, Cancel));
        var late = AdminCertificate.Open(_site.Settings.Admin, _site.Folder, frontend, new DateTimeOffset(again.NotAfter).AddDays(-10));
        Assert.StartsWith("The certificate of Admin:Listen was near its end: another was made, ", late.Remark, StringComparison.Ordinal);
        using var renewed = late.Leaf;
        Assert.NotEqual(again.Thumbprint, renewed.Thumbprint);
        await File.WriteAllTextAsync(key, "no key", Cancel);
        var damaged = AdminCertificate.Open(_site.Settings.Admin, _site.Folder, frontend, TimeProvider.System.GetUtcNow());
        Assert.Contains("admin.key lies aside as admin.key.damaged-1", damaged.Remark, StringComparison.Ordinal);
        Assert.Equal("no key", await File.ReadAllTextAsync(key + ".damaged-1", Cancel));
        Assert.NotEqual(renewed.Thumbprint, damaged.Leaf.Thumbprint);
        File.Delete(key);
        var half = AdminCertificate.Open(_site.Settings.Admin, _site.Folder, frontend, TimeProvider.System.GetUtcNow());
        Assert.StartsWith(
            "admin.key of Admin:Listen is gone: admin.crt lies aside as admin.crt.damaged-2, and another was made", half.Remark, StringComparison.Ordinal);
        using var whole = half.Leaf;
        var given = new AdminSettings { Certificate = Path.Combine(_site.Folder, "admin.crt"), Key = key };
        var end = AdminCertificate.Open(given, _site.Folder, frontend, new DateTimeOffset(whole.NotAfter).AddDays(2)).Remark;
        Assert.Contains($"of Admin:Certificate was good until {whole.NotAfter.ToUniversalTime():yyyy-MM-dd}, and today is ", end, StringComparison.Ordinal);
        var early = AdminCertificate.Open(_site.Settings.Admin, _site.Folder, frontend, new DateTimeOffset(whole.NotBefore).AddDays(-2));
        Assert.StartsWith(
            $"The certificate of Admin:Listen is good from {whole.NotBefore.ToUniversalTime():yyyy-MM-dd} on, and today is ", early.Remark,
            StringComparison.Ordinal);
        Assert.Contains(": another was made, ", early.Remark, StringComparison.Ordinal);
        var own = new AdminSettings { Certificate = key + ".damaged-1", Key = key };
        Assert.Contains(
            "cannot be used", Assert.Throws<StartException>(() => AdminCertificate.Open(own, _site.Folder, frontend, TimeProvider.System.GetUtcNow())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_file_holds_a_token()
    {
        var key = await _site.TypeAsync("add token ci role=admin");
        Assert.StartsWith("bst_", key, StringComparison.Ordinal);
        Assert.DoesNotContain(key, await _site.TypeAsync("dump secrets=yes"), StringComparison.Ordinal);
        foreach (var file in Directory.GetFiles(_site.Folder, "bootservice.db*"))
        {
            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[open.Length];
            await open.ReadExactlyAsync(bytes, Cancel);
            Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(key)));
        }
    }

    [Fact]
    public async Task The_socket_says_who_calls()
    {
        using var client = _site.SocketClient();
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(client, "add.host", "backend-0-0")).Status);
        var (_, log) = await AskAsync(client, "list.audit");
        Assert.Contains(
            $"\"who\":\"{Environment.UserName}\",\"uid\":{Trust.Native.UserId()},\"via\":\"socket\",\"command\":\"add host backend-0-0\"", log,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_lets_nothing_in_but_itself()
    {
        using var client = _site.Client();
        foreach (var path in new[] { "/dashboard", "/dashboard/page.js", "/dashboard/page.css" })
        {
            var answer = await client.GetAsync(path, Cancel);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.StartsWith(
                "default-src 'none'; script-src 'self'; style-src 'self';", answer.Headers.GetValues("Content-Security-Policy").Single(),
                StringComparison.Ordinal);
        }

        var page = await client.GetStringAsync("/dashboard", Cancel);
        Assert.DoesNotContain("http", page.Replace("<!doctype html>", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("innerHTML", await client.GetStringAsync("/dashboard/page.js", Cancel), StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(HttpClient client, string verb, params string[] arguments)
    {
        using var answer = await client.PostAsJsonAsync(
            $"/v1/commands/{verb}", new { args = arguments.Where(argument => argument.Length > 0).ToArray() }, Cancel);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }

    private async Task<string> RemovedAsync()
    {
        var key = await _site.TypeAsync("add token t");
        await _site.TypeAsync("remove token t");
        return key;
    }

    private static DefaultHttpContext From(string address)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        context.Features.Set(new SideMark(ListenerSide.Admin));
        context.Features.Set(new TokenWanted());
        return context;
    }

    private Task PassAsync(HttpContext context) =>
        new AdminDoor(
            _site.Appliance, new WrongTokens(TimeProvider.System, NullLogger<WrongTokens>.Instance), new BrowserSessions(TimeProvider.System),
            TimeProvider.System).PassAsync(context, _ => Task.CompletedTask);
}
