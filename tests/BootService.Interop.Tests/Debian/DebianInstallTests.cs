using BootService.Lab.Machines;
using BootService.Lab.Processes;
using Xunit;

namespace BootService.Interop.Tests.Debian;

/// <summary>
/// Debian 13's own installer, unchanged, on machines with real firmware. Explicit, and only run by "make debian": each takes up to an hour where machines are
/// emulated.
/// </summary>
[Trait(DebianLimits.Takes, DebianLimits.AnHour)]
public sealed class DebianInstallTests
{
    [Theory(Explicit = true)]
    [InlineData(BootService.Lab.Machines.Firmware.Bios, 0)]
    public async Task A_node_installs_reports_each_step_and_comes_up_from_its_own_disk(BootService.Lab.Machines.Firmware firmware, int rank)
    {
        await using var frontend = await DebianFrontend.StartAsync($"DebianInstall{firmware}");
        var (stack, name, isMaster) = (frontend.Stack, DebianFrontend.NameOf(rank), rank == 0);
        await stack.RunAsync("set", "host", "boot", name, "action=install");
        await using var machine = await VirtualMachine.CreateAsync(frontend.Served.Lan, DebianFrontend.MachineOf(rank, firmware));
        machine.PowerOn();

        await Poll.UntilAsync(
            "the word that it is done", DebianLimits.Install, async () => await stack.ActionOfAsync(name) == "os" || await FailedAsync(frontend, rank));
        Assert.Empty(await FailuresAsync(frontend, rank));
        await Poll.UntilAsync("the word that it is up", DebianLimits.Boot, async () =>
            (await stack.ListAsync("list", "host", "status", name))[0]["state"].Contains("up", StringComparison.OrdinalIgnoreCase));

        Assert.Empty(await FailuresAsync(frontend, rank));
        var steps = (await stack.ListAsync("list", "host", "event", name, "most=2000")).Select(row => $"{row["stage"]} {row["what"]}").ToList();
        foreach (var wanted in (string[])["pre", "disk", "post", "done", "confirmed"])
        {
            Assert.Contains(steps, step => step.Contains(wanted, StringComparison.Ordinal));
        }

        await Poll.UntilAsync("sshd", DebianLimits.Boot, async () => (await frontend.TryOnNodeAsync(rank, "true")).ExitCode == 0);
        Assert.Equal($"{name}\n", await frontend.OnNodeAsync(rank, "hostname"));
        Assert.Contains("/dev/vda", await frontend.OnNodeAsync(rank, "findmnt -n -o SOURCE /"), StringComparison.Ordinal);
        Assert.Equal("13\n", await frontend.OnNodeAsync(rank, ". /etc/os-release; echo $VERSION_ID"));
        Assert.Equal(
            $"zk://{BootService.Lab.Lan.BootLan.AddressOf(0)}:2181/mesos\n{BootService.Lab.Lan.BootLan.AddressOf(rank)}\n",
            await frontend.OnNodeAsync(rank, $"cat /etc/mesos/zk /etc/mesos-{(isMaster ? "master" : "slave")}/ip"));
        Assert.Equal("1\n", await frontend.OnNodeAsync(rank, $"ls -d /etc/init/mesos-{(isMaster ? "slave" : "master")}.conf.disabled | wc -l"));
        Assert.Equal("", await frontend.OnNodeAsync(rank, "ls -d /root/.stack-install /usr/sbin/stack-up 2> /dev/null; true"));
        if (isMaster)
        {
            await Poll.UntilAsync("ZooKeeper's answer", DebianLimits.Boot, async () =>
                (await frontend.Served.Lan.RunAsync(
                    "bash", "-c", $"exec 3<>/dev/tcp/{BootService.Lab.Lan.BootLan.AddressOf(0)}/2181 && printf ruok >&3 && cat <&3"))
                .Output == "imok");
        }
        else
        {
            Assert.NotEqual(0, (await frontend.TryOnNodeAsync(rank, "dpkg -s zookeeperd")).ExitCode);
        }
    }

    private static async Task<bool> FailedAsync(DebianFrontend frontend, int rank) => (await FailuresAsync(frontend, rank)).Count > 0;

    private static async Task<IReadOnlyList<string>> FailuresAsync(DebianFrontend frontend, int rank) =>
        [.. (await frontend.TimelineAsync(rank)).Where(row => row["outcome"] == "failed").Select(row => row["why"])];
}
