using System.Text;
using BootService.Firmware.Dhcp;
using BootService.Firmware.Loaders;
using BootService.Firmware.Wire;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using Xunit;

namespace BootService.Firmware.Tests.Loaders;

/// <summary>Whole boots against servers that are a table of files.</summary>
public sealed class LoaderTests
{
    private const string Kickstart = "install\nurl --url=http://10.1.1.1/install/pallets/os\n%packages\n@base\n%end\n";
    private const string Arguments = "ks=http://10.1.1.1/install/ks/SECRET BOOTIF=01-52-54-00-aa-bb-01";
    private static readonly Machine Node = new(MacAddress.Parse("52:54:00:aa:bb:01"));

    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal)
    {
        ["pxelinux.0"] = "loader",
        ["ldlinux.c32"] = "core",
        ["snponly.efi"] = "loader",
        ["shimx64.efi"] = "loader",
        ["grubx64.efi"] = "loader",
        ["/vmlinuz"] = "kernel",
        ["/initrd.img"] = "initrd",
        ["http://10.1.1.1/vmlinuz"] = "kernel",
        ["http://10.1.1.1/initrd.img"] = "initrd",
        ["http://10.1.1.1/install/ks/SECRET"] = Kickstart,
        ["http://10.1.1.1/install/pallets/os/.treeinfo"] = "[general]",
        ["http://10.1.1.1/install/pallets/os/repodata/repomd.xml"] = "<repomd/>",
    };

    private readonly List<BootStep> _steps = [];
    private readonly Queue<string> _bootFiles = new();

    [Fact]
    public void Pxelinux_asks_by_card_then_by_address_digit_by_digit_then_for_the_default()
    {
        var end = Run(Persona.Bios, "pxelinux.0");
        Assert.IsType<BootEnd.Failed>(end);
        Assert.Equal(
            [
                "pxelinux.cfg/01-52-54-00-aa-bb-01", "pxelinux.cfg/0A01FFFE", "pxelinux.cfg/0A01FFF", "pxelinux.cfg/0A01FF", "pxelinux.cfg/0A01F",
                "pxelinux.cfg/0A01", "pxelinux.cfg/0A0", "pxelinux.cfg/0A", "pxelinux.cfg/0", "pxelinux.cfg/default",
            ],
            _steps.Where(step => step.Stage is BootStage.Configuration && step is TftpStep).Select(step => step.What));
    }

    [Fact]
    public void A_board_with_a_UUID_is_asked_for_by_it_first_in_raw_order()
    {
        var boot = new Boot(Persona.Bios, Node with { Uuid = Guid.Parse("564d1234-aabb-ccdd-eeff-001122334455") }, new ServicePorts());
        Assert.Equal("pxelinux.cfg/34124d56-bbaa-ddcc-eeff-001122334455", Pxelinux.Names(boot, string.Empty).First());
    }

    [Fact]
    public void Pxelinux_starts_the_kernel_and_the_installer_finds_its_kickstart()
    {
        _files["pxelinux.cfg/01-52-54-00-aa-bb-01"] = $"default stack\nlabel stack\n\tkernel /vmlinuz\n\tappend initrd=/initrd.img {Arguments}\n";
        var end = Assert.IsType<BootEnd.Kernel>(Run(Persona.VirtualBox, "pxelinux.0"));
        Assert.Equal("initrd", end.Initrd!.Text);
        Assert.All(_steps, step => Assert.Equal(StepVerdict.Ok, step.Verdict));
        Assert.DoesNotContain(
            _steps, step => step.What.Contains("SECRET", StringComparison.Ordinal) || step.Why?.Contains("SECRET", StringComparison.Ordinal) is true);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("partman/confirm", "it has no answer to partman/confirm, so the installer would ask and wait")]
    [InlineData("mirror/suite", "it has no answer to mirror/suite, so the installer would ask and wait")]
    public void Debians_installer_reads_its_answers_its_scripts_and_its_archive(string missing, string? why)
    {
        _files["pxelinux.cfg/01-52-54-00-aa-bb-01"] =
            "default stack\nlabel stack\n\tkernel /vmlinuz\n\tappend initrd=/initrd.img url=http://10.1.1.1/install/answer/SECRET/preseed.cfg auto=true ---\n";
        _files["http://10.1.1.1/install/answer/SECRET/preseed.cfg"] = "# answers\n" + string.Concat(new[]
        {
            "mirror/suite string trixie", "partman-auto/method string regular", "partman/confirm boolean true", "partman/confirm_nooverwrite boolean true",
            "passwd/make-user boolean false",
            "grub-installer/only_debian boolean true",
            "preseed/early_command string until wget -q -O /tmp/x http://10.1.1.1/install/answer/SECRET/early.sh; do sleep 2; done; sh /tmp/x",
        }.Where(line => missing.Length == 0 || !line.StartsWith(missing + " ", StringComparison.Ordinal)).Select(line => $"d-i {line}\n"));
        _files["http://10.1.1.1/install/answer/SECRET/early.sh"] = "#!/bin/sh\narchive=http://10.1.1.1/install/pallets/Debian/13/debian/x86_64\n";
        _files["http://10.1.1.1/install/pallets/Debian/13/debian/x86_64/dists/trixie/Release"] = "Suite: stable\n";
        var end = Run(Persona.VirtualBox, "pxelinux.0");
        Assert.Equal(why, (end as BootEnd.Failed)?.Why);
        if (why is null)
        {
            Assert.Equal(
                ["preseed.cfg", "answers", "early.sh", "dists/trixie/Release", "main/binary-amd64/Release"], _steps.TakeLast(5).Select(step => step.What));
            Assert.Equal(StepVerdict.Warning, _steps[^1].Verdict);
        }
    }

    [Theory]
    [InlineData("autoinstall", "/", "autoinstall:\n  version: 1", null)]
    [InlineData(
        "quiet", "/", "autoinstall:\n  version: 1", "the command line has no word autoinstall, so the installer would ask whether it may write to disks")]
    [InlineData(
        "autoinstall", "", "autoinstall:\n  version: 1", "the address of the seed has no slash at its end, and cloud-init puts names straight behind it")]
    [InlineData("autoinstall", "/", "users: []", "it has no autoinstall, so the installer would ask")]
    public void Ubuntus_installer_looks_at_its_image_its_seed_and_its_scripts(string word, string slash, string data, string? why)
    {
        const string Seed = "http://10.1.1.1/install/answer/SECRET";
        _files["pxelinux.cfg/01-52-54-00-aa-bb-01"] =
            $"default stack\nlabel stack\n\tkernel /vmlinuz\n\tappend initrd=/initrd.img ds=nocloud;s={Seed}{slash} {word} "
                + "url=http://10.1.1.1/live-server.iso\n";
        _files["http://10.1.1.1/live-server.iso"] = "image";
        _files[$"{Seed}{slash}meta-data"] = "instance-id: x\n";
        _files[$"{Seed}{slash}user-data"] =
            $"#cloud-config\n# nodes\n{data}\n  late-commands:\n    - \"until wget -q -O /tmp/x {Seed}/late.sh; do sleep 2; done\"\n";
        _files[$"{Seed}/late.sh"] = "true\n";
        var end = Run(Persona.VirtualBox, "pxelinux.0");
        Assert.Equal(why, (end as BootEnd.Failed)?.Why);
        if (why is null)
        {
            Assert.Equal(["live-server.iso", "meta-data", "user-data", "vendor-data", "answers", "late.sh"], _steps.TakeLast(6).Select(step => step.What));
            Assert.Equal(StepVerdict.Absent, _steps[^3].Verdict);
        }
    }

    [Theory]
    [InlineData("ignition.firstboot", "3.3.0", null)]
    [InlineData("quiet", "3.3.0", "the command line does not say that this is a first boot, so Ignition would not run")]
    [InlineData("flatcar.first_boot=1", "2.2.0", "it is of version 2.2.0, and image systems read version 3")]
    public void An_image_system_looks_at_its_configuration_and_what_that_names(string word, string version, string? why)
    {
        _files["pxelinux.cfg/01-52-54-00-aa-bb-01"] =
            $"default stack\nlabel stack\n\tkernel /vmlinuz\n\tappend initrd=/initrd.img ignition.config.url=http://10.1.1.1/a/live.ign {word} "
                + "coreos.live.rootfs_url=http://10.1.1.1/rootfs.img\n";
        _files["http://10.1.1.1/rootfs.img"] = "rest";
        _files["http://10.1.1.1/a/live.ign"] =
            $$$"""{"ignition": {"version": "{{{version}}}"}, "storage": {"files": [{"path": "/x", "contents": {"source": "http://10.1.1.1/a/install.sh"}}]}}""";
        _files["http://10.1.1.1/a/install.sh"] = "true\n";
        var end = Run(Persona.VirtualBox, "pxelinux.0");
        Assert.Equal(why, (end as BootEnd.Failed)?.Why);
        if (why is null)
        {
            Assert.Equal(["rootfs.img", "live.ign", "configuration", "install.sh"], _steps.TakeLast(4).Select(step => step.What));
        }
    }

    [Fact]
    public void Pxelinux_goes_to_the_disk_when_told_to()
    {
        _files["pxelinux.cfg/0A01FFFE"] = "default stack\nlabel stack\n\tlocalboot 0\n";
        Assert.IsType<BootEnd.Disk>(Run(Persona.Bios, "pxelinux.0"));
    }

    [Fact]
    public void A_missing_ldlinux_is_the_failing_step()
    {
        _files.Remove("ldlinux.c32");
        Assert.Equal("ldlinux.c32", Assert.IsType<BootEnd.Failed>(Run(Persona.Bios, "pxelinux.0")).Step.What);
    }

    [Fact]
    public void UEFI_loads_iPXE_which_asks_DHCP_again_and_runs_its_script()
    {
        _files["http://10.1.1.1/boot.ipxe"] =
            $"#!ipxe\n# why\n:retry\nkernel http://10.1.1.1/vmlinuz {Arguments} || goto wait\ninitrd http://10.1.1.1/initrd.img || goto wait\nboot || goto "
                + "wait\n:wait\nsleep 5\ngoto retry\n";
        Assert.IsType<BootEnd.Kernel>(Run(Persona.Uefi, "snponly.efi", "http://10.1.1.1/boot.ipxe"));
        Assert.Equal(["UEFI PXE", "iPXE on UEFI"], _steps.OfType<DhcpStep>().Select(step => step.What));
    }

    [Theory]
    [InlineData("ipxe", "http://10.1.1.1/memtest")]
    [InlineData("ipxe-uefi", "http://10.1.1.1/memtest.efi")]
    public void A_script_tells_the_kinds_of_firmware_apart(string persona, string kernel)
    {
        _files["http://10.1.1.1/memtest"] = _files["http://10.1.1.1/memtest.efi"] = "kernel";
        _files["http://10.1.1.1/boot.ipxe"] =
            "#!ipxe\nset kernel http://10.1.1.1/memtest\niseq ${platform} efi && set kernel http://10.1.1.1/memtest.efi || goto retry\n:retry\nkernel "
                + "${kernel} || goto wait\nboot || goto wait\n:wait\nsleep 5\ngoto retry\n";
        Assert.IsType<BootEnd.Kernel>(Run(Persona.All.Single(one => one.Name == persona), "http://10.1.1.1/boot.ipxe"));
        Assert.Equal(kernel, _steps.OfType<HttpStep>().Last().Url);
    }

    [Fact]
    public void A_script_that_would_try_for_ever_ends_at_the_file_that_is_missing()
    {
        _files.Remove("http://10.1.1.1/initrd.img");
        _files["http://10.1.1.1/boot.ipxe"] =
            "#!ipxe\n:retry\nkernel http://10.1.1.1/vmlinuz || goto wait\ninitrd http://10.1.1.1/initrd.img || goto wait\nboot || goto wait\n:wait\necho "
                + "again\nsleep 5\nimgfree\ngoto retry\n";
        Assert.Equal("initrd.img", Assert.IsType<BootEnd.Failed>(Run(Persona.Ipxe, "http://10.1.1.1/boot.ipxe")).Step.What);
    }

    [Theory]
    [InlineData("#!ipxe\nexit 1\n")]
    [InlineData("#!ipxe\nsanboot --no-describe --drive 0x80 || exit 1\n")]
    public void A_script_that_exits_leads_to_the_disk(string script)
    {
        _files["http://10.1.1.1/boot.ipxe"] = script;
        Assert.IsType<BootEnd.Disk>(Run(Persona.Ipxe, "http://10.1.1.1/boot.ipxe"));
    }

    [Fact]
    public void Shim_does_without_its_probes_and_GRUB_reads_its_quoted_menu()
    {
        _files["/grub/grub.cfg"] =
            $"set timeout=0\nmenuentry 'stack' {{\n    linux '/vmlinuz' "
            + $"'{Arguments.Replace(" ", "' '", StringComparison.Ordinal)}' 'it'\\''s'\n    initrd '/initrd.img'\n}}\n";
        var end = Assert.IsType<BootEnd.Kernel>(Run(Persona.Uefi, "shimx64.efi"));

        // GRUB puts a backslash before each mark (grub-core/lib/cmdline.c).
        Assert.EndsWith(" it\\'s", end.Arguments, StringComparison.Ordinal);
        Assert.Equal(7, _steps.Count(step => step.Verdict is StepVerdict.Absent));
    }

    [Theory]
    [InlineData("url --url=http://10.1.1.1/install/pallets/os\n%packages\n@base\n", "has no %end")]
    [InlineData("lang en_US\n", "packages come from")]
    [InlineData("", "no commands")]
    [InlineData("cdrom\n%pots\n", "no section")]
    public void A_kickstart_that_an_installer_would_refuse_is_a_failure(string text, string why)
    {
        _files["http://10.1.1.1/install/ks/SECRET"] = text;
        _files["pxelinux.cfg/default"] = $"default x\nlabel x\nkernel /vmlinuz\nappend {Arguments}\n";
        Assert.Contains(why, Assert.IsType<BootEnd.Failed>(Run(Persona.Bios, "pxelinux.0")).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_that_comes_back_to_itself_ends()
    {
        _files["http://10.1.1.1/boot.ipxe"] = "#!ipxe\nchain http://10.1.1.1/boot.ipxe\n";
        Assert.IsType<BootEnd.Failed>(Run(Persona.Ipxe, "http://10.1.1.1/boot.ipxe"));
    }

    [Fact]
    public void Firmware_without_a_boot_file_goes_on_to_the_disk() => Assert.IsType<BootEnd.Disk>(Run(Persona.Uefi));

    private BootEnd? Run(Persona persona, params string[] bootFiles)
    {
        foreach (var file in bootFiles)
        {
            _bootFiles.Enqueue(file);
        }

        var boot = new Boot(persona, Node, new ServicePorts());
        foreach (var step in boot.Steps())
        {
            CarryOut(step);
            _steps.Add(step);
        }

        return boot.End;
    }

    private void CarryOut(BootStep step)
    {
        switch (step)
        {
            case DhcpStep dhcp:
                var offer = _bootFiles.TryDequeue(out var file) ? new DhcpOffer(Ipv4.Parse("10.1.255.254"), RecordedWire.Server) { OptionFile = file } : null;
                dhcp.Result = new DhcpResult(Ipv4.Parse("10.1.255.254"), offer, offer is null ? "no offer names a boot file" : null);
                dhcp.Verdict = StepVerdict.Ok;
                break;
            case FileStep fetch:
                Fetch(fetch, fetch is HttpStep http ? http.Url : fetch.What);
                break;
        }
    }

    private void Fetch(FileStep step, string name)
    {
        if (_files.TryGetValue(name, out var text))
        {
            using var sink = new FileSink();
            sink.Take(Encoding.UTF8.GetBytes(text));
            step.File = sink.Finish(name, null);
            step.Verdict = StepVerdict.Ok;
            return;
        }

        step.Verdict = step.Optional ? StepVerdict.Absent : StepVerdict.Failed;
        step.Why = "not found";
    }
}
