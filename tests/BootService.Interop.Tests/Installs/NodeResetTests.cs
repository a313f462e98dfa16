using Xunit;

namespace BootService.Interop.Tests.Installs;

public sealed class NodeResetTests
{
    [Fact]
    public async Task A_node_reset_in_the_middle_of_its_install_starts_over_and_succeeds()
    {
        await using var served = await ServedLan.StartAsync();
        await using var machine = await OneNode.PowerOnAsync(served, "pxelinux");
        var console = machine.Console;
        var at = await console.SeeAsync(Limits.Packages, "pallet: partitioned", "pallet: packages ");

        await machine.ResetAsync();

        await console.SeeAsync(Limits.Install, at, ["pallet: kickstart fetched", .. OneNode.Node.UpMarkers]);
        var events = await served.Daemon.Stack.ListAsync("list", "host", "event", OneNode.Node.Name, "most=1000");
        Assert.Contains(events, row => row["stage"] == "tftp" && row["what"] == "pxelinux.0");
        Assert.Equal("os", await served.Daemon.Stack.ActionOfAsync(OneNode.Node.Name));
    }
}
