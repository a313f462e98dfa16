using BootService.Lab.Processes;
using Xunit;

namespace BootService.Interop.Tests.Installs;

public sealed class DaemonCrashTests
{
    [Fact]
    public async Task A_daemon_killed_in_the_middle_of_an_install_loses_neither_the_attempt_nor_its_secret()
    {
        await using var served = await ServedLan.StartAsync();
        await using var machine = await OneNode.PowerOnAsync(served);
        var stack = served.Daemon.Stack;
        await machine.Console.SeeAsync(Limits.Packages, "pallet: partitioned", "pallet: packages ");

        await served.Daemon.KillAsync();
        await served.Daemon.StartAsync();

        Assert.Equal("install", await stack.ActionOfAsync(OneNode.Node.Name));
        await machine.Console.SeeAsync(Limits.Install, "pallet: installed");
        await Poll.UntilAsync("the flip to os", TimeSpan.FromMinutes(1), async () => await stack.ActionOfAsync(OneNode.Node.Name) == "os");
        await machine.Console.SeeAsync(Limits.Install, OneNode.Node.UpMarkers);
    }
}
