using BootService.Lab.Lan;
using BootService.Lab.Machines;
using BootService.Lab.Processes;
using Xunit;

namespace BootService.Interop.Tests.Debian;

/// <summary>
/// Debian 13's own installer, unchanged, on machines with real firmware: the seed page's cluster, three nodes at once, each from its own disk afterwards.
/// Explicit, and only run by "make debian": it takes more than an hour where machines are emulated.
/// </summary>
[Trait(DebianLimits.Takes, DebianLimits.AnHour)]
public sealed class DebianInstallTests(ITestOutputHelper output)
{
    /// <summary>An attempt's secret where an address of ours has one.</summary>
    private const string SecretInUrl = "/install/[a-z]+/[A-Za-z0-9_-]{43}";

    private static readonly BootService.Lab.Machines.Firmware[] Nodes =
        [BootService.Lab.Machines.Firmware.Uefi, BootService.Lab.Machines.Firmware.Bios, BootService.Lab.Machines.Firmware.Bios];

    [Fact(Explicit = true)]
    public async Task Three_nodes_install_themselves_report_each_step_and_serve_each_other_from_their_own_disks()
    {
        await using var frontend = await DebianFrontend.StartAsync("DebianInstall");
        var machines = new List<VirtualMachine>();
        try
        {
            for (var rank = 0; rank < Nodes.Length; rank++)
            {
                machines.Add(await VirtualMachine.CreateAsync(frontend.Served.Lan, DebianFrontend.MachineOf(rank, Nodes[rank])));
            }

            await Task.WhenAll(machines.Select((machine, rank) => InstallAsync(frontend, rank, machine)));
            for (var rank = 0; rank < Nodes.Length; rank++)
            {
                await LookAroundAsync(frontend, rank);
                output.WriteLine($"{machines[rank].Settings.Name} ({Nodes[rank]}) is what its profile says");
                await ServesAsync(frontend, from: rank);
            }
        }
        finally
        {
            foreach (var machine in machines)
            {
                await machine.DisposeAsync();
            }
        }
    }

    /// <summary>From arming to the word of the installed system that it is up.</summary>
    private async Task InstallAsync(DebianFrontend frontend, int rank, VirtualMachine machine)
    {
        var (stack, name) = (frontend.Stack, DebianFrontend.NameOf(rank));
        await stack.RunAsync("set", "host", "boot", name, "action=install");
        machine.PowerOn();
        await Poll.UntilAsync("the word that it is done", DebianLimits.Install, async () =>
            await stack.ActionOfAsync(name) == "os" || (await frontend.FailuresAsync(rank)).Count > 0, every: DebianLimits.Look);
        Assert.Empty(await frontend.FailuresAsync(rank));
        await Poll.UntilAsync(
            "the word that it is up",
            DebianLimits.Boot,
            async () => (await stack.ListAsync("list", "host", "status", name))[0] is var row && row["install"] == "confirmed" && row["state"] == "up",
            every: DebianLimits.Look);
        Assert.Empty(await frontend.FailuresAsync(rank));
        output.WriteLine(await stack.RunAsync("list", "host", "timeline", name, "attempt=1"));
        var steps = (await stack.ListAsync("list", "host", "event", name, "most=2000")).Select(row => $"{row["stage"]} {row["what"]}").ToList();
        foreach (var wanted in (string[])["pre", "disk", "post", "done", "confirmed"])
        {
            Assert.Contains(steps, step => step.Contains(wanted, StringComparison.Ordinal));
        }
    }

    /// <summary>What is on the node is what its role asked for, and nothing of the install that only the installer was to know.</summary>
    private static async Task LookAroundAsync(DebianFrontend frontend, int rank)
    {
        var isMaster = rank == 0;
        await ReachableAsync(frontend, rank);
        Assert.Equal($"{DebianFrontend.NameOf(rank)}\n", await frontend.OnNodeAsync(rank, "hostname"));
        Assert.Contains("/dev/vda", await frontend.OnNodeAsync(rank, "findmnt -n -o SOURCE /"), StringComparison.Ordinal);
        Assert.Equal("13\n", await frontend.OnNodeAsync(rank, ". /etc/os-release; echo $VERSION_ID"));
        Assert.Equal(
            $"zk://{BootLan.AddressOf(0)}:2181/mesos\n{BootLan.AddressOf(rank)}\n",
            await frontend.OnNodeAsync(rank, $"cat /etc/mesos/zk /etc/mesos-{(isMaster ? "master" : "slave")}/ip"));
        Assert.Equal(
            $"{(isMaster ? "MesosCluster" : "none")}\n", await frontend.OnNodeAsync(rank, "cat /etc/mesos-master/cluster 2> /dev/null || echo none"));
        Assert.Equal("1\n", await frontend.OnNodeAsync(rank, $"ls -d /etc/init/mesos-{(isMaster ? "slave" : "master")}.conf.disabled | wc -l"));
        Assert.Equal(isMaster, (await frontend.TryOnNodeAsync(rank, "dpkg -s marathon zookeeperd")).ExitCode == 0);
        Assert.Equal("", await frontend.OnNodeAsync(rank, "ls -d /root/.stack-install /usr/sbin/stack-up 2> /dev/null; true"));
        Assert.Equal("0\n", await frontend.OnNodeAsync(rank, "journalctl -b | grep -c 'ordering cycle' || true"));
        Assert.Equal("", await frontend.OnNodeAsync(rank, $"grep -laE '{SecretInUrl}' /proc/[0-9]*/cmdline; true"));
        Assert.NotEqual("", await frontend.OnNodeAsync(rank, "grep -rl '/install/answer/' /var/log/installer"));
        Assert.Equal("", await frontend.OnNodeAsync(rank, $"grep -rlaE '{SecretInUrl}' /var/log /var/lib /var/cache /etc /boot /root /tmp; true"));
    }

    private static Task ReachableAsync(DebianFrontend frontend, int rank) => Poll.UntilAsync(
        $"sshd of {DebianFrontend.NameOf(rank)}", DebianLimits.Boot, async () => (await frontend.TryOnNodeAsync(rank, "true")).ExitCode == 0);

    /// <summary>The master's ZooKeeper answers a node.</summary>
    private async Task ServesAsync(DebianFrontend frontend, int from)
    {
        Task<ToolResult> AskAsync(string word) => frontend.TryOnNodeAsync(
            from, $"timeout 20 bash -c 'exec 3<>/dev/tcp/{BootLan.AddressOf(0)}/2181; printf {word} >&3; cat <&3'");
        await Poll.UntilAsync("ZooKeeper's answer", DebianLimits.Boot, async () => (await AskAsync("ruok")).Output == "imok");
        var told = (await AskAsync("srvr")).Output;
        Assert.Contains("Zookeeper version: ", told, StringComparison.Ordinal);
        Assert.Contains("Mode: standalone", told, StringComparison.Ordinal);
        output.WriteLine($"{DebianFrontend.NameOf(from)} asked {DebianFrontend.NameOf(0)}: {told}");
    }
}
