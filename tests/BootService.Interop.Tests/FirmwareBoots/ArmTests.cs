using BootService.Lab.Lan;
using BootService.Lab.Machines;
using Xunit;

namespace BootService.Interop.Tests.FirmwareBoots;

/// <summary>
/// A 64-bit ARM machine with real firmware, from power-on through our server to Debian's kernel. Explicit: its packages are large, and only "make interop"
/// installs them.
/// </summary>
public sealed class ArmTests
{
    private const string Host = "backend-5-0";
    private const string Installer = "/usr/lib/debian-installer/images/12/arm64/text/debian-installer/arm64";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    [Fact(Explicit = true)]
    public async Task An_ARM_machine_boots_through_signed_GRUB_to_its_kernel_and_RAM_disk()
    {
        await using var served = await ServedLan.StartAsync();
        var stack = served.Daemon.Stack;
        await stack.RunAsync("add", "pallet", Medium(served.Lan.Scratch));
        await stack.RunAsync("enable", "pallet", "CentOS");
        var settings = new MachineSettings("arm", BootLan.MacOf(0x50), BootService.Lab.Machines.Firmware.UefiArm);
        await stack.RunAsync("add", "host", Host);
        await stack.RunAsync("add", "host", "interface", Host, "interface=eth0", $"mac={settings.Mac}", $"ip={BootLan.AddressOf(0x50)}", "network=private");
        await stack.RunAsync("set", "host", "boot", Host, "action=install");

        await using var machine = await VirtualMachine.CreateAsync(served.Lan, settings);
        machine.PowerOn();

        // The kernel says what it was given by whom: our arguments, and a RAM disk whose init it starts.
        await machine.Console.SeeAsync(Patience, "Linux version", "Kernel command line:", "inst.ks=http://10.1.1.1/install/ks/", "Run /init as init process");
        var events = await stack.ListAsync("list", "host", "event", Host, "most=1000");
        Assert.All(
            (string[])["grubaa64.efi", "vmlinuz", "initrd.img"],
            name => Assert.Contains(events, row => row["outcome"] == "ok" && row["what"].EndsWith(name, StringComparison.Ordinal)));
    }

    /// <summary>Installation media for ARM as far as a boot needs it: Debian's kernel and RAM disk where Enterprise Linux has its own.</summary>
    private static string Medium(string scratch)
    {
        var medium = Path.Combine(scratch, "arm-medium");
        var images = Directory.CreateDirectory(Path.Combine(medium, "images", "pxeboot"));
        File.Copy(Path.Combine(Installer, "linux"), Path.Combine(images.FullName, "vmlinuz"));
        File.Copy(Path.Combine(Installer, "initrd.gz"), Path.Combine(images.FullName, "initrd.img"));
        File.WriteAllText(Path.Combine(medium, ".treeinfo"), """
            [general]
            family = CentOS
            version = 7.9
            arch = aarch64

            [images-aarch64]
            kernel = images/pxeboot/vmlinuz
            initrd = images/pxeboot/initrd.img

            """);
        return medium;
    }
}
