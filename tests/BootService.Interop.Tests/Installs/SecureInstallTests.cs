using BootService.Lab;
using BootService.Lab.Machines;
using BootService.Lab.Seed;
using Xunit;

namespace BootService.Interop.Tests.Installs;

/// <summary>A machine whose firmware starts only what Microsoft's keys vouch for: it installs itself that way, and starts its own disk that way.</summary>
public sealed class SecureInstallTests
{
    private const string Variable = "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c";

    private static readonly SeedNode Node = new(0, BootService.Lab.Machines.Firmware.Uefi);

    [Fact(Explicit = true)]
    public async Task It_is_installed_through_shim_and_starts_its_own_disk_through_shim()
    {
        await using var served = await ServedLan.StartAsync();
        var (stack, shell) = (served.Daemon.Stack, await NodeShell.CreateAsync(served));
        await new SeedCluster(served.Daemon, [Node, new SeedNode(1, BootService.Lab.Machines.Firmware.Bios)]).DescribeAsync(await Checkout.PalletAsync());
        await stack.RunAsync("set", "host", "attr", Node.Name, "attr=loader", "value=shim");
        await stack.RunAsync("set", "host", "boot", Node.Name, "action=install");
        await using var machine = await VirtualMachine.CreateAsync(served.Lan, Node.Machine with { SecureBoot = true, KeepsBootOrder = true });
        machine.PowerOn();
        await machine.Console.SeeAsync(Limits.Install, Node.UpMarkers);

        // The variable's value stands behind four octets of attributes; the kernel saw it too, and keeps itself closed.
        Assert.Equal("1\n", await shell.RunAsync(Node, $"tail -c 1 {Variable} | od -An -t u1 | tr -d ' '"));
        Assert.Contains("Kernel is locked down from EFI Secure Boot", await shell.RunAsync(Node, "dmesg"), StringComparison.Ordinal);

        // The network it came by is first, the new system's own entry second.
        var entries = await shell.RunAsync(Node, "efibootmgr -v");
        var order = Line(entries, "BootOrder: ").Split(',');
        Assert.Contains("MAC(", Line(entries, $"Boot{order[0]}"), StringComparison.Ordinal);
        Assert.Contains("CentOS", Line(entries, $"Boot{order[1]}"), StringComparison.Ordinal);
        Assert.Contains("shimx64.efi", Line(entries, $"Boot{order[1]}"), StringComparison.OrdinalIgnoreCase);
    }

    private static string Line(string entries, string begin) =>
        entries.Split('\n').Single(line => line.StartsWith(begin, StringComparison.Ordinal))[begin.Length..];
}
