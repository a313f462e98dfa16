using BootService.Core.Boot;
using BootService.Core.Events;
using BootService.Core.Reasons;
using BootService.Protocols.Road;
using Xunit;

namespace BootService.Core.Tests.Boot;

public sealed class LoaderTrialsTests
{
    private const string Host = "backend-0-0";

    private static readonly string Script = BootNames.IpxeScript(Cluster.Mac(0));

    private readonly List<LoaderLesson> _lessons = [];
    private FirmwareKind _known = FirmwareKind.Bios;
    private readonly LoaderTrials _trials;

    public LoaderTrialsTests() => _trials = new LoaderTrials(_ => _known);

    [Fact]
    public void A_loader_after_which_nothing_came_three_times_gives_way_as_the_firmware_asks_again()
    {
        for (var boot = 0; boot < 3; boot++)
        {
            FirmwareAsks();
            Assert.Empty(_lessons);
            Fetches("pxelinux.0");
            Fetches("ldlinux.c32");
        }

        FirmwareAsks();
        var lesson = Assert.IsType<LoaderLesson.Stalled>(Assert.Single(_lessons));
        Assert.Equal((Host, "pxelinux", FirmwareKind.Bios, false), (lesson.Host, lesson.Loader, lesson.Firmware, lesson.IsOfCard));
        Assert.Equal("ipxe", lesson.Next(_ => true));
        Assert.Null(lesson.Next(name => name != "undionly.kpxe"));
    }

    [Fact]
    public void A_kernel_that_never_comes_whole_is_the_loaders_stall_and_a_whole_one_is_not()
    {
        for (var boot = 0; boot < 3; boot++)
        {
            FirmwareAsks(isIpxe: true);
            Configured(Script, BootTold.Install);
            Happens(
                BootStage.Http, BootMessage.Kernel, "os/vmlinuz", outcome: BootOutcome.Failed, reason: BootReason.Transfer.For(TransferNote.ConnectionEnded));
        }

        FirmwareAsks(isIpxe: true);
        var lesson = Assert.IsType<LoaderLesson.Stalled>(Assert.Single(_lessons));
        Assert.Equal(("ipxe", true, "pxelinux"), (lesson.Loader, lesson.IsOfCard, lesson.Next(_ => true)));

        for (var boot = 0; boot < 5; boot++)
        {
            FirmwareAsks();
            Fetches("pxelinux.0");
            Configured("pxelinux.cfg/01", BootTold.Install);
            Happens(BootStage.Tftp, BootMessage.Kernel, "os/vmlinuz");
            Happens(BootStage.Tftp, BootMessage.RamDisk, "os/initrd.img");
        }

        Assert.Single(_lessons);
    }

    [Fact]
    public void A_cards_own_iPXE_under_UEFI_has_no_other_way()
    {
        _known = FirmwareKind.UefiX64;
        for (var boot = 0; boot < 4; boot++)
        {
            FirmwareAsks(isIpxe: true);
            Configured(Script, BootTold.Install);
        }

        Assert.Null(Assert.IsType<LoaderLesson.Stalled>(Assert.Single(_lessons)).Next(_ => true));
    }

    [Fact]
    public void An_iPXE_that_we_loaded_asks_by_DHCP_without_being_another_boot()
    {
        for (var boot = 0; boot < 5; boot++)
        {
            FirmwareAsks();
            Fetches("snponly.efi");
            FirmwareAsks(isIpxe: true);
            Configured(Script, BootTold.Disk);
        }

        Assert.Empty(_lessons);
    }

    [Fact]
    public void Secure_Boot_that_refuses_iPXE_twice_a_boot_comes_to_shim_in_its_second()
    {
        for (var loads = 0; loads < 3; loads++)
        {
            FirmwareAsks();
            Fetches("snponly.efi");
        }

        FirmwareAsks();
        Assert.Equal("shim", Assert.IsType<LoaderLesson.Stalled>(Assert.Single(_lessons)).Next(_ => true));
        Assert.Equal("ipxe-native", Assert.IsType<LoaderLesson.Stalled>(_lessons[0]).Next(name => name != "shimx64.efi"));

        // shim goes on with GRUB, which is no loader of its own then.
        FirmwareAsks();
        Fetches("shimx64.efi");
        Fetches("grubx64.efi");
        Configured("grub/grub.cfg", BootTold.Install);
        Happens(BootStage.Kickstart, BootMessage.Kickstart, null);
        Assert.Equal(new LoaderLesson.Worked(Host, "shim"), _lessons[^1]);
        Fetches("shimx64.efi");
        Happens(BootStage.Kickstart, BootMessage.Kickstart, null);
        Assert.Equal(2, _lessons.Count);
    }

