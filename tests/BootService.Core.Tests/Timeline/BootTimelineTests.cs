using BootService.Core.Boot;
using BootService.Core.Events;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Timeline;
using BootService.Protocols.Road;
using Xunit;

namespace BootService.Core.Tests.Timeline;

/// <summary>Boots as scripts of events: where they stop, what the timeline names.</summary>
public sealed class BootTimelineTests
{
    private const string Script = "pxelinux.cfg/01-52-54-00-00-01-00";
    private const string Kernel = "os/CentOS/6.6/redhat/x86_64/images/pxeboot/vmlinuz";
    private const string Initrd = "os/CentOS/6.6/redhat/x86_64/images/pxeboot/initrd.img";

    private readonly List<BootEvent> _events = [];
    private readonly Inventory _inventory = Cluster.Inventory().Arm(0);
    private DateTimeOffset _now = Cluster.Noon;

    private InstallAttempt Attempt => _inventory.AttemptOf(Cluster.Name("backend-0-0"))!;

    [Fact]
    public void Nothing_after_arming_means_it_is_off_or_boots_its_disk_first()
    {
        Say(BootStage.Admin, BootMessage.ActionSet, told: BootTold.Install);
        Expects("a DISCOVER", "boots its disk before the network", "switch it on", TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void An_armed_host_without_any_event_is_awaited_all_the_same() =>
        Assert.Equal("a DISCOVER", BootTimeline.Newest([], Attempt).Next!.What);

    [Fact]
    public void An_offer_that_is_not_taken_means_another_server()
    {
        Armed();
        Dhcp(BootMessage.Offer);
        Expects("a REQUEST", "another DHCP server's offer", "switch it off");
    }

    [Fact]
    public void The_DHCP_of_a_system_while_the_host_is_armed_means_that_its_disk_boots_first()
    {
        Armed();
        Dhcp(BootMessage.Offer, BootTold.Nothing);
        Dhcp(BootMessage.Ack, BootTold.Nothing);
        Expects("a DISCOVER of its firmware", "boots its disk before the network", "network first");
    }

    [Fact]
    public void An_address_and_no_boot_file_means_4011_or_a_firewall()
    {
        Armed();
        Addressed();
        Expects("the boot file", "port 4011", "UDP 69");
    }

    [Fact]
    public void A_loader_that_asks_no_configuration_hangs()
    {
        Armed();
        Addressed();
        Tftp("pxelinux.0", 42_000);
        Expects("the loader's configuration", "hangs", "loader");
    }

    [Fact]
    public void A_machine_in_MokManager_waits_for_a_person()
    {
        Armed();
        Addressed();
        Tftp("shimx64.efi", 900_000);
        Tftp("EFI/BOOT/mmx64.efi", 800_000);
        Expects("the machine's next boot", "enrols a key", "its console", TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void An_iPXE_that_asks_no_address_has_no_driver()
    {
        Armed();
        Addressed();
        Tftp("snponly.efi", 170_000);
        Expects("a DISCOVER of iPXE", "no driver", "console");
    }

    [Fact]
    public void A_missing_ldlinux_is_its_own_diagnosis()
    {
        Armed();
        Addressed();
        Tftp("pxelinux.0", 42_000);
        Say(BootStage.Tftp, BootMessage.Loader, BootOutcome.Refused, name: "ldlinux.c32");
        var timeline = Newest();
        Assert.Null(timeline.Next);
        Assert.Equal("ldlinux.c32", timeline.Steps[^1].Event.Name);
    }

    [Fact]
    public void A_configuration_and_no_kernel_means_the_loader_did_not_follow_it()
    {
        Configured();
        Expects("the kernel", "did not understand", "simulate boot");
    }

    [Fact]
    public void A_kernel_and_no_initrd_means_a_reset_or_little_memory()
    {
        Configured();
        Tftp(Kernel, 5_000_000);
        Expects("the RAM disk", "memory", "2 GB");
    }

    [Fact]
    public void An_initrd_and_no_kickstart_means_driver_damage_or_memory_also_after_the_installers_own_DHCP()
    {
        Loaded();
        Expects("the kickstart", "driver", "simulate boot");
        Dhcp(BootMessage.Offer, BootTold.Nothing);
        Dhcp(BootMessage.Ack, BootTold.Nothing);
        Expects("the kickstart", "driver", "simulate boot");
    }

    [Fact]
    public void A_kickstart_and_no_report_means_the_installer_stops_at_it()
    {
        Loaded();
        Say(BootStage.Kickstart, BootMessage.Kickstart);
        Expects("the installer's first report", "stops at its kickstart", "Alt-F3");
    }

    [Fact]
    public void An_installer_may_be_silent_as_long_as_the_attempt_says()
    {
        Loaded();
        Say(BootStage.Kickstart, BootMessage.Kickstart);
        Say(BootStage.Installer, BootMessage.StageReached, name: "pre");
        Expects("the next report", "stopped after", "install.timeout", Attempt.Patience);
    }

    [Fact]
    public void A_done_install_is_awaited_from_its_disk()
    {
        Loaded();
        Say(BootStage.Installer, BootMessage.StageReached, name: "pre");
        Say(BootStage.Done, BootMessage.Done);
        Expects("the installed system", "boot from its disk", "boot order");
    }

    [Fact]
    public void An_install_that_failed_awaits_nothing()
    {
        Loaded();
        Say(BootStage.Installer, BootMessage.InstallFailed, BootOutcome.Failed);
        Assert.Null(Newest().Next);
    }

    [Fact]
    public void A_node_that_boots_its_disk_and_is_up_awaits_nothing()
    {
        Addressed();
        Tftp("pxelinux.0", 42_000);
        Say(BootStage.Configuration, BootMessage.Configuration, told: BootTold.Disk, name: Script);
        Assert.Null(BootTimeline.Newest(_events, null).Next);
        Say(BootStage.Up, BootMessage.Confirmed);
        Assert.Null(BootTimeline.Newest(_events, null).Next);
    }

    [Fact]
    public void A_reset_in_mid_install_begins_another_boot()
    {
        Loaded();
        Say(BootStage.Kickstart, BootMessage.Kickstart);
        var again = _events.Count;
        Addressed();
        Tftp("pxelinux.0", 42_000);
        Assert.Equal(3, Newest().Steps.Length);
        Assert.Equal(_events[again], Newest().Steps[0].Event);
        Assert.Equal(TimeSpan.Zero, Newest().Steps[0].Offset);
    }

    [Fact]
    public void The_DHCP_of_iPXE_and_of_the_installer_are_of_the_same_boot()
    {
        Armed();
        Addressed();
        Tftp("snponly.efi", 170_000);
        Addressed();
        Say(BootStage.Configuration, BootMessage.Configuration, told: BootTold.Install, name: "ipxe/01-52-54-00-00-01-00.ipxe");
        File(BootStage.Http, Kernel, 5_000_000);
        File(BootStage.Http, Initrd, 50_000_000);
        Dhcp(BootMessage.Offer, BootTold.Nothing);
        Dhcp(BootMessage.Ack, BootTold.Nothing);
        Say(BootStage.Kickstart, BootMessage.Kickstart);
        Assert.Equal(_events.Count, Newest().Steps.Length);
    }

    [Fact]
    public void The_boot_after_an_install_is_another_one()
    {
        Loaded();
        Say(BootStage.Done, BootMessage.Done);
        Addressed();
        Assert.Equal(2, Newest().Steps.Length);
    }

    [Fact]
    public void An_attempt_shows_all_its_boots()
    {
        Loaded();
        Addressed();
        Tftp("pxelinux.0", 42_000);
        Assert.Equal(_events.Count, BootTimeline.OfAttempt(_events, Attempt, 1).Steps.Length);
        Assert.Empty(BootTimeline.OfAttempt(_events, Attempt, 2).Steps);
    }

    [Fact]
    public void What_is_late_is_overdue_and_not_before()
    {
        Armed();
        Addressed();
        var next = Newest().Next!;
        Assert.False(next.IsOverdue(next.Deadline));
        Assert.True(next.IsOverdue(next.Deadline + TimeSpan.FromSeconds(1)));
        Assert.StartsWith("expected the boot file within 15 s; probably ", next.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rate_is_octets_over_our_time()
    {
        Tftp(Kernel, 5_000_000);
        Assert.Equal(5_000_000 / 0.5, Newest().Steps[0].Rate);
    }

    [Fact]
    public void A_machine_we_switched_on_is_to_ask_for_an_address()
    {
        Armed();
        Power(BootMessage.PoweredOn);
        Expects("a DISCOVER", "its firmware does not try the network", "look at its console", TimeSpan.FromMinutes(5));
        Assert.Equal(2, Newest().Steps.Length);
        Addressed();
        Expects("the boot file", "port 4011", "UDP 69");
        Assert.Equal(4, Newest().Steps.Length);
    }

    [Fact]
    public void A_reset_begins_another_boot_and_a_machine_that_is_off_owes_nothing()
    {
        Loaded();
        Power(BootMessage.PowerReset);
        Assert.Equal(_events[^1], Assert.Single(Newest().Steps).Event);
        Expects("a DISCOVER", "its firmware does not try the network", "look at its console");
        Dhcp(BootMessage.Offer, BootTold.Nothing);
        Dhcp(BootMessage.Ack, BootTold.Nothing);
        Assert.Equal("a DISCOVER of its firmware", BootTimeline.OfAttempt(_events, Attempt, 1).Next!.What);
        Power(BootMessage.PoweredOff);
        Assert.Null(Newest().Next);
        Assert.Equal(4, Newest().Steps.Length);
    }

    [Fact]
    public void A_power_switch_that_failed_moves_no_machine()
    {
        Armed();
        Say(BootStage.Admin, BootMessage.PowerReset, BootOutcome.Failed);
        Assert.Equal("a DISCOVER", Newest().Next!.What);
        Assert.Equal(_events[0].At + TimeSpan.FromMinutes(5), Newest().Next!.Deadline);
    }

    [Fact]
    public void An_installed_machine_may_boot_its_disk_without_a_word()
    {
        Power(BootMessage.PoweredOn);
        Assert.NotNull(BootTimeline.Newest(_events, null).Next);
        Assert.Null(BootTimeline.Newest(_events, Attempt with { State = AttemptState.Confirmed }).Next);
    }

    private BootTimeline Newest() => BootTimeline.Newest(_events, Attempt);

    private void Expects(string what, string probably, string advice, TimeSpan? within = null)
    {
        var next = Newest().Next;
        Assert.NotNull(next);
        Assert.StartsWith(what, next.What, StringComparison.Ordinal);
        Assert.Contains(probably, next.Probably, StringComparison.Ordinal);
        Assert.Contains(advice, next.Advice, StringComparison.Ordinal);
        Assert.Equal(within ?? next.Within, next.Deadline - _events[^1].At);
    }

    private void Armed() => Say(BootStage.Admin, BootMessage.ActionSet, told: BootTold.Install);

    private void Configured()
    {
        Armed();
        Addressed();
        Tftp("pxelinux.0", 42_000);
        Tftp("ldlinux.c32", 120_000);
        Say(BootStage.Configuration, BootMessage.Configuration, told: BootTold.Install, name: Script);
    }

    [Fact]
    public void An_offer_beside_another_server_awaits_port_4011()
    {
        Say(BootStage.Dhcp, BootMessage.Offer, told: BootTold.Loader, hasAddress: false);
        var next = BootTimeline.Newest(_events, Cluster.Inventory().Arm(0).AttemptOf(Cluster.Name("backend-0-0"))).Next!;
        Assert.Equal(("a request on port 4011, or the boot file", TimeSpan.FromSeconds(15)), (next.What, next.Within));
    }

    [Fact]
    public void Neither_a_strangers_secret_nor_a_refused_command_moves_the_machine_or_hides_what_is_due()
    {
        Dhcp(BootMessage.Offer);
        var attempt = Cluster.Inventory().Arm(0).AttemptOf(Cluster.Name("backend-0-0"));
        var due = BootTimeline.Newest(_events, attempt).Next;
        Assert.NotNull(due);
        Say(BootStage.Http, BootMessage.Secret, BootOutcome.Refused);
        Say(BootStage.Admin, BootMessage.ActionSet, BootOutcome.Refused);
        Assert.Equal(due, BootTimeline.Newest(_events, attempt).Next);
    }

    private void Loaded()
    {
        Configured();
        Tftp(Kernel, 5_000_000);
        Tftp(Initrd, 50_000_000);
    }

    private void Addressed(BootTold told = BootTold.Loader)
    {
        Dhcp(BootMessage.Offer, told);
        Dhcp(BootMessage.Ack, told);
    }

    private void Power(BootMessage message) => Say(BootStage.Admin, message);

    private void Dhcp(BootMessage message, BootTold told = BootTold.Loader) => Say(BootStage.Dhcp, message, told: told);

    private void Tftp(string name, long bytes) => File(BootStage.Tftp, name, bytes);

    private void File(BootStage stage, string name, long bytes) => Say(stage, BootFileRole.Of(name), name: name, bytes: bytes);

    private void Say(
        BootStage stage, BootMessage message, BootOutcome outcome = BootOutcome.Ok, BootTold told = BootTold.Nothing, string? name = null, long bytes = 0,
        bool hasAddress = true)
    {
        _now += TimeSpan.FromSeconds(1);
        _events.Add(new BootEvent(_now, Cluster.Mac(0), stage, outcome, message)
        {
            Name = name,
            Told = told,
            Host = "backend-0-0",
            Attempt = 1,
            Address = hasAddress ? Cluster.Backend(0).Address!.Value : default,
            Bytes = bytes,
            Took = bytes > 0 ? TimeSpan.FromMilliseconds(500) : TimeSpan.Zero,
        });
    }
}
