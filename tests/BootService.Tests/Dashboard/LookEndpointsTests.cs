using System.Text.Json;
using Xunit;

namespace BootService.Tests.Dashboard;

/// <summary>Looking by GET, as a program of the site's does.</summary>
public sealed class LookEndpointsTests : IAsyncLifetime
{
    private AdminSite _site = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _site = await AdminSite.StartAsync(Cancel);
        await _site.TypeAsync("add host backend-0-[0-4]");
        await _site.TypeAsync("set host attr backend-0-1 attr=cores value=8");
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Rows_come_typed_and_by_pages_that_name_the_next()
    {
        using var client = _site.Client();
        var (all, total, next) = await PageAsync(client, "/v1/commands/list.host?arg=backend");
        Assert.Equal((5, 5, null), (all.GetArrayLength(), total, next));
        Assert.Equal(JsonValueKind.Number, all[0].GetProperty("rack").ValueKind);

        var names = new List<string>();
        for (var page = "/v1/commands/list.host?arg=backend&limit=2"; page is not null;)
        {
            (all, total, page) = await PageAsync(client, page);
            Assert.Equal(5, total);
            names.AddRange(all.EnumerateArray().Select(row => row.GetProperty("host").GetString()!));
        }

        Assert.Equal(["backend-0-0", "backend-0-1", "backend-0-2", "backend-0-3", "backend-0-4"], names);
    }

    [Fact]
    public async Task Parameters_stand_in_the_query_and_what_has_no_table_is_a_message()
    {
        using var client = _site.Client();
        var (rows, _, _) = await PageAsync(client, "/v1/commands/list.host.attr?arg=backend-0-1&attr=cores");
        Assert.Equal("8", Assert.Single(rows.EnumerateArray()).GetProperty("value").ToString());
        var (said, _, _) = await PageAsync(client, "/v1/commands/version");
        Assert.NotEmpty(Assert.Single(said.EnumerateArray()).GetProperty("message").GetString()!);
        var (none, total, _) = await PageAsync(client, "/v1/commands/list.host?arg=backend&offset=99");
        Assert.Equal((0, 5), (none.GetArrayLength(), total));
    }

    [Theory]
    [InlineData("list.hots", 404, "there is no verb \"list hots\"")]
    [InlineData("add.host?arg=x", 405, "\"add host\" does more than look")]
    [InlineData("report.host", 403, "needs a token of role admin")]
    [InlineData("list.host?nosuch=1", 422, "nosuch")]
    [InlineData("list.host?arg=backend-9-9", 409, "backend-9-9")]
    [InlineData("list.host?limit=0", 422, "limit is a number from 1 to 10000")]
    [InlineData("list.host?limit=1&limit=2", 422, "limit is a number from 1 to 10000")]
    [InlineData("list.host?offset=-1", 422, "offset one from 0")]
    [InlineData("watch", 422, "/v1/events")]
    public async Task A_refusal_is_a_problem_with_its_sentence(string what, int status, string sentence)
    {
        using var client = _site.Client();
        using var answer = await client.GetAsync("/v1/commands/" + what, Cancel);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal((status, status), ((int)answer.StatusCode, problem.RootElement.GetProperty("status").GetInt32()));
        Assert.Contains(sentence, problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DELETE", "/v1/board", "GET")]
    [InlineData("PUT", "/v1/commands/list.host", "GET, POST")]
    [InlineData("GET", "/v1/commands", "POST")]
    public async Task A_method_that_an_address_does_not_know_is_told_with_those_it_knows(string method, string path, string allowed)
    {
        using var client = _site.Client();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await client.SendAsync(request, Cancel);
        Assert.Equal(405, (int)answer.StatusCode);
        Assert.Equal(allowed.Split(", "), answer.Content.Headers.Allow.Order());
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Contains("can be asked of this address", problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whether_it_is_well_is_told_to_who_asks_for_the_head_alone()
    {
        using var client = _site.Client();
        using var request = new HttpRequestMessage(HttpMethod.Head, "/health/live");
        using var answer = await client.SendAsync(request, Cancel);
        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("""{"args":[null]}""")]
    [InlineData("""{"args":["list","host",null]}""")]
    [InlineData("""{"words":["list","host"]}""")]
    [InlineData("""{"Args":["list","host"]}""")]
    [InlineData("""{"args":["list","host","backend-0-0"],"args":["list","host"]}""")]
    public async Task What_is_not_the_object_or_has_more_in_it_is_no_command_line(string body)
    {
        using var client = _site.Client();
        using var answer = await client.PostAsync("/v1/commands", new StringContent(body), Cancel);
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains("the request is not the JSON object", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_description_has_a_GET_for_each_verb_that_looks_and_for_no_other()
    {
        using var client = _site.Client();
        using var described = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json", Cancel));
        var paths = described.RootElement.GetProperty("paths");
        Assert.True(paths.GetProperty("/v1/commands/list.host").TryGetProperty("get", out var look));
        Assert.Contains(
            look.GetProperty("parameters").EnumerateArray(), parameter => parameter.TryGetProperty("name", out var name) && name.GetString() == "arg");
        Assert.False(paths.GetProperty("/v1/commands/add.host").TryGetProperty("get", out _));
        Assert.False(paths.GetProperty("/v1/commands/watch").TryGetProperty("get", out _));
    }

    private static async Task<(JsonElement Rows, int Total, string? Next)> PageAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, text);
        var link = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        return (JsonDocument.Parse(text).RootElement,
            int.Parse(answer.Headers.GetValues("X-Total-Count").Single(), System.Globalization.CultureInfo.InvariantCulture), link);
    }
}
