using BootService.Core.Events;
using BootService.Events;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BootService.Tests.Events;

public sealed class LiveBootEventsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_that_a_full_disk_does_not_take_are_listed_all_the_same()
    {
        var (store, time) = (new RecordingEventStore { Fails = true }, new FakeTimeProvider());
        var writer = new BootEventWriter(store, time, NullLogger<BootEventWriter>.Instance);
        await writer.StartAsync(Cancel);
        foreach (var host in new[] { "backend-0-0", "backend-0-1", null })
        {
            writer.Post(new BootEvent(time.GetUtcNow(), new MacAddress(1), BootStage.Kickstart, BootOutcome.Failed, BootMessage.Kickstart) { Host = host });
        }

        await writer.StopAsync(Cancel);
        var live = new LiveBootEvents(store, writer);
        Assert.Equal(3, (await live.ListAsync([], 100, Cancel)).Length);
        Assert.Equal("backend-0-1", Assert.Single(await live.ListAsync(["backend-0-1"], 100, Cancel)).Host);
        Assert.Single(await live.ListAsync([], 1, Cancel));
    }

    [Theory]
    [InlineData(true, new[] { "OFFER", "ACK", "configuration", "kernel" })]
    [InlineData(false, new[] { "configuration", "OFFER", "ACK", "kernel" })]
    public async Task What_another_machine_saw_before_and_told_after_stands_where_it_happened(bool isOfMany, string[] order)
    {
        var time = new FakeTimeProvider();
        var store = new RecordingEventStore { Kept = [Event("configuration", 90), Event("OFFER", 2), Event("ACK", 2), Event("kernel", 120)] };
        var live = new LiveBootEvents(store, new BootEventWriter(store, time, NullLogger<BootEventWriter>.Instance), isOfMany);

        Assert.Equal(order, (await live.ListAsync([], 100, Cancel)).Select(happened => happened.Name));

        BootEvent Event(string name, int milliseconds) => new(
            time.GetUtcNow().AddMilliseconds(milliseconds), new MacAddress(1), BootStage.Dhcp, BootOutcome.Ok, BootMessage.Kickstart)
        {
            Name = name,
        };
    }
}
