using BootService.Core.Dhcp;
using BootService.Core.Events;
using BootService.Core.Installs;
using BootService.Core.Networks;
using BootService.Core.Timeline;
using BootService.Protocols.Pxe;
using BootService.Protocols.Road;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Timeline;

/// <summary>What should follow each step of a boot, and where nothing more is to come.</summary>
public sealed class ExpectationsTests
{
    private static readonly InstallAttempt Armed = Cluster.Inventory().Arm(0).AttemptOf(Cluster.Name("backend-0-0"))!;

    /// <summary>The road of an install, step by step.</summary>
    private static readonly BootEvent[] Install =
    [
        At(BootStage.Admin, BootMessage.ActionSet) with { Told = BootTold.Install },
        At(BootStage.Admin, BootMessage.PoweredOn),
        At(BootStage.Dhcp, BootMessage.Offer) with { Told = BootTold.Loader },
        At(BootStage.Dhcp, BootMessage.Ack) with { Told = BootTold.Loader },
        At(BootStage.Tftp, BootMessage.Loader) with { Bytes = 1 },
        At(BootStage.Configuration, BootMessage.Configuration) with { Told = BootTold.Install },
        At(BootStage.Http, BootMessage.Kernel) with { Bytes = 1 },
        At(BootStage.Http, BootMessage.RamDisk) with { Bytes = 1 },
        At(BootStage.Kickstart, BootMessage.Kickstart),
    ];

