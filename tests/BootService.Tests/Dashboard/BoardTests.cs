using System.Globalization;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using BootService.Board;
using BootService.Core.Events;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
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

    [Theory]
    [InlineData("rack=1", "backend-1-0")]
    [InlineData("appliance=storage", "storage-0-0")]
    public async Task Who_is_limited_to_some_hosts_is_told_of_no_others(string limit, string mine)
    {
        await _site.TypeAsync("add appliance storage");
        await _site.TypeAsync("add host backend-1-0");
        await _site.TypeAsync("add host storage-0-0");
        using var client = _site.Client(await _site.TypeAsync($"add token desk {limit}"));
        var text = await client.GetStringAsync("/v1/board", Cancel);
        Assert.Equal([mine], Names(JsonSerializer.Deserialize<JsonElement>(text)));
        Assert.DoesNotContain("backend-0-", text, StringComparison.Ordinal);

        var id = JsonSerializer.Deserialize<JsonElement>(text).GetProperty("id").GetString()!;
        var news = FollowAsync(client, id);
        await _site.TypeAsync("set host comment backend-0-3 comment=hidden");
        await _site.TypeAsync("remove host backend-0-4");
        Say("backend-0-5");
        Say(null);
        await _site.TypeAsync($"set host comment {mine} comment=seen");
        await foreach (var told in news.WithCancellation(Cancel))
        {
            var all = told.GetRawText();
            Assert.DoesNotContain("backend-0-", all, StringComparison.Ordinal);
            Assert.False(told.TryGetProperty("strangers", out _));
            if (all.Contains("seen", StringComparison.Ordinal))
            {
                break;
            }
        }
    }

    [Fact]
    public async Task However_many_follow_each_event_is_heard_once_and_by_nobody_when_none_does()
    {
        using var client = _site.SocketClient();
        var (one, other) = (FollowAsync(client, "").GetAsyncEnumerator(Cancel), FollowAsync(client, "").GetAsyncEnumerator(Cancel));
        Assert.True(await one.MoveNextAsync() && await other.MoveNextAsync());
        var before = Version(other.Current);
        Say("backend-0-5");
        do
        {
            Assert.True(await one.MoveNextAsync());
        }
        while (!one.Current.GetProperty("heard").EnumerateArray().Any());

        Assert.Equal(before + 1, Version(one.Current));
        await one.DisposeAsync();
        await other.DisposeAsync();
        while (_site.Events.IsWatched)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel);
        }
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

    private void Say(string? host) => _site.Events.Post(
        new BootEvent(TimeProvider.System.GetUtcNow(), new MacAddress(0x5254_0000_0099), BootStage.Dhcp, BootOutcome.Ok, BootMessage.Offer) { Host = host });

    private static long Version(JsonElement news) => long.Parse(news.GetProperty("id").GetString()!.Split('-')[1], CultureInfo.InvariantCulture);

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
