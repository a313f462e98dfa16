using BootService.Lab.Processes;
using BootService.Protocols.Net;

namespace BootService.Lab.Lan;

/// <summary>
/// A private boot network: a namespace that holds the frontend, a bridge with its address, a tap for each machine and a veth for
/// each client namespace. Nothing in it reaches any other network. It is gone when disposed, and also when its owner dies.
/// </summary>
public sealed class BootLan : IAsyncDisposable
{
    /// <summary>The frontend's interface, to which every machine and client is bridged.</summary>
    public const string Interface = "br0";

    private readonly LanSweeper _sweeper;
    private int _ports;

    private BootLan(string name, string logs, int prefix, TimeProvider time)
    {
        (Name, Logs, Prefix, Time) = (name, logs, prefix, time);
        Scratch = Path.Combine(LanSweeper.ScratchRoot, name);
        _sweeper = LanSweeper.Watch(name);
    }

    /// <summary>The frontend's address.</summary>
    public static Ipv4 Address => Ipv4.Parse("10.1.1.1");

    /// <summary>The frontend's hardware address.</summary>
    public static MacAddress FrontendMac => MacAddress.Parse("52:54:00:00:00:01");

    /// <summary>The network that most LANs are; machines get addresses downward from its last, as Stacki gave them.</summary>
    public static Ipv4Network Network => new(Address, 16);

    /// <summary>Name of the LAN and of the frontend's namespace.</summary>
    public string Name { get; }

    /// <summary>The frontend's prefix length in this LAN.</summary>
    public int Prefix { get; }

    /// <summary>Folder for disks, sockets and data; removed with the LAN.</summary>
    public string Scratch { get; }

    /// <summary>Folder for consoles and logs; stays.</summary>
    public string Logs { get; }

    internal TimeProvider Time { get; }

    /// <summary>Makes a LAN, after taking down those whose owners are dead.</summary>
    /// <param name="logs">Folder for consoles and logs, made when absent; files of an earlier run in it are overwritten.</param>
    /// <param name="time">Clock of every wait in this LAN.</param>
    /// <param name="prefix">Another prefix length than <see cref="Network"/> has, for more machines than that has addresses.</param>
    /// <exception cref="LabException">The caller is not root, or a program is missing.</exception>
    public static async Task<BootLan> CreateAsync(string logs, TimeProvider? time = null, int? prefix = null)
    {
        Requirements.DemandRoot();
        await LanSweeper.SweepStaleAsync();
        var lan = new BootLan(LanSweeper.NewName(), logs, prefix ?? Network.Prefix, time ?? TimeProvider.System);
        try
        {
            await lan.BuildAsync();
            return lan;
        }
        catch
        {
            await lan.DisposeAsync();
            throw;
        }
    }

    /// <summary>The address of the nth machine: 0 is 10.1.255.254, 1 is 10.1.255.253.</summary>
    public static Ipv4 AddressOf(int machine) => new(Network.Broadcast.Value - 1 - (uint)machine);

    /// <summary>The hardware address of the nth machine, in the block QEMU uses.</summary>
    public static MacAddress MacOf(int machine) => new(0x5254_0000_0100 + (ulong)machine);

    /// <summary>Starts a program beside the frontend; its output is kept in <see cref="Logs"/> under its name.</summary>
    public LabProcess Start(string name, string program, params IEnumerable<string> arguments) =>
        LabProcess.Start(name, Name, program, arguments, LogFile(name), Time);

    /// <summary>Runs a program beside the frontend to its end.</summary>
    public Task<ToolResult> RunAsync(string program, params IEnumerable<string> arguments) =>
        Tool.RunAsync("ip", ["netns", "exec", Name, program, .. arguments], time: Time);

    /// <summary>Adds a bridged tap for a machine.</summary>
    /// <returns>Its name inside the namespace.</returns>
    public async Task<string> AddTapAsync()
    {
        var tap = $"tap{Interlocked.Increment(ref _ports)}";
        await ConfigureAsync(Name, $"tuntap add dev {tap} mode tap", $"link set {tap} master {Interface} up");
        return tap;
    }

    /// <summary>Gives the frontend another boot network: a bridge of its own with this address.</summary>
    public async Task AddBridgeAsync(string name, Ipv4 address, int prefix)
    {
        await ConfigureAsync(
            Name,
            $"link add {name} type bridge forward_delay 0 mcast_snooping 0",
            $"addr add {address}/{prefix} brd + dev {name}",
            $"link set {name} up");
        await SwitchOffChecksumOffloadAsync(Name, name);
    }

    /// <summary>Adds a namespace with one interface on the LAN and no address, for programs that act as machines.</summary>
    /// <param name="bridge">The frontend's bridge it is on.</param>
    public async Task<LanClient> AddClientAsync(string bridge = Interface)
    {
        var port = Interlocked.Increment(ref _ports);
        var client = new LanClient(this, $"{Name}-c{port}", MacOf(0x100 + port));
        await Run("netns", "add", client.Namespace);
        await ConfigureAsync(
            Name,
            $"link add port{port} type veth peer name {LanClient.Interface} address {client.Mac} netns {client.Namespace}",
            $"link set port{port} master {bridge} up");
        await ConfigureAsync(client.Namespace, "link set lo up", $"link set {LanClient.Interface} up");
        await SwitchOffChecksumOffloadAsync(Name, $"port{port}");
        await SwitchOffChecksumOffloadAsync(client.Namespace, LanClient.Interface);
        return client;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _sweeper.DisposeAsync();

    internal string LogFile(string name) => Path.Combine(Logs, $"{name}.log");

    private static async Task Run(params string[] arguments) => (await Tool.RunAsync("ip", arguments)).Succeeded();

    private static async Task ConfigureAsync(string where, params string[] lines) =>
        (await Tool.RunAsync("ip", ["-n", where, "-batch", "-"], string.Join('\n', lines) + '\n')).Succeeded();

    /// <summary>A client that reads DHCP from a raw socket drops a packet whose checksum was left for hardware to fill in.</summary>
    private static async Task SwitchOffChecksumOffloadAsync(string where, string device) =>
        (await Tool.RunAsync("ip", ["netns", "exec", where, "ethtool", "-K", device, "tx", "off"])).Succeeded();

    private async Task BuildAsync()
    {
        Directory.CreateDirectory(Scratch);
        Directory.CreateDirectory(Logs);
        foreach (var log in Directory.GetFiles(Logs, "*.log"))
        {
            File.Delete(log);
        }

        await Run("netns", "add", Name);

        // The bridge keeps one address whatever joins it, floods multicast, and has a port that is always up, so that it
        // has carrier before the first machine does. The far end of that port must stay mute: the kernel would answer ARP for
        // the frontend there too, and machines that believe it would talk past the sockets of the bridge.
        await ConfigureAsync(
            Name,
            "link set lo up",
            $"link add {Interface} address {FrontendMac} type bridge forward_delay 0 mcast_snooping 0",
            "link add carrier0 type veth peer name carrier1",
            $"link set carrier1 master {Interface} up",
            "link set carrier0 arp off addrgenmode none up",
            $"addr add {Address}/{Prefix} brd + dev {Interface}",
            $"link set {Interface} up");
        await SwitchOffChecksumOffloadAsync(Name, Interface);
    }
}
