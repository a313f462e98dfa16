using BootService.Core.Attributes;
using BootService.Core.Boot;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Core.Reasons;
using BootService.Protocols.Net;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Boot;

public class BootPolicyTests
{
    private static readonly BootClient Bios = new(FirmwareKind.Bios, BootProgram.Pxelinux);

    private static readonly string[] Names = [.. BootEntries.BuiltIn.Select(entry => entry.Key.Name).Distinct(), "gone"];

    private static readonly BootClient[] Clients =
        [.. from firmware in Enum.GetValues<FirmwareKind>() from program in Enum.GetValues<BootProgram>() select new BootClient(firmware, program)];

    [Fact]
    public void A_machine_nobody_knows_boots_from_its_disk()
    {
        foreach (var client in Clients)
        {
            var decision = BootPolicy.Decide(Cluster.Inventory(), MacAddress.Parse("02:00:00:00:00:01"), client, Cluster.Noon);
            Assert.IsType<BootDecision.Local>(decision);
            Assert.IsType<BootReason.UnknownMachine>(decision.Why);
        }
    }

    [Theory]
    [InlineData(BootProgram.Firmware, FirmwareKind.Bios, "pxelinux.0")]
    [InlineData(BootProgram.CutDownIpxe, FirmwareKind.Bios, "pxelinux.0")]
    [InlineData(BootProgram.Firmware, FirmwareKind.UefiX64, "snponly.efi")]
    public void Firmware_is_given_the_loader_of_its_kind_by_TFTP(BootProgram program, FirmwareKind firmware, string file)
    {
        var decision = BootPolicy.Decide(Cluster.Inventory().Arm(0), Cluster.Mac(0), new BootClient(firmware, program), Cluster.Noon);
        Assert.Equal(new LoaderOffer.File(file), decision.Loader);
    }

    [Fact]
    public void To_its_disk_a_BIOS_is_led_by_its_loader_and_UEFI_goes_by_itself_unless_it_would_stop_or_is_not_ours()
    {
        var uefi = new BootClient(FirmwareKind.UefiX64, BootProgram.Firmware);
        Assert.Equal(new LoaderOffer.File("pxelinux.0"), Offer(uefi with { Firmware = FirmwareKind.Bios }));
        Assert.Equal(new LoaderOffer.GoOn(LoaderAbsence.FirmwareIsSooner), Offer(uefi));
        Assert.Equal(new LoaderOffer.File("snponly.efi"), Offer(uefi with { IsLedToDisk = true }));
        Assert.Equal(new LoaderOffer.File("snponly.efi"), Offer(uefi, host: 999));

        static LoaderOffer Offer(BootClient client, int host = 0) => BootPolicy.Decide(Cluster.Inventory(), Cluster.Mac(host), client, Cluster.Noon).Loader;
    }

    [Fact]
    public void A_network_that_is_added_within_another_takes_no_machine_from_it()
    {
        var inventory = Cluster.Inventory().Arm(0);
        var host = inventory.Hosts[Cluster.Backend(0).Name];
        var within = inventory.With(new Change.NetworkSet(new Network("storage", new Ipv4Network(host.Address!.Value, 24)) { Pxe = false }));
        Assert.Equal("storage", within.NetworkOf(host.Address!.Value)?.Name);
        Assert.IsType<BootDecision.Run>(BootPolicy.Decide(within, Cluster.Mac(0), Bios, Cluster.Noon));
        Assert.Null(BootNeeds.WhyNoAddress(within, host, host.Interfaces[0], givesAddresses: true));
    }

    [Fact]
    public void A_network_that_is_closed_after_a_host_was_armed_installs_nothing_whatever_loader_asks()
    {
        var inventory = Cluster.Inventory().Arm(0);
        var closed = inventory.With(new Change.NetworkSet(inventory.Networks["private"] with { Pxe = false }));
        foreach (var client in Clients)
        {
            Assert.IsNotType<BootDecision.Run>(BootPolicy.Decide(closed, Cluster.Mac(0), client, Cluster.Noon));
        }

        Assert.Equal(new BootReason.NetworkBootsNothing("private"), BootPolicy.Decide(closed, Cluster.Mac(0), Bios, Cluster.Noon).Why);
        Assert.IsType<BootDecision.Run>(BootPolicy.Decide(inventory, Cluster.Mac(0), Bios, Cluster.Noon));
    }

