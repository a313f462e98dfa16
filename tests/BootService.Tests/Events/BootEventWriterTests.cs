using BootService.Core.Events;
using BootService.Events;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BootService.Tests.Events;

public sealed class BootEventWriterTests : IDisposable
{
    private readonly RecordingEventStore _store = new();
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _watching = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
    private readonly BootEventWriter _events;

    public BootEventWriterTests() => _events = new BootEventWriter(_store, _time, NullLogger<BootEventWriter>.Instance);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _watching.Dispose();
        _events.Dispose();
    }

    [Fact]
    public void Posting_allocates_nothing_whether_there_is_room_or_not()
    {
        var happened = Event("OFFER");
        _events.Post(happened);

        Assert.Equal(0, Allocation.Of(() =>
        {
            for (var times = 1; times < BootEventWriter.MostWaiting + 100; times++)
            {
                _events.Post(happened);
            }
        }));
    }

    [Fact]
    public void What_finds_no_room_is_counted()
    {
        for (var times = 0; times < BootEventWriter.MostWaiting + 100; times++)
        {
            _events.Post(Event("OFFER"));
        }

        Assert.Equal(100, _events.Dropped);
    }

    [Fact]
    public async Task Posting_to_a_waiting_writer_allocates_nothing()
    {
        await _events.StartAsync(Cancel);
        var watched = _events.Subscribe(_watching.Token).GetAsyncEnumerator(Cancel);
        await PostAsync(watched, 20);
        var least = long.MaxValue;
        for (var run = 0; run < 5 && least > 0; run++)
        {
            least = Math.Min(least, await PostAsync(watched, 20)); // as in Allocation.Of, which cannot wait
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public async Task Events_are_seen_at_once_and_saved_together()
    {
        await _events.StartAsync(Cancel);
        var watched = _events.Subscribe(_watching.Token).GetAsyncEnumerator(Cancel);
        foreach (var what in (string[])["DISCOVER", "OFFER", "ACK"])
        {
            _events.Post(Event(what));
            Assert.True(await watched.MoveNextAsync());
            Assert.Equal(what, watched.Current.Name);
        }

        Assert.False(_store.HasBatch);
        _time.Advance(BootEventWriter.SaveEvery);

        Assert.Equal(["DISCOVER", "OFFER", "ACK"], await _store.BatchAsync(Cancel));
    }

    [Fact]
    public async Task Stopping_saves_what_was_posted_and_ends_the_streams()
    {
        for (var number = 0; number < 3000; number++)
        {
            _events.Post(Event($"{number}"));
        }

        var watched = _events.Subscribe(_watching.Token);
        await _events.StartAsync(Cancel);
        await _events.StopAsync(Cancel);
        _events.Post(Event("too late"));

        var saved = new List<string>();
        while (_store.HasBatch)
        {
            saved.AddRange(await _store.BatchAsync(Cancel));
        }

        Assert.Equal(Enumerable.Range(0, 3000).Select(number => $"{number}"), saved);
        var seen = await watched.ToListAsync(Cancel);
        Assert.Equal(EventSubscribers.MostWaiting, seen.Count);
        Assert.Equal("2999", seen[^1].Name);
    }

    [Fact]
    public async Task A_crowd_is_handed_on_whole_and_in_order_though_the_clock_stands_still()
    {
        await _events.StartAsync(Cancel);
        var watched = _events.Subscribe(_watching.Token).GetAsyncEnumerator(Cancel);
        for (var number = 0; number < 500; number++)
        {
            _events.Post(Event($"{number}"));
        }

        for (var number = 0; number < 500; number++)
        {
            Assert.True(await watched.MoveNextAsync());
            Assert.Equal($"{number}", watched.Current.Name);
        }

        Assert.False(_store.HasBatch);
    }

    [Fact]
    public async Task Whoever_settles_finds_on_disk_what_was_posted_before_and_need_not_wait_for_the_clock()
    {
        await _events.StartAsync(Cancel);
        for (var number = 0; number < 20; number++)
        {
            _events.Post(Event($"{number}"));
            await _events.SettleAsync(Cancel);
            Assert.Equal([$"{number}"], await _store.BatchAsync(Cancel));
        }
    }

    [Fact]
    public async Task Nobody_waits_for_a_writer_that_does_not_run()
    {
        await _events.SettleAsync(Cancel);
        await _events.StartAsync(Cancel);
        var settling = Enumerable.Range(0, 100).Select(_ => _events.SettleAsync(Cancel)).ToList();
        await _events.StopAsync(Cancel);
        await Task.WhenAll(settling);
        await _events.SettleAsync(Cancel);
    }

    [Fact]
    public async Task A_full_disk_delays_the_record_and_costs_neither_events_nor_their_order()
    {
        await _events.StartAsync(Cancel);
        var watched = _events.Subscribe(_watching.Token).GetAsyncEnumerator(Cancel);
        var all = new List<string>();
        foreach (var (what, fails) in ((string, bool)[])[("held", true), ("held too", true), ("saved", false)])
        {
            _store.Fails = fails;
            _events.Post(Event(what));
            Assert.True(await watched.MoveNextAsync());
            _time.Advance(BootEventWriter.SaveEvery);
            all.Add(what);
            Assert.Equal(all, await _store.BatchAsync(Cancel));
        }

        await _events.StopAsync(Cancel);
        Assert.Equal(0, _events.Unsaved);
        Assert.Empty(_events.Held);
    }

    [Fact]
    public async Task A_subscriber_that_left_is_forgotten_and_the_other_goes_on()
    {
        await _events.StartAsync(Cancel);
        using var leaving = new CancellationTokenSource();
        var left = _events.Subscribe(leaving.Token).GetAsyncEnumerator(Cancel);
        var stayed = _events.Subscribe(_watching.Token).GetAsyncEnumerator(Cancel);
        _events.Post(Event("one"));
        Assert.True(await left.MoveNextAsync());

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await left.MoveNextAsync());
        _events.Post(Event("two"));
        Assert.True(await stayed.MoveNextAsync() && await stayed.MoveNextAsync());
        Assert.Equal("two", stayed.Current.Name);
    }

    [Fact]
    public async Task The_last_events_of_a_host_are_at_hand_without_a_read()
    {
        for (var number = 0; number < RecentEvents.Kept + 6; number++)
        {
            _events.Post(Event($"{number}"));
        }

        _events.Post(Event("stranger") with { Host = null });
        await _events.StartAsync(Cancel);
        await _events.StopAsync(Cancel);

        Assert.Equal(Enumerable.Range(6, RecentEvents.Kept).Select(number => $"{number}"), _events.Recent("backend-0-0").Select(happened => happened.Name));
        Assert.Equal("stranger", Assert.Single(_events.Recent(null)).Name);
        Assert.Empty(_events.Recent("backend-0-1"));
    }

    private async Task<long> PostAsync(IAsyncEnumerator<BootEvent> watched, int times)
    {
        long allocated = 0;
        for (; times > 0; times--)
        {
            var happened = Event("ACK");
            allocated += Measured(happened);
            await watched.MoveNextAsync();
        }

        return allocated;
    }

    private long Measured(BootEvent happened)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        _events.Post(happened);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static BootEvent Event(string what) =>
        new(DateTimeOffset.UnixEpoch, new MacAddress(1), BootStage.Dhcp, BootOutcome.Ok, BootMessage.File) { Name = what, Host = "backend-0-0" };
}
