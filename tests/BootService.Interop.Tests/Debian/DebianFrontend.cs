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

    private readonly string _key;

    private DebianFrontend(ServedLan served, string key) => (Served, _key) = (served, key);

    public ServedLan Served { get; }

    public StackCommand Stack => Served.Daemon.Stack;

    /// <summary>The nth node; the first is the master.</summary>
    public static string NameOf(int rank) => $"backend-0-{rank}";

    /// <summary>A machine that Debian's installer fits in.</summary>
    public static MachineSettings MachineOf(int rank, BootService.Lab.Machines.Firmware firmware) =>
        new(NameOf(rank), BootLan.MacOf(rank), firmware) { MemoryMiB = 1400, DiskMiB = 8192 };

    /// <summary>Everything up to <c>action=install</c>.</summary>
    /// <param name="logs">Names the folder of its logs.</param>
    public static async Task<DebianFrontend> StartAsync(string logs)
    {
        var media = Path.Combine(Checkout.Artifacts, "debian");
        (await Tool.RunAsync(Path.Combine(Checkout.Root, "tests", "debian", "build"), [media], limit: TimeSpan.FromMinutes(20))).Succeeded();
        var served = await ServedLan.StartAsync([], logs);
        try
        {
            var key = Path.Combine(served.Lan.Scratch, "root-key");
            (await Tool.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key])).Succeeded();
            File.Copy(key + ".pub", served.Daemon.PublicKey);
            var frontend = new DebianFrontend(served, key);
            await frontend.DescribeAsync(media);
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

    /// <summary>Everything that a node's timeline has of its first install.</summary>
    public Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> AttemptAsync(int rank) =>
        Stack.ListAsync("list", "host", "timeline", NameOf(rank), "attempt=1");

    /// <summary>Runs a command on a node as root of the frontend does, by its own key.</summary>
    public async Task<string> OnNodeAsync(int rank, string command) => (await TryOnNodeAsync(rank, command)).Succeeded().Output;

    /// <summary>The same, whatever comes of it.</summary>
    public Task<ToolResult> TryOnNodeAsync(int rank, string command) => Served.Lan.RunAsync(
        "ssh",
        ["-i", _key, "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
            "-o", "ConnectTimeout=20", $"root@{BootLan.AddressOf(rank)}", command]);

    public ValueTask DisposeAsync() => Served.DisposeAsync();

    private async Task DescribeAsync(string media)
    {
        await Stack.RunAsync("add", "pallet", Path.Combine(media, "installer.deb"));
        await Stack.RunAsync("add", "pallet", Path.Combine(media, "archive"));
        await Stack.RunAsync("enable", "pallet", "Debian");
        foreach (var rank in (int[])[0, 1])
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
        await Stack.RunAsync("add", "attr", "attr=zookeeper_ip", $"value={BootLan.AddressOf(0)}");
        await Stack.RunAsync("add", "attr", "attr=mesos_cluster_name", "value=MesosCluster");

        // So that the test sees what a person would, as lines.
        await Stack.RunAsync("set", "attr", "attr=console", "value=ttyS0,115200");
        await Stack.RunAsync("set", "attr", "attr=install.args", "value=DEBIAN_FRONTEND=text TERM=dumb");
        await Served.Daemon.WriteProfileAsync("extend-base.xml", ExtendBase);
    }
}
