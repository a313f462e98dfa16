using BootService.Core.Events;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Timeline;
using BootService.Protocols.Road;
using Xunit;

namespace BootService.Core.Tests.Timeline;

public sealed class TimelineFollowerTests
{
    private const string Host = "backend-0-0";

    private readonly TimelineFollower _follower = new();
    private readonly Inventory _inventory = Cluster.Inventory().Arm(0);
    private DateTimeOffset _now = Cluster.Noon;
    private InstallAttempt? _attempt;

    public TimelineFollowerTests() => _attempt = _inventory.AttemptOf(Cluster.Name(Host));

    [Fact]
    public void A_silence_is_named_once()
    {
        Say(BootStage.Dhcp, BootMessage.Offer);
        Assert.Empty(Overdue(TimeSpan.FromSeconds(15)));
        Assert.Equal("a REQUEST for the offered address", Assert.Single(Overdue(TimeSpan.FromSeconds(1))).Late.What);
        Assert.Empty(Overdue(TimeSpan.FromHours(1)));
    }

    [Fact]
    public void What_comes_in_time_moves_the_deadline()
    {
        Say(BootStage.Dhcp, BootMessage.Offer);
        _now += TimeSpan.FromSeconds(10);
        Say(BootStage.Dhcp, BootMessage.Ack);
        Assert.Empty(Overdue(TimeSpan.FromSeconds(10)));
        Assert.Equal("the boot file", Assert.Single(Overdue(TimeSpan.FromSeconds(10))).Late.What);
    }

    [Fact]
    public void The_next_silence_of_the_same_boot_is_named_too()
    {
        Say(BootStage.Dhcp, BootMessage.Offer);
        Assert.Single(Overdue(TimeSpan.FromMinutes(1)));
        Say(BootStage.Dhcp, BootMessage.Offer);
        Assert.Single(Overdue(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Nobody_waits_for_a_host_whose_attempt_was_cancelled_without_an_event()
    {
        Say(BootStage.Dhcp, BootMessage.Offer);
        Assert.Empty(Overdue(TimeSpan.FromSeconds(1)));
        _attempt = _attempt!.On(new AttemptSignal.Cancel(), _now);
        Assert.Empty(Overdue(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void A_step_is_counted_from_the_beginning_of_its_boot()
    {
        Assert.Equal(TimeSpan.Zero, Say(BootStage.Admin, BootMessage.ActionSet).Offset);
        _now += TimeSpan.FromSeconds(3);
        Assert.Equal(TimeSpan.FromSeconds(3), Say(BootStage.Dhcp, BootMessage.Offer).Offset);
        Assert.Equal(TimeSpan.Zero, Say(BootStage.Admin, BootMessage.ActionSet).Offset);
    }

    [Fact]
    public void A_machine_that_asks_for_ever_is_still_followed()
    {
        for (var time = 0; time < 2000; time++)
        {
            _now += TimeSpan.FromSeconds(1);
            Say(BootStage.Dhcp, BootMessage.Offer);
        }

        Assert.Single(Overdue(TimeSpan.FromMinutes(1)));
    }

    private IReadOnlyList<(string Host, Expectation Late)> Overdue(TimeSpan after)
    {
        _now += after;
        return [.. _follower.Overdue(_ => _attempt, _now)];
    }

    private TimelineStep Say(BootStage stage, BootMessage message) =>
        _follower.Follow(new BootEvent(_now, Cluster.Mac(0), stage, BootOutcome.Ok, message)
        {
            Host = Host,
            Attempt = 1,
            Address = Cluster.Backend(0).Address!.Value,
            Told = stage is BootStage.Admin ? BootTold.Install : BootTold.Loader,
        });
}
