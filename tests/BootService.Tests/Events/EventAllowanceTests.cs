using BootService.Core.Events;
using BootService.Events;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using Xunit;

namespace BootService.Tests.Events;

public sealed class EventAllowanceTests
{
    private readonly EventAllowance _allowance = new();

    [Fact]
    public void What_one_machine_does_without_end_is_told_by_its_beginning()
    {
        var told = Enumerable.Range(0, 10_000).Count(_ => _allowance.TryTake(Event(1)));

        Assert.Equal(EventAllowance.PerSecond, told);
        Assert.Equal(10_000 - EventAllowance.PerSecond, _allowance.Withheld);
    }

    [Fact]
    public void The_next_second_brings_a_new_allowance()
    {
        while (_allowance.TryTake(Event(1)))
        {
        }

        Assert.True(_allowance.TryTake(Event(1, second: 1)));
    }

    [Fact]
    public void A_thousand_machines_that_boot_in_one_second_are_all_told_of()
    {
        for (var step = 0; step < 30; step++)
        {
            for (uint machine = 1; machine <= 1000; machine++)
            {
                Assert.True(_allowance.TryTake(Event(machine)));
            }
        }
    }

    [Fact]
    public void Machines_without_a_card_are_told_apart_by_their_address()
    {
        while (_allowance.TryTake(Event(0) with { Address = new Ipv4(0x0a000001) }))
        {
        }

        Assert.Contains(Enumerable.Range(2, 8), last => _allowance.TryTake(Event(0) with { Address = new Ipv4(0x0a000000 + (uint)last) }));
    }

    [Fact]
    public void Asking_allocates_nothing() => Assert.Equal(0, Allocation.Of(() => _allowance.TryTake(Event(1))));

    private static BootEvent Event(uint mac, int second = 0) =>
        new(DateTimeOffset.UnixEpoch.AddSeconds(second), new MacAddress(mac), BootStage.Http, BootOutcome.Ok, BootMessage.Kernel);
}
