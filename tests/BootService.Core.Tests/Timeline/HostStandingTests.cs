using BootService.Core.Events;
using BootService.Core.Installs;
using BootService.Core.Reasons;
using BootService.Core.Timeline;
using BootService.Protocols.Road;
using Xunit;

namespace BootService.Core.Tests.Timeline;

/// <summary>One word for how a host stands, whatever it is seen by.</summary>
public sealed class HostStandingTests
{
    private static readonly DateTimeOffset Noon = Cluster.Noon;

    private readonly List<BootEvent> _events = [];
    private InstallAttempt _attempt = Cluster.Inventory().Arm(0).AttemptOf(Cluster.Name("backend-0-0"))!;

    [Fact]
    public void A_host_that_was_never_armed_is_idle() => Assert.Equal(new HostStanding(HostState.Idle, null, null), HostStanding.Of(null, [], Noon));

    [Fact]
    public void An_armed_host_waits_and_is_overdue_when_it_does_not_come()
    {
        Assert.Equal((HostState.Waiting, _attempt.Armed), At(1));
        Assert.Equal((HostState.Overdue, _attempt.Armed.AddMinutes(5)), At(301));
        Assert.Contains("network first", Standing(301).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_boot_file_that_nobody_asks_for_is_overdue_and_not_waiting_to_be_switched_on()
    {
        Say(1, BootStage.Dhcp, BootMessage.Offer, told: BootTold.Loader);
        Say(2, BootStage.Dhcp, BootMessage.Ack, told: BootTold.Loader);
        Signal(1, new AttemptSignal.FirmwareAsked());
        Assert.Equal(HostState.Installing, At(3).State);
        Assert.Equal((HostState.Overdue, Noon.AddSeconds(17)), At(60));
        Assert.Contains("the boot file", Standing(60).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_whose_firmware_has_asked_does_not_wait_to_be_switched_on_before_that_is_kept_with_its_attempt()
    {
        Say(1, BootStage.Dhcp, BootMessage.Offer, told: BootTold.Loader, isFirmware: true);
        Assert.False(_attempt.WasMet);
        Assert.Equal((HostState.Installing, "its firmware has asked"), (Standing(2).State, Standing(2).Why));
    }

    [Fact]
    public void A_system_that_still_runs_and_asks_for_an_address_is_no_firmware_that_was_switched_on()
    {
        Say(1, BootStage.Dhcp, BootMessage.Ack);
        Assert.Equal(HostState.Waiting, At(2).State);
    }

    [Fact]
    public void A_script_that_failed_is_failing_while_the_installer_goes_on_and_when_it_gives_up()
    {
        Signal(1, new AttemptSignal.HandedOut(), new AttemptSignal.KickstartFetched(default), new AttemptSignal.StageReached("pre"));
        Say(5, BootStage.Installer, BootMessage.StageReached, BootOutcome.Failed, "pre", new BootReason.Said("the script ended with exit code 1"));
        Assert.Equal((HostState.Failing, Noon.AddSeconds(5)), At(6));
        Assert.Equal("the script ended with exit code 1", Standing(6).Why);

        Say(9, BootStage.Installer, BootMessage.StageReached, name: "packages");
        Assert.Equal(HostState.Installing, At(10).State);

        Signal(12, new AttemptSignal.Broke("no disk was found"));
        Assert.Equal((HostState.Failing, "no disk was found"), (Standing(13).State, Standing(13).Why));
    }

    [Fact]
    public void A_file_that_did_not_arrive_is_failing_only_when_it_is_not_asked_for_again()
    {
        Say(1, BootStage.Dhcp, BootMessage.Ack, told: BootTold.Loader);
        Say(2, BootStage.Tftp, BootMessage.Loader, BootOutcome.Failed, "pxelinux.0", new BootReason.Said("it stopped answering"));
        Assert.NotEqual(HostState.Failing, At(20).State);
        Assert.Equal((HostState.Failing, Noon.AddSeconds(2)), At(40));
        Assert.Equal("pxelinux.0: it stopped answering", Standing(40).Why);
    }

    [Fact]
    public void An_install_that_is_done_is_installing_until_its_own_system_reports()
    {
        Signal(1, new AttemptSignal.HandedOut(), new AttemptSignal.KickstartFetched(default), new AttemptSignal.Done());
        Say(1, BootStage.Installer, BootMessage.Done);
        Assert.Equal(HostState.Installing, At(2).State);
        Assert.Equal(HostState.Overdue, At(16 * 60).State);
        Signal(60, new AttemptSignal.Up());
        Assert.Equal((HostState.Up, Noon.AddSeconds(60)), At(61));
    }

    [Fact]
    public void An_installed_machine_that_comes_back_from_its_disk_over_and_over_is_overdue()
    {
        Signal(1, new AttemptSignal.HandedOut(), new AttemptSignal.KickstartFetched(default), new AttemptSignal.Done());
        Say(1, BootStage.Installer, BootMessage.Done);
        for (var minute = 1; minute <= 20; minute += 2)
        {
            Say(minute * 60, BootStage.Dhcp, BootMessage.Offer, told: BootTold.NoLoader, isFirmware: true);
            Say((minute * 60) + 4, BootStage.Dhcp, BootMessage.Ack, told: BootTold.NoLoader, isFirmware: true);
        }

        Assert.Equal(HostState.Installing, At(15 * 60).State);
        Assert.Equal((HostState.Overdue, Noon.AddMinutes(16)), At((16 * 60) + 1));
        Assert.Contains("does not boot from its disk", Standing(20 * 60).Why, StringComparison.Ordinal);

        // Switched off and on by somebody, it begins anew.
        Say(21 * 60, BootStage.Admin, BootMessage.PowerReset);
        Say(22 * 60, BootStage.Dhcp, BootMessage.Ack, told: BootTold.NoLoader, isFirmware: true);
        Assert.Equal(HostState.Installing, At(23 * 60).State);
        Assert.Equal(HostState.Overdue, At(38 * 60).State);

        // So it does after a night.
        Say(48 * 3600, BootStage.Dhcp, BootMessage.Ack, told: BootTold.NoLoader, isFirmware: true);
        Assert.Equal(HostState.Installing, At((48 * 3600) + 60).State);
    }

    [Fact]
    public void What_the_machine_did_before_it_was_armed_is_not_held_against_it()
    {
        Say(-60, BootStage.Tftp, BootMessage.Loader, BootOutcome.Failed, "pxelinux.0", new BootReason.Said("it stopped answering"), attempt: 0);
        Assert.Equal(HostState.Waiting, At(1).State);
    }

    [Fact]
    public void A_cancelled_install_leaves_the_host_idle()
    {
        Signal(1, new AttemptSignal.Cancel());
        Assert.Equal((HostState.Idle, "another action was set"), (Standing(2).State, Standing(2).Why));
    }

    private (HostState State, DateTimeOffset? Since) At(int seconds) => (Standing(seconds).State, Standing(seconds).Since);

    private HostStanding Standing(int seconds) => HostStanding.Of(_attempt, _events, Noon.AddSeconds(seconds));

    private void Signal(int seconds, params AttemptSignal[] signals) =>
        _attempt = signals.Aggregate(_attempt, (attempt, signal) => attempt.On(signal, Noon.AddSeconds(seconds)));

    private void Say(
        int seconds, BootStage stage, BootMessage message, BootOutcome outcome = BootOutcome.Ok, string? name = null, BootReason? why = null,
        BootTold told = BootTold.Nothing, long attempt = 1, bool isFirmware = false) =>
        _events.Add(new BootEvent(Noon.AddSeconds(seconds), Cluster.Mac(0), stage, outcome, message)
        {
            Name = name,
            Told = told,
            IsFirmware = isFirmware,
            Reason = why,
            Host = "backend-0-0",
            Attempt = attempt,
            Address = Cluster.Backend(0).Address!.Value,
            Bytes = outcome is BootOutcome.Ok && stage is BootStage.Tftp ? 1000 : 0,
        });
}
