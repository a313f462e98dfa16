using BootService.Lab;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;
using BootService.Lab.Machines;
using BootService.Lab.Processes;

namespace BootService.Interop.Tests.Debian;

/// <summary>
/// A frontend with Debian 13 to install, and the seed page's cluster described for it: the same roles and files, and ZooKeeper from Debian's own packages.
/// </summary>
internal sealed class DebianFrontend : IAsyncDisposable
{
    /// <summary>What the seed page's node file is on Debian: its own packages where Debian has them, stand-ins where it has none.</summary>
    private const string ExtendBase = """
        <?xml version="1.0" standalone="no"?>
        <kickstart>
        <package>mesos</package>
        <package cond="is_mesos_master">marathon</package>
        <package cond="is_mesos_master">zookeeperd</package>
        <post cond="is_mesos_master">
        mv /etc/init/mesos-slave.conf /etc/init/mesos-slave.conf.disabled
        <file name="/etc/mesos-master/ip">
        &hostaddr;
        </file>
        <file name="/etc/mesos-master/cluster">
        &mesos_cluster_name;
        </file>
        echo 1 &gt; /etc/zookeeper/conf/myid
        echo '4lw.commands.whitelist=ruok, srvr' &gt;&gt; /etc/zookeeper/conf/zoo.cfg
        systemctl enable zookeeper
        </post>
        <post cond="is_mesos_slave">
        mv /etc/init/mesos-master.conf /etc/init/mesos-master.conf.disabled
        <file name="/etc/mesos-slave/ip">
        &hostaddr;
        </file>
        </post>
        <post>
        <file name="/etc/mesos/zk">
        zk://&zookeeper_ip;:2181/mesos
        </file>
        </post>
        </kickstart>
        """;

    /// <summary>
    /// What a slow machine is spared: the kernel for virtual machines has a tenth of the modules, and with them of the work for its RAM disk. It is an answer
    /// to a question of the installer's own.
    /// </summary>
    private const string Smaller = """

        <native os="debian">
        d-i base-installer/kernel/image string linux-image-cloud-amd64
        </native>
        """;

    private readonly RootKey _key;

    private DebianFrontend(ServedLan served, RootKey key) => (Served, _key) = (served, key);

    public ServedLan Served { get; }

    public StackCommand Stack => Served.Daemon.Stack;

    /// <summary>The nth node; the first is the master.</summary>
    public static string NameOf(int rank) => $"backend-0-{rank}";

    /// <summary>A machine that Debian's installer fits in; with UEFI its own layout of a disk wants 9.3 GB.</summary>
    public static MachineSettings MachineOf(int rank, BootService.Lab.Machines.Firmware firmware) =>
        new(NameOf(rank), BootLan.MacOf(rank), firmware) { MemoryMiB = 1400, DiskMiB = 12_288 };

    /// <summary>Everything up to <c>action=install</c>, for as many nodes as there are kinds of them.</summary>
    /// <param name="logs">Names the folder of its logs.</param>
    /// <param name="more">What the profile has besides.</param>
    public static async Task<DebianFrontend> StartAsync(string logs, string more = "")
    {
        var media = Path.Combine(Checkout.Artifacts, "debian");
        (await Tool.RunAsync(Path.Combine(Checkout.Root, "tests", "debian", "build"), [media], limit: TimeSpan.FromMinutes(20))).Succeeded();
        var served = await ServedLan.StartAsync([], logs);
        try
        {
            var frontend = new DebianFrontend(served, await RootKey.CreateAsync(served));
            await frontend.DescribeAsync(media, more);
            return frontend;
        }
        catch
        {
            await served.DisposeAsync();
            throw;
        }
    }

    /// <summary>The newest boot of a node as its timeline tells it.</summary>
    public Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> TimelineAsync(int rank) => Stack.ListAsync("list", "host", "timeline", NameOf(rank));

    /// <summary>Why a node's newest boot failed; empty when it has not.</summary>
    public async Task<IReadOnlyList<string>> FailuresAsync(int rank) =>
        [.. (await TimelineAsync(rank)).Where(row => row["outcome"] == "failed").Select(row => row["why"])];

    /// <summary>Runs a command on a node as root of the frontend does, by its own key.</summary>
    public Task<string> OnNodeAsync(int rank, string command) => _key.RunAsync(BootLan.AddressOf(rank), command);

    /// <summary>The same, whatever comes of it.</summary>
    public Task<ToolResult> TryOnNodeAsync(int rank, string command) => _key.TryAsync(BootLan.AddressOf(rank), command);

    public ValueTask DisposeAsync() => Served.DisposeAsync();

    private async Task DescribeAsync(string media, string more)
    {
        await Stack.RunAsync("add", "pallet", Path.Combine(media, "installer.deb"));
        await Stack.RunAsync("add", "pallet", Path.Combine(media, "archive"));
        await Stack.RunAsync("enable", "pallet", "Debian");
        foreach (var rank in (int[])[0, 1, 2])
        {
            await Stack.RunAsync("add", "host", NameOf(rank));
            await Stack.RunAsync(
                "add", "host", "interface", NameOf(rank), "interface=eth0", $"mac={BootLan.MacOf(rank)}", $"ip={BootLan.AddressOf(rank)}", "network=private");
            await Stack.RunAsync("set", "host", "os", NameOf(rank), "os=debian");
        }

        await Stack.RunAsync("set", "attr", "attr=is_mesos_master", "value=false");
        await Stack.RunAsync("set", "attr", "attr=is_mesos_slave", "value=false");
        await Stack.RunAsync("set", "host", "attr", NameOf(0), "attr=is_mesos_master", "value=true");
        await Stack.RunAsync("set", "host", "attr", NameOf(1), "attr=is_mesos_slave", "value=true");
        await Stack.RunAsync("set", "host", "attr", NameOf(2), "attr=is_mesos_slave", "value=true");
        await Stack.RunAsync("add", "attr", "attr=zookeeper_ip", $"value={BootLan.AddressOf(0)}");
        await Stack.RunAsync("add", "attr", "attr=mesos_cluster_name", "value=MesosCluster");

        // So that the test sees what a person would, as lines.
        await Stack.RunAsync("set", "attr", "attr=console", "value=ttyS0,115200");
        await Stack.RunAsync("set", "attr", "attr=install.args", "value=DEBIAN_FRONTEND=text TERM=dumb mitigations=off");
        await Served.Daemon.WriteProfileAsync(
            "extend-base.xml", ExtendBase.Replace("</kickstart>", $"{Smaller}\n{more}\n</kickstart>", StringComparison.Ordinal));
    }
}