    [Fact]
    public void One_boot_that_went_on_forgets_those_before_it()
    {
        for (var boot = 0; boot < 12; boot++)
        {
            FirmwareAsks();
            Fetches("pxelinux.0");
            if (boot % 3 == 2)
            {
                // An operating system asks for its address.
                Happens(BootStage.Dhcp, BootMessage.Ack, null);
            }
        }

        Assert.Empty(_lessons);
    }

    [Fact]
    public void A_file_that_we_do_not_have_counts_against_no_loader()
    {
        for (var boot = 0; boot < 6; boot++)
        {
            FirmwareAsks();
            Fetches("pxelinux.0");
            Happens(BootStage.Tftp, BootMessage.Kernel, "os/vmlinuz", outcome: BootOutcome.Refused, reason: new BootReason.NotFound());
        }

        Assert.Empty(_lessons);

        // What loaders look for and can do without is no fault of anybody's.
        for (var boot = 0; boot < 4; boot++)
        {
            FirmwareAsks();
            Fetches("pxelinux.0");
            Happens(BootStage.Tftp, BootMessage.File, "pxelinux.cfg/default", outcome: BootOutcome.Refused, reason: BootReason.NotNeeded.Value);
        }

        Assert.Single(_lessons);
    }

    [Fact]
    public void A_memory_test_is_where_its_kernel_is()
    {
        for (var boot = 0; boot < 6; boot++)
        {
            FirmwareAsks();
            Fetches("pxelinux.0");
            Configured("pxelinux.cfg/01", BootTold.Kernel);
            Happens(BootStage.Tftp, BootMessage.Kernel, "memtest");
        }

        Assert.Empty(_lessons);
    }

    [Fact]
    public void What_the_admin_says_goes_before_experience_and_that_before_what_is_known_of_the_firmware()
    {
        Assert.Equal(new LoaderChoice("shim", LoaderChooser.Admin), LoaderChoice.Of("shim", "ipxe", "pxelinux"));
        Assert.Equal(new LoaderChoice("ipxe", LoaderChooser.Experience), LoaderChoice.Of("auto", "ipxe", "pxelinux"));
        Assert.Equal(new LoaderChoice("pxelinux", LoaderChooser.Quirk), LoaderChoice.Of(null, null, "pxelinux"));
        Assert.Equal(default, LoaderChoice.Of("auto", null, null));
    }

    [Theory]
    [InlineData(BootProgram.Firmware, "pxelinux", "pxelinux.0")]
    [InlineData(BootProgram.Firmware, "ipxe", "undionly.kpxe")]
    [InlineData(BootProgram.Ipxe, "pxelinux", "pxelinux.0")]
    public void A_host_is_led_through_what_its_boots_have_taught(BootProgram program, string learned, string file)
    {
        var inventory = Cluster.Inventory().With(new Core.Inventories.Change.HostSet(Cluster.Backend(0) with { LearnedLoader = learned })).Arm(0);
        var decision = BootPolicy.Decide(inventory, Cluster.Mac(0), new BootClient(FirmwareKind.Bios, program), Cluster.Noon);
        Assert.Equal((new LoaderOffer.File(file), LoaderChooser.Experience), (decision.Loader, decision.Led.By));
    }

    private void FirmwareAsks(bool isIpxe = false)
    {
        // Offers come twice where a client asks twice.
        foreach (var message in (BootMessage[])[BootMessage.Offer, BootMessage.Offer, BootMessage.Ack])
        {
            Take(new BootEvent(
                Cluster.Noon, Cluster.Mac(0), BootStage.Dhcp, BootOutcome.Ok, message)
            {
                Host = Host,
                IsFirmware = true,
                IsIpxe = isIpxe,
                Told = BootTold.Loader
            });
        }
    }

    private void Fetches(string loader) => Happens(BootStage.Tftp, BootFileRole.Of(loader), loader);

    private void Configured(string name, BootTold told) =>
        Take(new BootEvent(
            Cluster.Noon, Cluster.Mac(0), BootStage.Configuration, BootOutcome.Ok, BootMessage.Configuration)
        {
            Host = Host,
            Name = name,
            Told = told,
            Bytes = 100
        });

    private void Happens(BootStage stage, BootMessage message, string? name, BootOutcome outcome = BootOutcome.Ok, BootReason? reason = null) =>
        Take(new BootEvent(
            Cluster.Noon, Cluster.Mac(0), stage, outcome, message)
        { Host = Host, Name = name, Bytes = outcome is BootOutcome.Ok ? 1000 : 0, Reason = reason });

    private void Take(in BootEvent happened)
    {
        if (_trials.On(happened) is { } lesson)
        {
            _lessons.Add(lesson);
        }
    }
}
