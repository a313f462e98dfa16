using System.Collections.Immutable;
using BootService.Core.Boot;
using BootService.Core.Installers;
using BootService.Core.Pallets;
using BootService.Protocols.Net;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Boot;

/// <summary>The command lines of kernels: what each installer must be told, and that nothing a site sets breaks a line.</summary>
public class KernelArgumentsTests
{
    private static readonly MacAddress Card = Cluster.Mac(0);
    private static readonly PalletKey Disc = new("Ubuntu", "24.04.1", "ubuntu", "x86_64");
    private static readonly KernelImage CoreOs = new("os/Fedora-CoreOS/41/coreos/x86_64/fedora-coreos-41-live-kernel.x86_64", "i", 0, "x86_64");

    private static readonly Gen<string?> Value = Gen.OneOf(
        Choice.Among<string?>(null, "", " ", "ttyS0,115200", "tty0 ttyS1", "us (intl)", "--vckeymap=de --xlayouts='de','us (intl)'", "de_DE.UTF-8\n", "a\tb"),
        Gen.String[Gen.Char[' ', '~'], 0, 12].Select(text => (string?)text));

    [Theory]
    [InlineData(6, "ks=http://10.1.1.1/install/ks/5ec2e7")]
    [InlineData(7, "inst.ks=http://10.1.1.1/install/ks/5ec2e7")]
    [InlineData(10, "inst.ks=http://10.1.1.1/install/ks/5ec2e7")]
    [InlineData(0, "inst.ks=http://10.1.1.1/install/ks/5ec2e7")]
    public void Anaconda_hears_of_its_kickstart_first_by_the_name_of_its_time(int major, string first)
    {
        var arguments = KernelArguments.Install(Entry("a  b"), major, Cluster.Frontend, Card, "5ec2e7",
            Of(("console", "ttyS0"), ("install.args", "quiet nomodeset")));
        Assert.Equal([first, "a", "b", "BOOTIF=01-52-54-00-00-01-00", "console=ttyS0", "quiet", "nomodeset"], arguments);
    }

    [Theory]
    [InlineData(6, "method=http://10.1.1.1/install/pallets/CentOS/6/redhat/x86_64")]
    [InlineData(9, "inst.repo=http://10.1.1.1/install/pallets/CentOS/9/redhat/x86_64")]
    public void A_rescue_system_hears_where_the_rest_of_it_lies_and_of_no_kickstart(int major, string repository)
    {
        var pallet = new Pallet(new PalletKey("CentOS", $"{major}", "redhat", "x86_64"));
        var arguments = KernelArguments.Kernel(Entry("rescue"), pallet, Cluster.Frontend, Card, _ => null);
        Assert.Equal(["rescue", repository, "BOOTIF=01-52-54-00-00-01-00"], arguments);
        Assert.Equal(["rescue"], KernelArguments.Kernel(Entry("rescue"), null, Cluster.Frontend, Card, _ => null));
        Assert.Equal(
            ["rescue"], KernelArguments.Kernel(Entry("rescue"), new Pallet(new PalletKey("Debian", "13", "debian", "x86_64")), Cluster.Frontend, Card, _ =>
                null));
    }

    [Fact]
    public void Debian_s_installer_is_answered_before_it_asks_and_what_is_for_the_installed_system_alone_comes_last()
    {
        var arguments = KernelArguments.Debian(Entry("auto=true"), "backend-0-0", Cluster.Frontend, Card, "5ec2e7", _ => null);
        Assert.Equal(
            [
                "url=http://10.1.1.1/install/answer/5ec2e7/preseed.cfg", "auto=true", "hostname=backend-0-0", "domain=local", "locale=en_US.UTF-8", "keymap=us",
                "netcfg/no_default_route=true", "netcfg/get_nameservers=10.1.1.1", "BOOTIF=01-52-54-00-00-01-00", "---",
            ],
            arguments);
    }

    [Theory]
    [InlineData("us (intl)", "us")]
    [InlineData("--vckeymap=de-latin1 --xlayouts='de'", "de")]
    [InlineData("uk", "gb")]
    [InlineData("--xlayouts='us (intl)','de'", "us")]
    [InlineData("", "us")]
    public void A_keyboard_with_blanks_is_one_word_of_Debian_s_line(string keyboard, string keymap) => Assert.Contains(
        $"keymap={keymap}", KernelArguments.Debian(Entry(""), "h", Cluster.Frontend, Card, "s", Of(("Kickstart_Keyboard", keyboard))));

    [Theory]
    [InlineData("ttyS0,115200n8", "console=ttyS0,115200n8")]
    [InlineData("tty0 ttyS1", "console=tty0 console=ttyS1")]
    [InlineData("  ", "")]
    public void Each_console_is_an_argument(string value, string arguments) => Assert.Equal(
        arguments,
        string.Join(' ', KernelArguments.Kernel(Entry(""), null, Cluster.Frontend, Card, Of(("console", value)))));