    [Fact]
    public void An_installed_UEFI_machine_that_tries_HTTP_boot_is_let_go()
    {
        var client = new BootClient(FirmwareKind.UefiX64, BootProgram.HttpFirmware);
        Assert.Equal(new LoaderOffer.GoOn(LoaderAbsence.HttpDeclined), BootPolicy.Decide(Cluster.Inventory(), Cluster.Mac(0), client, Cluster.Noon).Loader);
        Assert.IsType<LoaderOffer.Nothing>(BootPolicy.Decide(Cluster.Inventory(), Cluster.Mac(999), client, Cluster.Noon).Loader);
        Assert.Equal(new LoaderOffer.Http("snponly.efi"), BootPolicy.Decide(Cluster.Inventory().Arm(0), Cluster.Mac(0), client, Cluster.Noon).Loader);
    }

    [Theory]
    [InlineData("10.5.0.1", "10.5.0.1")]
    [InlineData("10.1.1.1", "10.1.1.1")]
    [InlineData("0.0.0.0", "10.1.1.1")]
    [InlineData("192.0.2.1", "10.1.1.1")]
    public void A_kernel_is_told_to_come_back_to_the_address_its_machine_asked(string asked, string told)
    {
        var inventory = Cluster.WithSecondLink(Cluster.Inventory().Arm(0));
        var run = Assert.IsType<BootDecision.Run>(BootPolicy.Decide(inventory, Cluster.Mac(0), Bios, Cluster.Noon, Ipv4.Parse(asked)));
        Assert.StartsWith($"ks=http://{told}/install/ks/", run.Arguments[0], StringComparison.Ordinal);

        var rescue = Assert.IsType<BootDecision.Run>(
            BootPolicy.Decide(inventory.Choose(0, BootAction.Os, "install", "rescue"), Cluster.Mac(0), Bios, Cluster.Noon, Ipv4.Parse(asked)));
        Assert.Contains($"method=http://{told}/install/pallets/CentOS/6.6/redhat/x86_64", rescue.Arguments);
    }

    [Theory]
    [InlineData("shim", "shimx64.efi")]
    [InlineData("grub", "grubx64.efi")]
    [InlineData("ipxe", "snponly.efi")]
    public void The_attribute_loader_changes_a_hosts_chain(string choice, string file)
    {
        var inventory = Cluster.Inventory().Set(AttributeOwner.Of(Cluster.Name("backend-0-0")), LoaderChain.AttributeName, choice).Arm(0);
        var decision = BootPolicy.Decide(inventory, Cluster.Mac(0), new BootClient(FirmwareKind.UefiX64, BootProgram.Firmware), Cluster.Noon);
        Assert.Equal(new LoaderOffer.File(file), decision.Loader);
    }

    [Fact]
    public void A_pallet_of_another_architecture_is_not_started()
    {
        var decision = BootPolicy.Decide(
            Cluster.Inventory().Arm(0), Cluster.Mac(0), new BootClient(FirmwareKind.UefiArm64, BootProgram.Firmware), Cluster.Noon);
        Assert.Equal("aarch64", Assert.IsType<BootReason.OtherArchitecture>(Assert.IsType<BootDecision.Local>(decision).Why).Firmware);
    }