    [Fact]
    public void Each_step_of_an_install_is_what_the_one_before_it_awaits()
    {
        Assert.Equal("a DISCOVER", Expectations.After([], Armed)?.What);
        Assert.Equal(
            [
                "a DISCOVER", "a DISCOVER", "a REQUEST for the offered address", "the boot file", "the loader's configuration", "the kernel", "the RAM disk",
                "the kickstart", "the installer's first report",
            ],
            Enumerable.Range(1, Install.Length).Select(steps => Expectations.After(Install[..steps], Armed)?.What));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_machine_on_a_network_that_boots_nothing_is_waited_for_by_nobody(bool isAcknowledged)
    {
        var inventory = Cluster.Inventory().Arm(0);
        var closed = inventory.Networks[Network.Private] with { Pxe = false };
        var told = DhcpParameters.For(inventory, closed, Cluster.Mac(0), new PxeClient { Vendor = PxeVendor.PxeClient }, Cluster.Noon).Told;
        var offer = At(BootStage.Dhcp, isAcknowledged ? BootMessage.Ack : BootMessage.Offer) with { Told = told };

        Assert.Null(Expectations.After([Install[0], offer], Armed));
        Assert.NotNull(Expectations.After([Install[0], offer with { Told = BootTold.Loader }], Armed));
    }

    [Fact]
    public void The_system_on_the_disk_that_asks_for_an_address_shows_that_the_disk_comes_first() =>
        Assert.StartsWith(
            "it boots its disk before the network",
            Expectations.After([Install[0], At(BootStage.Dhcp, BootMessage.Ack) with { Told = BootTold.Nothing }], Armed)?.Probably, StringComparison.Ordinal);

    [Fact]
    public void An_offer_without_an_address_leaves_the_address_to_the_other_server() =>
        Assert.Equal(
            "a request on port 4011, or the boot file",
            Expectations.After([Install[2] with { Address = default }], Armed)?.What);

    [Theory]
    [InlineData(BootMessage.Kernel, "the kickstart")]
    [InlineData(BootMessage.Kickstart, "the installer's first report")]
    [InlineData(BootMessage.StageReached, "the next report of the installer")]
    public void An_installer_that_asks_for_an_address_owes_what_was_due_before(BootMessage last, string awaited) =>
        Assert.Equal(
            awaited,
            Expectations.After(
                [At(BootStage.Http, last) with { Bytes = 1 }, At(BootStage.Dhcp, BootMessage.Ack) with { Told = BootTold.Nothing }], Armed)?.What);

    [Fact]
    public void A_refusal_that_ends_a_chain_is_its_own_diagnosis_and_one_amid_the_road_moves_nothing()
    {
        var missing = At(BootStage.Tftp, BootMessage.Loader) with { Outcome = BootOutcome.Refused };
        Assert.Null(Expectations.After([.. Install[..4], missing], Armed));
        Assert.Equal(missing, Expectations.FailedStep([.. Install[..4], missing]));

        var unanswered = At(BootStage.Dhcp, BootMessage.Offer) with { Outcome = BootOutcome.Refused };
        Assert.Equal("the boot file", Expectations.After([.. Install[..4], unanswered], Armed)?.What);
        Assert.Null(Expectations.FailedStep([.. Install[..4], unanswered]));
        Assert.Null(Expectations.FailedStep([.. Install[..4], missing, Install[4]]));
    }

    [Theory]
    [InlineData(AttemptState.Staged, "the installed system")]
    [InlineData(AttemptState.Confirmed, null)]
    public void A_node_that_leaves_for_its_disk_is_heard_of_once_more_and_only_when_it_was_installed(AttemptState state, string? awaited) =>
        Assert.Equal(
            awaited,
            Expectations.After(
                [At(BootStage.Configuration, BootMessage.Configuration) with { Told = BootTold.Disk }], Armed with { State = state })?.What);

    [Theory]
    [InlineData(AttemptState.Staged, BootTold.NoLoader, "the installed system")]
    [InlineData(AttemptState.Staged, BootTold.Nothing, "the installed system")]
    [InlineData(AttemptState.Confirmed, BootTold.NoLoader, null)]
    [InlineData(AttemptState.Armed, BootTold.NoLoader, null)]
    public void A_node_that_DHCP_alone_sends_to_its_disk_is_heard_of_once_more_too(AttemptState state, BootTold told, string? awaited) =>
        Assert.Equal(awaited, Expectations.After([At(BootStage.Dhcp, BootMessage.Ack) with { Told = told }], Armed with { State = state })?.What);

    /// <summary>Whatever happened, what is due is due after the last step that counts, and says what to do.</summary>
    [Fact]
    public void What_is_awaited_has_its_time_and_its_advice() =>
        Gen.Select(Choice.Among(Enum.GetValues<BootStage>()), Choice.Among(Enum.GetValues<BootMessage>()), Choice.Among(Enum.GetValues<BootOutcome>()),
                Choice.Among(Enum.GetValues<BootTold>()), Gen.Long[0, 2])
            .Select((stage, message, outcome, told, bytes) => At(stage, message) with { Outcome = outcome, Told = told, Bytes = bytes })
            .Array[0, 12].Select(Gen.Bool.Select(Choice.Among(Enum.GetValues<AttemptState>()), (isNone, state) => isNone ? null : Armed with { State = state }))
            .Sample((events, attempt) =>
            {
                BootEvent[] story = [.. events.Select((happened, minute) => happened with { At = Cluster.Noon.AddMinutes(minute) })];
                if (Expectations.After(story, attempt) is { } next)
                {
                    Assert.InRange(next.Deadline, Cluster.Noon + next.Within, Cluster.Noon.AddMinutes(story.Length) + next.Within);
                    Assert.True(next.Within > TimeSpan.Zero && next.What.Length > 0 && next.Probably.Length > 0 && next.Advice.Length > 0);
                    Assert.False(next.IsOverdue(next.Deadline));
                    Assert.True(next.IsOverdue(next.Deadline.AddTicks(1)));
                }
            });

    private static BootEvent At(BootStage stage, BootMessage message) => new(Cluster.Noon, Cluster.Mac(0), stage, BootOutcome.Ok, message)
    {
        Host = "backend-0-0",
        Address = Cluster.Backend(0).Address!.Value,
    };
}