    [Theory]
    [InlineData("22.04", "ds=nocloud-net;s=http://10.1.1.1:8080/install/answer/5ec2e7/")]
    [InlineData("24.04", "ds=nocloud;s=http://10.1.1.1:8080/install/answer/5ec2e7/")]
    public void Ubuntu_s_installer_finds_its_seed_and_its_image(string release, string source)
    {
        var installer = Assert.IsType<Installer.Ubuntu>(Installer.Of(Disc with { Version = release }));
        var frontend = Cluster.Frontend with { HttpPort = 8080 };
        var arguments = KernelArguments.Ubuntu(Entry("autoinstall"), installer, Disc, frontend, Card, "5ec2e7", _ => null);
        Assert.Equal(
            [source, "autoinstall", "url=http://10.1.1.1:8080/install/pallets/Ubuntu/24.04.1/ubuntu/x86_64/live-server.iso", "BOOTIF=01-52-54-00-00-01-00"],
            arguments);
        Assert.Equal(arguments[2..], KernelArguments.Kernel(Entry(""), new Pallet(Disc), frontend, Card, _ => null));
    }

    [Fact]
    public void Image_systems_hear_of_their_configuration_and_CoreOS_of_the_rest_of_itself()
    {
        string[] configured = ["ignition.config.url=http://10.1.1.1/install/answer/5ec2e7/live.ign"];
        Assert.Equal(
            [
                .. configured, "ignition.firstboot", "ignition.platform.id=metal",
                "coreos.live.rootfs_url=http://10.1.1.1/install/pallets/Fedora-CoreOS/41/coreos/x86_64/fedora-coreos-41-live-rootfs.x86_64.img", "ip=dhcp",
            ],
            KernelArguments.Ignition(Entry("ip=dhcp"), new Installer.Ignition("Fedora CoreOS"), CoreOs, Cluster.Frontend, "5ec2e7", _ => null));
        Assert.Equal(
            [.. configured, "flatcar.first_boot=1", "console=ttyS0", "x"],
            KernelArguments.Ignition(
                Entry(""), new Installer.Ignition("Flatcar"), CoreOs, Cluster.Frontend, "5ec2e7", Of(("console", "ttyS0"), ("install.args", "x"))));
    }

    [Theory]
    [InlineData("fedora-coreos-41-live-kernel.x86_64", "fedora-coreos-41-live-rootfs.x86_64.img")]
    [InlineData("fedora-coreos-36-live-kernel-x86_64", "fedora-coreos-36-live-rootfs.x86_64.img")]
    public void The_rest_of_CoreOS_lies_beside_its_kernel_whatever_stands_before_the_machine(string kernel, string root) =>
        Assert.Equal(root, KernelArguments.RootOf(kernel));

    [Fact]
    public void An_InfiniBand_port_is_named_by_nobody()
    {
        var port = MacAddress.Parse("f4:52:14:03:00:7b:cb:a1");
        Assert.DoesNotContain(KernelArguments.Install(Entry(""), 9, Cluster.Frontend, port, "s", _ => null), word =>
            word.Contains("BOOTIF", StringComparison.Ordinal));
    }

    /// <summary>PXELINUX and iPXE pass lines on as they stand: a blank in a word would be another word there.</summary>
    [Fact]
    public void Whatever_a_site_sets_an_argument_is_one_word() =>
        Gen.Select(Value, Value, Value, Value, Value, Gen.Int[0, 10]).Sample(
            (console, extra, keyboard, locale, domain, major) =>
            {
                var attributes = Of(
                    ("console", console), ("install.args", extra), ("Kickstart_Keyboard", keyboard), ("Kickstart_Lang", locale), ("domainname", domain));
                var entry = Entry(extra ?? "");
                foreach (var arguments in (ImmutableArray<string>[])
                [
                    KernelArguments.Install(entry, major, Cluster.Frontend, Card, "s", attributes),
                    KernelArguments.Kernel(entry, Cluster.Os, Cluster.Frontend, Card, attributes),
                    KernelArguments.Debian(entry, "h", Cluster.Frontend, Card, "s", attributes),
                    KernelArguments.Ubuntu(entry, new Installer.Ubuntu("24.04", "noble"), Disc, Cluster.Frontend, Card, "s", attributes),
                    KernelArguments.Ignition(entry, new Installer.Ignition("Flatcar"), CoreOs, Cluster.Frontend, "s", attributes),
                ])
                {
                    Assert.All(arguments, word => Assert.False(word.Length == 0 || word.Any(char.IsWhiteSpace), $"\"{word}\""));
                }
            },
            iter: 3000);

    private static BootEntry Entry(string arguments) => new(new BootEntryKey("install", "", 0), BootStart.Install) { Args = arguments };

    private static Func<string, string?> Of(params (string Name, string? Value)[] attributes) =>
        name => attributes.FirstOrDefault(pair => pair.Name == name).Value;
}