    /// <summary>
    /// A BIOS starts kernels of either width and POWER of either byte order, whatever the distribution calls them; UEFI only those of its own.
    /// </summary>
    [Theory]
    [InlineData(FirmwareKind.Bios, "x86_64 i386 i586 i686")]
    [InlineData(FirmwareKind.UefiX64, "x86_64")]
    [InlineData(FirmwareKind.UefiIa32, "i386 i586 i686")]
    [InlineData(FirmwareKind.UefiArm64, "aarch64")]
    [InlineData(FirmwareKind.UbootArm64, "aarch64")]
    [InlineData(FirmwareKind.UefiArm32, "armv7hl armhfp")]
    [InlineData(FirmwareKind.UbootArm32, "armv7hl armhfp")]
    [InlineData(FirmwareKind.UefiRiscV64, "riscv64")]
    [InlineData(FirmwareKind.UefiLoongArch64, "loongarch64")]
    [InlineData(FirmwareKind.Power, "ppc64le ppc64")]
    [InlineData(FirmwareKind.Unknown, "x86_64 i386 i586 i686 aarch64 armv7hl armhfp riscv64 loongarch64 ppc64le ppc64")]
    public void A_firmware_starts_kernels_of_its_architecture(FirmwareKind firmware, string archs) =>
        Assert.Equal(
            archs.Split(' '),
            "x86_64 i386 i586 i686 aarch64 armv7hl armhfp riscv64 loongarch64 ppc64le ppc64".Split(' ')
                .Where(new BootClient(firmware, BootProgram.Firmware).Runs));

    [Fact]
    public void An_el6_installer_is_told_its_kickstart_and_its_card()
    {
        var inventory = Cluster.Inventory().Set(AttributeOwner.Global, "console", "ttyS0,115200").Set(AttributeOwner.Global, "install.args", "nonm  sshd=1")
            .Arm(0);
        var run = Assert.IsType<BootDecision.Run>(
            BootPolicy.Decide(inventory, Cluster.Mac(0), new BootClient(FirmwareKind.Bios, BootProgram.Pxelinux), Cluster.Noon));
        Assert.Equal("os/CentOS/6.6/redhat/x86_64/images/pxeboot/vmlinuz", run.Image.Kernel);
        Assert.Contains($"ks=http://10.1.1.1/install/ks/{run.Attempt!.Secret}", run.Arguments);
        Assert.Contains("BOOTIF=01-52-54-00-00-01-00", run.Arguments);
        Assert.Equal(["console=ttyS0,115200", "nonm", "sshd=1"], run.Arguments[^3..]);
    }

    [Fact]
    public void A_boot_action_that_installs_nothing_hands_out_no_kickstart()
    {
        foreach (var (action, install, os) in new[] { (BootAction.Install, "rescue", "os"), (BootAction.Os, "install", "rescue"),
            (BootAction.None, "install", "rescue") })
        {
            var decision = BootPolicy.Decide(Cluster.Inventory().Arm(0).Choose(0, action, install, os), Cluster.Mac(0), Bios, Cluster.Noon);
            var run = Assert.IsType<BootDecision.Run>(decision);
            Assert.Null(run.Attempt);
            Assert.Equal("os/CentOS/6.6/redhat/x86_64/images/pxeboot/vmlinuz", run.Image.Kernel);
            Assert.Equal(
                "rescue ksdevice=bootif ramdisk_size=150000 lang= noipv6 method=http://10.1.1.1/install/pallets/CentOS/6.6/redhat/x86_64 "
                    + "BOOTIF=01-52-54-00-00-01-00",
                string.Join(' ', run.Arguments));
        }
    }

    [Fact]
    public void A_newer_pallet_is_rescued_in_its_own_words()
    {
        var inventory = Cluster.Inventory().With(new Change.PalletSet(Cluster.Os with { Key = Cluster.Os.Key with { Version = "9.4" } }))
            .Choose(0, BootAction.Os, "install", "rescue");
        var run = Assert.IsType<BootDecision.Run>(BootPolicy.Decide(inventory, Cluster.Mac(0), Bios, Cluster.Noon));
        Assert.Equal(
            "inst.rescue ip=dhcp inst.repo=http://10.1.1.1/install/pallets/CentOS/9.4/redhat/x86_64 BOOTIF=01-52-54-00-00-01-00",
            string.Join(' ', run.Arguments));
    }

