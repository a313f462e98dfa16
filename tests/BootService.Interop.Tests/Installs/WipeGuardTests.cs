using BootService.Lab.Lan;
using BootService.Lab.Processes;
using Xunit;

namespace BootService.Interop.Tests.Installs;

/// <summary>An install that is tied to a machine, on a machine: its script reads what the firmware really says.</summary>
public sealed class WipeGuardTests
{
    [Fact(Explicit = true)]
    public async Task An_install_for_another_machine_touches_no_disk_and_one_for_this_machine_goes_through()
    {
        await using var served = await ServedLan.StartAsync();
        var stack = served.Daemon.Stack;
        await stack.RunAsync("set", "attr", "attr=install.serial", "value=b007b007-0000-4000-8000-00000000dead");
        await using var machine = await OneNode.PowerOnAsync(served);
        await Poll.UntilAsync("the refusal", Limits.Packages, async () => await stack.ActionOfAsync(OneNode.Node.Name) == "os");
        var rows = await stack.ListAsync("list", "host", "timeline", OneNode.Node.Name);
        Assert.Contains(rows, row => row["outcome"] == "failed" && row["why"].Contains("this is not the machine the install is for", StringComparison.Ordinal));
        Assert.Empty(await machine.Disk.PartitionSizesAsync());

        await stack.RunAsync("set", "attr", "attr=install.serial", $"value=B007B007-0000-4000-8000-{BootLan.MacOf(0).Value:X12}");
        await stack.RunAsync("set", "host", "boot", OneNode.Node.Name, "action=install");
        await machine.ResetAsync();
        await machine.Console.SeeAsync(Limits.Install, OneNode.Node.UpMarkers);
        Assert.NotEmpty(await machine.Disk.PartitionSizesAsync());
    }
}
