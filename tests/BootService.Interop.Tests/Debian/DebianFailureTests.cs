using System.Globalization;
using BootService.Lab.Machines;
using BootService.Lab.Processes;
using Xunit;

namespace BootService.Interop.Tests.Debian;

/// <summary>
/// What goes wrong inside Debian's own installer, which tells nobody: the frontend learns of it with the installer's log, within half a minute.
/// </summary>
[Trait(DebianLimits.Takes, DebianLimits.AnHour)]
public sealed class DebianFailureTests(ITestOutputHelper output)
{
    private const string Killed = "the test ends partman";

    /// <summary>Ends the program that makes partitions, amid its work.</summary>
    private const string Killer = $"""
        <pre>
        (
        until pidof parted_server; do sleep 1; done
        sleep 10
        echo '{Killed}' &gt; /dev/console
        kill -9 $(pidof partman)
        ) &lt; /dev/null &gt; /dev/null 2&gt;&amp;1 &amp;
        </pre>
        """;

    [Theory(Explicit = true)]
    [InlineData(true, "Input/output error", "the installer asks a question on its screen", "dev vda")]
    [InlineData(false, Killed, "the installer failed at partman-base, which ended and left it waiting", "Menu item 'partman-base' selected")]
    public async Task An_install_that_cannot_partition_is_told_with_the_end_of_the_installers_log(bool failingDisk, string moment, string why, string logged)
    {
        await using var frontend = await DebianFrontend.StartAsync($"DebianFailure{(failingDisk ? "Disk" : "Partman")}", failingDisk ? "" : Killer);
        var (stack, name) = (frontend.Stack, DebianFrontend.NameOf(1));
        await stack.RunAsync("set", "host", "boot", name, "action=install");
        await using var machine = await VirtualMachine.CreateAsync(
            frontend.Served.Lan, DebianFrontend.MachineOf(1, BootService.Lab.Machines.Firmware.Bios) with { DiskFails = failingDisk });
        machine.PowerOn();
        await machine.Console.SeeAsync(DebianLimits.Partitioning, moment);
        var seen = TimeProvider.System.GetUtcNow();
        await Poll.UntilAsync("the word that it failed", DebianLimits.Failure, async () => (await frontend.FailuresAsync(1)).Count > 0);
        var after = TimeProvider.System.GetUtcNow() - seen;
        var told = Assert.Single(await frontend.FailuresAsync(1));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"told {after.TotalSeconds:0} s after it happened: {told}"));
        Assert.Contains(why, told, StringComparison.Ordinal);
        var row = (await stack.ListAsync("list", "host", "status", name))[0];
        Assert.Equal(("failing", "failed"), (row["state"], row["install"]));
        var log = await stack.RunAsync("list", "host", "log", name);
        output.WriteLine(log);
        Assert.Contains(logged, log, StringComparison.Ordinal);
        Assert.DoesNotMatch("/install/[a-z]+/[A-Za-z0-9_-]{43}", log);
    }
}