    [Fact]
    public void Memory_is_tested_without_any_pallet()
    {
        var inventory = Cluster.Inventory().With(new Change.PalletRemoved(Cluster.Os.Key)).Choose(0, BootAction.Os, "install", "memtest");
        var run = Assert.IsType<BootDecision.Run>(BootPolicy.Decide(inventory, Cluster.Mac(0), Bios, Cluster.Noon));
        Assert.Equal(("memtest", "memtest.efi", 0), (run.Image.Kernel, run.Image.EfiKernel, run.Arguments.Length));
        var rescue = BootPolicy.Decide(inventory.Choose(0, BootAction.Os, "install", "rescue"), Cluster.Mac(0), Bios, Cluster.Noon);
        Assert.IsType<BootReason.NoPalletWithKernel>(Assert.IsType<BootDecision.Local>(rescue).Why);
    }

    [Theory]
    [InlineData("os", LocalBoot.Exit)]
    [InlineData("os.localboot", LocalBoot.Exit)]
    [InlineData("os.hplocalboot", LocalBoot.ExitError)]
    [InlineData("os.chain", LocalBoot.Chain)]
    public void A_boot_action_says_how_the_disk_is_booted(string name, LocalBoot method)
    {
        var decision = BootPolicy.Decide(Cluster.Inventory().Choose(0, BootAction.Os, "install", name), Cluster.Mac(0), Bios, Cluster.Noon);
        Assert.Equal(method, Assert.IsType<BootDecision.Local>(decision).Method);
    }

    [Fact]
    public void The_most_special_arguments_are_taken()
    {
        var inventory = Cluster.Inventory();
        foreach (var (os, release) in new[] { ("", 0), ("", 6), ("redhat", 0), ("redhat", 6), ("sles", 6), ("redhat", 7) })
        {
            inventory = inventory.With(
                new Change.BootEntrySet(new BootEntry(new BootEntryKey("mine", os, release), BootStart.Install) { Args = $"{os}{release}" }));
        }

        foreach (var key in new BootEntryKey[] { new("mine", "redhat", 6), new("mine", "redhat", 0), new("mine", "", 6), new("mine", "", 0) })
        {
            var run = Assert.IsType<BootDecision.Run>(
                BootPolicy.Decide(inventory.Choose(0, BootAction.Os, "mine", "os").Arm(0), Cluster.Mac(0), Bios, Cluster.Noon));
            Assert.Equal($"{key.Os}{key.Release}", run.Arguments[1]);
            inventory = inventory.With(new Change.BootEntryRemoved(key));
        }
    }

    [Fact]
    public void A_built_in_action_that_was_changed_comes_back()
    {
        var key = new BootEntryKey("install", "", 6);
        var changed = Cluster.Inventory().With(new Change.BootEntrySet(new BootEntry(key, BootStart.Install) { Args = "mine" }));
        Assert.Equal("mine", changed.BootEntries[key].Args);
        Assert.Equal(BootEntries.FindBuiltIn(key), changed.With(new Change.BootEntryRemoved(key)).BootEntries[key]);
    }

