using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using BootService.Board;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BootService.Tests.Dashboard;

/// <summary>What the page is drawn from.</summary>
public sealed class BoardTests : IAsyncLifetime
{
    private AdminSite _site = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _site = await AdminSite.StartAsync(Cancel);
        await _site.TypeAsync("add host backend-0-[0-9]");
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Who_follows_is_told_what_has_changed_and_nothing_else()
    {
        using var client = _site.SocketClient();
        var all = await client.GetFromJsonAsync<JsonElement>("/v1/board", Cancel);
        Assert.Equal(Enumerable.Range(0, 10).Select(rank => $"backend-0-{rank}"), Names(all));
        Assert.Equal((0, "idle"), (all.GetProperty("rows")[0].GetProperty("rack").GetInt32(), all.GetProperty("rows")[0].GetProperty("state").GetString()));

        var id = all.GetProperty("id").GetString()!;
        var news = FollowAsync(client, id);
        await _site.TypeAsync("set host comment backend-0-3 comment=slow");
        var told = await news.FirstAsync(one => Names(one).Length > 0, Cancel);
        Assert.Equal(["backend-0-3"], Names(told));
        Assert.True(told.GetProperty("site").GetBoolean());

        await _site.TypeAsync("remove host backend-0-4");
        var missed = await FollowAsync(client, id).FirstAsync(Cancel);
        Assert.Equal(["backend-0-3"], Names(missed));
        Assert.Equal("backend-0-4", Assert.Single(missed.GetProperty("gone").EnumerateArray()).GetString());
        Assert.False(missed.TryGetProperty("all", out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00000000-3")]
    [InlineData("nonsense")]
    public async Task Who_knows_another_run_of_the_daemon_is_told_everything(string after)
    {
        using var client = _site.SocketClient();
        var news = await FollowAsync(client, after).FirstAsync(Cancel);
        Assert.True(news.GetProperty("all").GetBoolean());
        Assert.Equal(10, Names(news).Length);
    }

    [Fact]
    public async Task A_stream_ends_with_the_token_that_opened_it()
    {
        using var client = _site.Client(await _site.TypeAsync("add token wall"));
        await using var stream = await client.GetStreamAsync("/v1/board/changes", Cancel);
        await using var events = SseParser.Create(stream).EnumerateAsync(Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await events.MoveNextAsync());
        await _site.TypeAsync("remove token wall");
        while (events.Current.EventType == "board")
        {
            Assert.True(await events.MoveNextAsync());
        }

        Assert.Equal("ended", events.Current.EventType);
        Assert.False(await events.MoveNextAsync());
    }

    [Fact]
    public void A_command_is_listed_until_it_ends_with_how_far_it_is()
    {
        var running = new CommandsUnderWay(new FakeTimeProvider());
        var before = running.Version;
        using (var note = running.Begin("root", "add pallet disc.iso"))
        {
            note.Progress("copying", 3, 9);
            var only = Assert.Single(running.All);
            Assert.Equal(("root", "add pallet disc.iso", "copying", 3, 9), (only.Who, only.Line, only.Text, only.Done, only.Total));
            Assert.Equal(before + 2, running.Version);
        }

        Assert.Empty(running.All);
    }

    private static string[] Names(JsonElement news) => [.. news.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("host").GetString()!)];

    private static async IAsyncEnumerable<JsonElement> FollowAsync(HttpClient client, string after)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/board/changes");
        request.Headers.TryAddWithoutValidation("Last-Event-ID", after);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        await using var stream = await answer.Content.ReadAsStreamAsync(Cancel);
        await foreach (var news in SseParser.Create(stream).EnumerateAsync(Cancel))
        {
            yield return JsonSerializer.Deserialize<JsonElement>(news.Data);
        }
    }
}
