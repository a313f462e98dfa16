using BootService.Core.Events;
using BootService.Core.Installs;
using BootService.Core.Reasons;
using BootService.Core.Timeline;
using BootService.Protocols.Road;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Timeline;

/// <summary>An install as a waterfall, and a host's events as boots: whatever comes, nothing is lost and nothing stands twice.</summary>
public class InstallTraceTests
{
    private static readonly InstallAttempt Attempt = Cluster.Inventory().Arm(0).AttemptOf(Cluster.Name("backend-0-0"))! with { Id = 7 };

    private static readonly Gen<BootEvent> Event = Gen.Select(
        Gen.Enum<BootStage>(), Gen.Enum<BootOutcome>(), Gen.Enum<BootMessage>(), Gen.Enum<BootTold>(), Gen.Int[0, 3000], Gen.Int[0, 1000],
        Gen.Select(Choice.Among<string?>(null, "post", "disk"), Choice.Among(0L, 7L, 7L, 7L, 8L), Gen.Int[0, 5000]))
        .Select(one => new BootEvent(Cluster.Noon.AddSeconds(one.Item5), Cluster.Mac(0), one.Item1, one.Item2, one.Item3)
        {
            Told = one.Item4,
            Bytes = one.Item6,
            Name = one.Item7.Item1,
            Attempt = one.Item7.Item2,
            Took = TimeSpan.FromMilliseconds(one.Item7.Item3),
            Reason = one.Item2 is BootOutcome.Ok ? null : new BootReason.Said("it did not work"),
        });

    [Fact]
    public void Stages_stand_end_to_end_and_hold_every_event_of_the_attempt() =>
        Event.Array[0, 40].Sample(
            events =>
            {
                var ordered = events.OrderBy(one => one.At).ToArray();
                var trace = InstallTrace.Of(Attempt, ordered);
                var own = ordered.Where(one => one.Attempt == 7 && one.Stage is not BootStage.Admin).ToArray();
                Assert.Equal(own.Length, trace.Stages.Sum(stage => stage.Events));
                Assert.Equal(own.Sum(one => one.Bytes), trace.Stages.Sum(stage => stage.Bytes));
                Assert.All(trace.Stages, stage => Assert.True(stage.Begins <= stage.Ends, stage.ToString()));
                Assert.All(trace.Stages.Zip(trace.Stages.Skip(1)), pair => Assert.Equal(pair.First.Ends, pair.Second.Begins));
                Assert.All(trace.Stages.Zip(trace.Stages.Skip(1)), pair => Assert.NotEqual(pair.First.Name, pair.Second.Name));
                Assert.Equal(own.Any(one => one.Outcome is not BootOutcome.Ok), trace.Stages.Any(stage => stage.Why is not null));
            },
            iter: 2000);

    [Fact]
    public void A_stage_of_the_installer_has_its_name_and_begins_where_ours_began_to_answer()
    {
        BootEvent[] events =
        [
            At(10, BootStage.Dhcp, BootMessage.Offer) with { Took = TimeSpan.FromSeconds(1) }, At(12, BootStage.Tftp, BootMessage.Loader) with { Bytes = 100 },
            At(60, BootStage.Installer, BootMessage.StageReached) with { Name = "disk" },
                At(90, BootStage.Installer, BootMessage.StageReached) with { Name = "post" },
            At(100, BootStage.Installer, BootMessage.StageReached) with { Name = "post" },
        ];
        var trace = InstallTrace.Of(Attempt, events);
        Assert.Equal(["dhcp", "tftp", "installer disk", "installer post"], trace.Stages.Select(stage => stage.Name));
        Assert.Equal(Cluster.Noon.AddSeconds(9), trace.Stages[0].Begins);
        Assert.Equal(2, trace.Stages[^1].Events);
        Assert.Equal(Cluster.Noon.AddSeconds(100), trace.Stages[^1].Ends);
    }

    [Theory]
    [InlineData(AttemptState.Confirmed, true)]
    [InlineData(AttemptState.Failed, true)]
    [InlineData(AttemptState.Stuck, true)]
    [InlineData(AttemptState.Staged, false)]
    [InlineData(AttemptState.Armed, false)]
    [InlineData(AttemptState.Cancelled, false)]
    public void A_trace_is_made_when_nothing_more_is_to_come(AttemptState state, bool isOver) =>
        Assert.Equal(isOver, InstallTrace.IsOver(Attempt with { State = state }));

    [Fact]
    public void Boots_are_the_events_cut_where_machines_began_anew() =>
        Event.Array[0, 60].Sample(
            events =>
            {
                var ordered = events.OrderBy(one => one.At).ToArray();
                var boots = BootSplit.Split(ordered);
                Assert.Equal(ordered, boots.SelectMany(boot => boot));
                Assert.All(boots, boot => Assert.NotEmpty(boot));
                Assert.All(boots.Skip(1), boot => Assert.True(Road.Of(boot[0]) is RoadStep.Armed or RoadStep.Powered or RoadStep.Offered, $"{boot[0]}"));
                Assert.All(boots, boot => Assert.DoesNotContain(boot.Skip(1), one => Road.Of(one) is RoadStep.Armed));
            },
            iter: 2000);

    [Theory]
    [InlineData("offer ack loader told-disk | offer ack loader", 2)]
    [InlineData("offer ack ipxe offer ack kernel initrd kickstart", 1)]
    [InlineData("offer ack loader kernel initrd kickstart offer ack installing done up", 1)]
    [InlineData("offer ack loader kernel kickstart done offer ack up", 2)]
    [InlineData("armed powered offer ack | armed offer", 2)]
    [InlineData("offer offer offer ack", 1)]
    [InlineData("offer ack loader kernel offer ack loader", 2)]
    public void An_installer_that_asks_for_an_address_is_in_the_middle_of_its_boot(string road, int boots)
    {
        var words = road.Split(' ').Where(word => word != "|").ToArray();
        Assert.Equal(boots, BootSplit.Split([.. words.Select((word, at) => Step(word, at))]).Count);
    }

    private static BootEvent Step(string word, int at) => word switch
    {
        "armed" => At(at, BootStage.Admin, BootMessage.ActionSet) with { Told = BootTold.Install },
        "powered" => At(at, BootStage.Admin, BootMessage.PoweredOn),
        "offer" => At(at, BootStage.Dhcp, BootMessage.Offer),
        "ack" => At(at, BootStage.Dhcp, BootMessage.Ack),
        "loader" => At(at, BootStage.Tftp, BootMessage.Loader) with { Bytes = 1 },
        "ipxe" => At(at, BootStage.Tftp, BootMessage.IpxeLoader) with { Bytes = 1 },
        "told-disk" => At(at, BootStage.Configuration, BootMessage.Configuration) with { Told = BootTold.Disk },
        "kernel" => At(at, BootStage.Kernel, BootMessage.Kernel) with { Bytes = 1 },
        "initrd" => At(at, BootStage.Kernel, BootMessage.RamDisk) with { Bytes = 1 },
        "kickstart" => At(at, BootStage.Kickstart, BootMessage.Kickstart),
        "installing" => At(at, BootStage.Installer, BootMessage.StageReached),
        "done" => At(at, BootStage.Installer, BootMessage.Done),
        "up" => At(at, BootStage.Installer, BootMessage.Confirmed),
        _ => throw new ArgumentOutOfRangeException(nameof(word), word, null),
    };

    private static BootEvent At(int seconds, BootStage stage, BootMessage message) =>
        new(Cluster.Noon.AddSeconds(seconds), Cluster.Mac(0), stage, BootOutcome.Ok, message) { Attempt = 7 };
}