    [Fact]
    public void An_install_action_may_bring_a_kernel_of_its_own()
    {
        var inventory = Cluster.Inventory()
            .With(new Change.BootEntrySet(
                new BootEntry(new BootEntryKey("install mine", "", 0), BootStart.Install) { Kernel = "mine/vmlinuz", Ramdisk = "mine/initrd", Args = "quiet" }))
            .Choose(0, BootAction.Os, "install mine", "os").Arm(0);
        var run = Assert.IsType<BootDecision.Run>(BootPolicy.Decide(inventory, Cluster.Mac(0), Bios, Cluster.Noon));
        Assert.Equal(("mine/vmlinuz", "mine/initrd", 6), (run.Image.Kernel, run.Image.Initrd, run.Image.Major));
        Assert.StartsWith("ks=http://10.1.1.1/install/ks/", run.Arguments[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Debians_installer_is_told_where_its_answers_are_and_what_it_asks_before_it_has_them()
    {
        var inventory = Cluster.Inventory();
        var host = inventory.HostOf(Cluster.Mac(0))!;
        inventory = inventory.With(
            new Change.HostSet(host with { Os = "debian" }),
            new Change.PalletSet(
                new Pallet(
                    new PalletKey("Debian", "13", "debian", "x86_64"))
                {
                    Kernel = "debian-installer/amd64/linux",
                    Initrd = "debian-installer/amd64/initrd.gz",
                    Boxes = ["default"]
                }));
        inventory = inventory.Arm(0);
        var run = Assert.IsType<BootDecision.Run>(BootPolicy.Decide(inventory, Cluster.Mac(0), Bios, Cluster.Noon));
        Assert.Equal("os/Debian/13/debian/x86_64/debian-installer/amd64/linux", run.Image.Kernel);
        Assert.StartsWith($"url=http://10.1.1.1/install/answer/{run.Attempt!.Secret}/preseed.cfg", run.Arguments[0], StringComparison.Ordinal);
        foreach (var argument in (ReadOnlySpan<string>)[
            "auto=true", "priority=critical", "interface=auto", $"hostname={host.Name}", "locale=en_US.UTF-8", "keymap=us", "netcfg/get_nameservers=10.1.1.1"])
        {
            Assert.Contains(argument, run.Arguments);
        }

        Assert.Equal("---", run.Arguments[^1]);
    }

    [Theory]
    [InlineData("Ubuntu", "24.04.1", "ubuntu", "casper/vmlinuz",
        "ds=nocloud;s=http://10.1.1.1/install/answer/SECRET/|autoinstall|ip=dhcp|cloud-config-url=/dev/null|"
            + "url=http://10.1.1.1/install/pallets/Ubuntu/24.04.1/ubuntu/x86_64/live-server.iso")]
    [InlineData("Ubuntu", "22.04.5", "ubuntu", "casper/vmlinuz", "ds=nocloud-net;s=http://10.1.1.1/install/answer/SECRET/|autoinstall")]
    [InlineData("Fedora-CoreOS", "42.20250512.3.0", "coreos", "fedora-coreos-42.20250512.3.0-live-kernel.x86_64",
        "ignition.config.url=http://10.1.1.1/install/answer/SECRET/live.ign|ignition.firstboot|ignition.platform.id=metal|ip=dhcp"
        + "|coreos.live.rootfs_url=http://10.1.1.1/install/pallets/Fedora-CoreOS/42.20250512.3.0/coreos/x86_64/"
        + "fedora-coreos-42.20250512.3.0-live-rootfs.x86_64.img")]
    [InlineData(
        "Flatcar", "4081.2.0", "coreos", "flatcar_production_pxe.vmlinuz",
        "ignition.config.url=http://10.1.1.1/install/answer/SECRET/live.ign|flatcar.first_boot=1")]
    public void Every_family_is_told_where_its_answers_are(string name, string version, string os, string kernel, string arguments)
    {
        var inventory = Cluster.Inventory();
        inventory = inventory.With(
            new Change.HostSet(inventory.HostOf(Cluster.Mac(0))! with { Os = os }),
            new Change.PalletSet(new Pallet(new PalletKey(name, version, os, "x86_64")) { Kernel = kernel, Initrd = "initrd", Boxes = ["default"] })).Arm(0);
        var run = Assert.IsType<BootDecision.Run>(BootPolicy.Decide(inventory, Cluster.Mac(0), Bios, Cluster.Noon));
        Assert.All(arguments.Replace("SECRET", run.Attempt!.Secret, StringComparison.Ordinal).Split('|'), argument => Assert.Contains(argument, run.Arguments));
    }

    [Theory]
    [InlineData("fedora-coreos-40.1-live-kernel-x86_64", "fedora-coreos-40.1-live-rootfs.x86_64.img")]
    [InlineData("fedora-coreos-42.1-live-kernel.x86_64", "fedora-coreos-42.1-live-rootfs.x86_64.img")]
    public void The_rest_of_CoreOS_is_called_after_its_kernel(string kernel, string root) => Assert.Equal(root, KernelArguments.RootOf(kernel));

    [Fact]
    public void A_boot_action_may_bring_several_RAM_disks()
    {
        var entry = new BootEntry(new BootEntryKey("tool", "", 0), BootStart.Kernel) { Kernel = "mine/vmlinuz", Ramdisk = "mine/initrd, mine/drivers" };
        Assert.Equal(["mine/vmlinuz", "mine/initrd", "mine/drivers"], entry.Files);
        Assert.Equal(["mine/initrd", "mine/drivers"], entry.ImageOn(null)!.RamDisks);
    }

    [Fact]
    public void Setting_install_on_a_host_that_is_rescued_arms_nothing()
    {
        var inventory = Cluster.Inventory().Arm(0).Choose(0, BootAction.Install, "rescue", "os").Arm(0);
        Assert.Equal(AttemptState.Cancelled, inventory.AttemptOf(Cluster.Name("backend-0-0"))!.State);
        Assert.Equal(BootAction.Install, inventory.HostOf(Cluster.Name("backend-0-0"))!.Action);
    }

    /// <summary>
    /// Two code paths that disagree are the commonest cause of reinstall loops: for every state of a host, every way of asking is told the same.
    /// </summary>
    [Fact]
    public void Every_entry_point_is_told_the_same()
    {
        var signals = Gen.OneOf(
            Gen.Const<AttemptSignal>(new AttemptSignal.HandedOut()), Gen.Const<AttemptSignal>(new AttemptSignal.KickstartFetched(default)),
            Gen.Const<AttemptSignal>(new AttemptSignal.Done()), Gen.Const<AttemptSignal>(new AttemptSignal.Broke("x")),
            Gen.Const<AttemptSignal>(new AttemptSignal.Tick()));
        var actions = Gen.Select(Gen.Enum<BootAction>(), Gen.Int[0, Names.Length - 1], Gen.Int[0, Names.Length - 1]);
        Gen.Select(Gen.Select(signals, Gen.Int[0, 4000]).Array[0, 12], actions, Gen.Bool).Sample((steps, chosen, chooses) =>
        {
            var (inventory, now) = (Cluster.Inventory().Arm(0), Cluster.Noon);
            foreach (var (signal, seconds) in steps)
            {
                inventory = chooses ? inventory.Choose(0, chosen.Item1, Names[chosen.Item2], Names[chosen.Item3]) : inventory;
                inventory = inventory.Signal(0, signal, now = now.AddSeconds(seconds));
                var decisions = Clients.Where(client => client.Arch is null or "x86_64")
                    .Select(client => BootPolicy.Decide(inventory, Cluster.Mac(0), client, now)).ToList();
                Assert.Single(decisions.Select(decision => decision is BootDecision.Run run ? string.Join(' ', run.Arguments) : "local").Distinct());
                Assert.Single(decisions.Select(decision => decision.Why).Distinct());
                Assert.All(decisions, decision => Assert.Equal(Installs(decision), decision is BootDecision.Run { Attempt: not null }));
                var host = inventory.HostOf(Cluster.Name("backend-0-0"))!;
                var mayInstall = host.Action is BootAction.Install && host.InstallAction.StartsWith("install", StringComparison.Ordinal)
                    && inventory.AttemptOf(host.Name)!.MayInstall;
                Assert.True(mayInstall || !decisions.Exists(Installs), $"{host.Action} {host.InstallAction} {host.OsAction}: {decisions[0].Why}");
            }
        });
    }

    [Fact]
    public void While_nobody_knows_whether_an_install_goes_on_no_entry_point_tells_of_it_and_the_rest_goes_on()
    {
        var known = Cluster.Inventory().Arm(0);
        var doubted = known.Doubted;
        foreach (var client in Clients)
        {
            var decision = Assert.IsType<BootDecision.Local>(BootPolicy.Decide(doubted, Cluster.Mac(0), client, Cluster.Noon));
            if (Installs(BootPolicy.Decide(known, Cluster.Mac(0), client, Cluster.Noon)))
            {
                Assert.Equal((new LoaderOffer.Nothing(LoaderAbsence.StateUnsure), new BootReason.StateUnsure()), (decision.Loader, decision.Why));
            }

            Assert.Equal(BootPolicy.Decide(known, Cluster.Mac(1), client, Cluster.Noon), BootPolicy.Decide(doubted, Cluster.Mac(1), client, Cluster.Noon));
        }

        Assert.Same(doubted, known.Doubted.Doubted);
    }

    private static bool Installs(BootDecision decision) =>
        decision is BootDecision.Run run && run.Arguments.Any(argument => argument.Contains("/install/ks/", StringComparison.Ordinal));

    [Fact]
    public void The_names_of_configurations_are_read_back()
    {
        Assert.Equal(new ConfigurationName(BootProgram.Pxelinux, Cluster.Mac(0), null), BootNames.Parse(BootNames.Pxelinux(Cluster.Mac(0))));
        Assert.Equal(new ConfigurationName(BootProgram.Pxelinux, Cluster.Mac(0), null), BootNames.Parse("efi64/" + BootNames.Pxelinux(Cluster.Mac(0))));
        Assert.Equal(new ConfigurationName(BootProgram.Grub, Cluster.Mac(0), null), BootNames.Parse(BootNames.Grub(Cluster.Mac(0))));
        Assert.Equal(new ConfigurationName(BootProgram.Ipxe, Cluster.Mac(0), null), BootNames.Parse(BootNames.IpxeScript(Cluster.Mac(0))));
        Assert.Equal(new ConfigurationName(BootProgram.Pxelinux, null, Ipv4.Parse("10.1.255.254")), BootNames.Parse("pxelinux.cfg/0A01FFFE"));
        Assert.Null(BootNames.Parse("pxelinux.cfg/0A01FFF"));
        Assert.Null(BootNames.Parse("pxelinux.cfg/default"));
        Assert.Equal(new ConfigurationName(BootProgram.Grub, null, null), BootNames.Parse("debian-installer/arm64/grub/grub.cfg"));
        Assert.Null(BootNames.Parse("pxelinux.0"));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("boot/", true)]
    [InlineData("grub/", true)]
    [InlineData("grub2/", true)]
    [InlineData("boot/grub2/", true)]
    [InlineData("EFI/rocky/", true)]
    [InlineData("efi/boot/", true)]
    [InlineData("EFI/rocky/fonts/", false)]
    [InlineData("mine/", false)]
    public void GRUB_is_answered_in_the_folders_that_distributions_build_it_for(string folder, bool ours)
    {
        ConfigurationName? whole = ours ? new ConfigurationName(BootProgram.Grub, null, null) : null;
        ConfigurationName? byCard = ours ? new ConfigurationName(BootProgram.Grub, Cluster.Mac(0), null) : null;
        Assert.Equal(whole, BootNames.Parse(folder + "grub.cfg"));
        Assert.Equal(byCard, BootNames.Parse(folder + "grub.cfg-01-" + Cluster.Mac(0).ToString("-")));
        Assert.Null(BootNames.Parse(folder + "grub.cfgs"));
    }

    [Fact]
    public void A_host_without_an_OS_pallet_cannot_be_armed()
    {
        var inventory = Cluster.Inventory().With(new Change.PalletRemoved(Cluster.Os.Key));
        var refused = Assert.Throws<RefusedException>(() => inventory.Arm(0));
        Assert.Contains("enable pallet", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_newest_enabled_OS_is_installed_unless_the_host_names_another()
    {
        var newer = Cluster.Os with { Key = Cluster.Os.Key with { Version = "6.10" } };
        var inventory = Cluster.Inventory().With(new Change.PalletSet(newer));
        var host = inventory.HostOf(Cluster.Name("backend-0-0"))!;
        Assert.Equal("6.10", OsChoice.Of(inventory, host).Key.Version);
        Assert.Equal("6.6", OsChoice.Of(inventory.Set(AttributeOwner.Of(host.Name), OsChoice.AttributeName, "CentOS-6.6"), host).Key.Version);
    }
}
