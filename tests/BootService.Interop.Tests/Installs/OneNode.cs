using BootService.Lab;
using BootService.Lab.Machines;
using BootService.Lab.Seed;

namespace BootService.Interop.Tests.Installs;

/// <summary>One BIOS machine, armed and powered on.</summary>
internal static class OneNode
{
    public static SeedNode Node { get; } = new(0, BootService.Lab.Machines.Firmware.Bios);

    // The page's slaves must exist for its commands to mean something; this one is never switched on.
    private static SeedNode Bystander { get; } = new(1, BootService.Lab.Machines.Firmware.Bios);

    /// <param name="served">Where it boots.</param>
    /// <param name="loader">Its chain of loaders, a value of the attribute <c>loader</c>.</param>
    public static async Task<VirtualMachine> PowerOnAsync(ServedLan served, string loader = "auto")
    {
        var cluster = new SeedCluster(served.Daemon, [Node, Bystander]);
        await cluster.DescribeAsync(await Checkout.PalletAsync());
        await served.Daemon.Stack.RunAsync("set", "host", "attr", Node.Name, "attr=loader", $"value={loader}");
        await cluster.ArmAsync();
        var machine = await VirtualMachine.CreateAsync(served.Lan, Node.Machine);
        machine.PowerOn();
        return machine;
    }
}
