using BootService.Lab;
using BootService.Lab.Machines;
using BootService.Lab.Seed;
using Xunit;

namespace BootService.Interop.Tests.Installs;

/// <summary>A 64-bit ARM machine with real firmware, from arming to its own disk. Its packages are large: only "make interop" installs them.</summary>
public sealed class ArmInstallTests
{
    private static readonly SeedNode Node = new(0, BootService.Lab.Machines.Firmware.UefiArm);

    [Fact(Explicit = true)]
    public async Task It_installs_itself_and_starts_its_own_disk()
    {
        await using var served = await ServedLan.StartAsync();
        var (stack, shell) = (served.Daemon.Stack, await NodeShell.CreateAsync(served));
        await new SeedCluster(served.Daemon, [Node, new SeedNode(1, BootService.Lab.Machines.Firmware.UefiArm)])
            .DescribeAsync(await Checkout.ArmPalletAsync());
        await stack.RunAsync("set", "host", "boot", Node.Name, "action=install");
        await using var machine = await VirtualMachine.CreateAsync(served.Lan, Node.Machine);
        machine.PowerOn();
        await machine.Console.SeeAsync(Limits.EmulatedArm, Node.UpMarkers);

        Assert.Equal("aarch64\n", await shell.RunAsync(Node, "uname -m"));
        foreach (var (path, content) in Node.Files)
        {
            Assert.Equal(content, await shell.RunAsync(Node, $"cat {path}"));
        }

        Assert.Contains(" /boot/efi vfat ", await shell.RunAsync(Node, "cat /proc/mounts"), StringComparison.Ordinal);
        Assert.Contains("shimaa64.efi", await shell.RunAsync(Node, "efibootmgr -v"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("os", await stack.ActionOfAsync(Node.Name));
    }
}
