using BootService.Lab.Processes;
using BootService.Protocols.Net;

namespace BootService.Lab.Lan;

/// <summary>A network that reaches the frontend only through a router with a real DHCP relay on it (ISC dhcrelay). It goes with its LAN.</summary>
public sealed class RelayedLan : IAsyncDisposable
{
    /// <summary>The router's interface toward the frontends.</summary>
    public const string Uplink = "up0";

    /// <summary>The router's interface on the network behind it.</summary>
    public const string Downlink = "down0";

    private readonly BootLan _lan;
    private readonly string _router;
    private LabProcess? _relay;
    private int _clients;

    private readonly Ipv4 _server;

    private RelayedLan(BootLan lan, Ipv4 server) => (_lan, _router, _server) = (lan, $"{lan.Name}-r", server);

    /// <summary>The network behind the router.</summary>
    public static Ipv4Network Network => Ipv4Network.Parse("10.3.0.0/24");

    /// <summary>The router's address on it: what the relay puts into giaddr.</summary>
    public static Ipv4 Gateway => Ipv4.Parse("10.3.0.1");

    /// <summary>The router itself, for a program of ours in the relay's place.</summary>
    public LanClient Router => new(_lan, _router, default);

    /// <summary>Puts a router on a LAN.</summary>
    public static Task<RelayedLan> CreateAsync(BootLan lan) =>
        CreateAsync(lan, BootLan.Interface, BootLan.Address, BootLan.Network.Prefix, Ipv4.Parse("10.1.0.2"));

    /// <summary>Puts a router on one of the frontend's networks.</summary>
    /// <param name="lan">The LAN.</param>
    /// <param name="bridge">The frontend's interface there.</param>
    /// <param name="server">The frontend's address there.</param>
    /// <param name="prefix">The network's.</param>
    /// <param name="uplink">The router's address there.</param>
    public static async Task<RelayedLan> CreateAsync(BootLan lan, string bridge, Ipv4 server, int prefix, Ipv4 uplink)
    {
        ArgumentNullException.ThrowIfNull(lan);
        var relayed = new RelayedLan(lan, server);
        (await Tool.RunAsync("ip", ["netns", "add", relayed._router])).Succeeded();
        await ConfigureAsync(
            lan.Name,
            $"link add relay0 type veth peer name {Uplink} netns {relayed._router}",
            $"link set relay0 master {bridge} up",
            $"route add {Network} via {uplink}");
        await ConfigureAsync(
            relayed._router,
            "link set lo up",
            $"addr add {uplink}/{prefix} brd + dev {Uplink}",
            $"link set {Uplink} up",
            $"link add {Downlink} type bridge forward_delay 0 mcast_snooping 0",
            $"addr add {Gateway}/{Network.Prefix} brd + dev {Downlink}",
            $"link set {Downlink} up");
        (await relayed.RunAsync("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward")).Succeeded();
        await relayed.WithoutOffloadAsync(relayed._router, Uplink);
        await relayed.WithoutOffloadAsync(relayed._router, Downlink);
        return relayed;
    }

    /// <summary>Starts the relay. Its bridge needs a port first, or it has no carrier: add a client before.</summary>
    public async Task StartRelayAsync()
    {
        _relay = LabProcess.Start(
            "dhcrelay", _router, "dhcrelay", ["-4", "-d", "-a", "-id", Downlink, "-iu", Uplink, $"{_server}"], _lan.LogFile("dhcrelay"), _lan.Time);
        await _relay.SeeAsync(TimeSpan.FromMinutes(1), "Sending on   Socket/fallback");
    }

    /// <summary>Adds a namespace with one interface behind the router and no address.</summary>
    public async Task<LanClient> AddClientAsync()
    {
        var number = ++_clients;
        var client = new LanClient(_lan, $"{_lan.Name}-f{number}", BootLan.MacOf(0x800 + number));
        (await Tool.RunAsync("ip", ["netns", "add", client.Namespace])).Succeeded();
        await ConfigureAsync(
            _router,
            $"link add port{number} type veth peer name {LanClient.Interface} address {client.Mac} netns {client.Namespace}",
            $"link set port{number} master {Downlink} up");
        await ConfigureAsync(client.Namespace, "link set lo up", $"link set {LanClient.Interface} up");
        await WithoutOffloadAsync(_router, $"port{number}");
        await WithoutOffloadAsync(client.Namespace, LanClient.Interface);
        return client;
    }

    /// <summary>Cuts the router's way to the frontends, or joins it again.</summary>
    public async Task JoinAsync(bool joined) =>
        (await Tool.RunAsync("ip", ["-n", _lan.Name, "link", "set", "relay0", joined ? "up" : "down"])).Succeeded();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_relay is not null)
        {
            await _relay.DisposeAsync();
        }
    }

    private Task<ToolResult> RunAsync(string program, params IEnumerable<string> arguments) =>
        Tool.RunAsync("ip", ["netns", "exec", _router, program, .. arguments], time: _lan.Time);

    private static async Task ConfigureAsync(string where, params string[] lines) =>
        (await Tool.RunAsync("ip", ["-n", where, "-batch", "-"], string.Join('\n', lines) + '\n')).Succeeded();

    private async Task WithoutOffloadAsync(string where, string device) =>
        (await Tool.RunAsync("ip", ["netns", "exec", where, "ethtool", "-K", device, "tx", "off"], time: _lan.Time)).Succeeded();
}
