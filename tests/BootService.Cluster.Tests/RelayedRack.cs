using BootService.Lab;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Protocols.Net;

namespace BootService.Cluster.Tests;

/// <summary>A rack behind a router on which a relay of ours runs: its only way to the frontends.</summary>
internal sealed class RelayedRack : IAsyncDisposable
{
    /// <summary>The name of its network.</summary>
    public const string Network = "rack7";

    /// <summary>Where frontends let relays in.</summary>
    public const int Port = 8443;

    private readonly FrontendPair _pair;
    private readonly RelayedLan _lan;

    private RelayedRack(FrontendPair pair, RelayedLan lan) => (_pair, _lan, Relay) = (pair, lan, new DaemonProcess(pair.Lan, lan.Router));

    /// <summary>The relay.</summary>
    public DaemonProcess Relay { get; }

    /// <summary>Where the key of its token lies.</summary>
    public string TokenFile => Path.Combine(_pair.Lan.Scratch, "relay.token");

    /// <summary>Where the certificates of its frontends lie.</summary>
    public string Certificates => Path.Combine(_pair.Lan.Scratch, "frontends.crt");

    /// <summary>The settings that make a daemon a relay of both frontends.</summary>
    public string[] Settings =>
    [
        $"--Interface={RelayedLan.Downlink}", $"--Upstream=https://{BootLan.Address}:{Port},https://{FrontendPair.OtherAddress}:{Port}",
        $"--Relay:TokenFile={TokenFile}", $"--Relay:Certificates={Certificates}", "--Frontend:Name=rack7", "--CheckAtStart=false",
    ];

    /// <summary>The setting that has a frontend let relays in.</summary>
    public static string Listening(Ipv4 frontend) => $"--Admin:Listen={frontend}:{Port}";

    /// <summary>The address of the nth machine of the rack.</summary>
    public static Ipv4 AddressOf(int number) => new(RelayedLan.Gateway.Value + 9 + (uint)number);

    /// <summary>Makes the rack behind frontends of which the first runs.</summary>
    public static async Task<RelayedRack> CreateAsync(FrontendPair pair, string tokenParameters = "role=relay rack=7")
    {
        var rack = new RelayedRack(pair, await RelayedLan.CreateAsync(pair.Lan));
        await pair.One.RunAsync("add", "network", Network, "address=10.3.0.0", "mask=255.255.255.0", $"gateway={RelayedLan.Gateway}", "pxe=true");
        await rack.WriteTokenAsync((await pair.One.RunAsync(["add", "token", "rack7-relay", .. tokenParameters.Split(' ')])).Trim());
        return rack;
    }

    /// <summary>Starts the relay, with the certificates of the frontends that have one by now.</summary>
    public async Task StartAsync()
    {
        await WriteCertificatesAsync();
        await Relay.StartAsync(Settings);
    }

    /// <summary>Goes through a start of the relay without one.</summary>
    public Task<ToolResult> CheckAsync(params string[] further) => _lan.Router.RunAsync(
        Checkout.Program("bootservice"),
        [
            "--check", $"--DataDirectory={Relay.DataDirectory}", $"--ExportDirectory={Relay.ExportDirectory}", $"--Admin:Socket={Relay.Socket}",
            .. Settings.Where(setting => !further.Any(other => other.Split('=')[0] == setting.Split('=')[0])), .. further,
        ]);

    /// <summary>Starts a second relay on the rack's network, with an address of its own.</summary>
    public async Task<DaemonProcess> StartNeighbourAsync(Ipv4 address)
    {
        var place = await _lan.AddClientAsync();
        await place.TakeAddressAsync(address, RelayedLan.Network.Prefix);
        (await place.RunAsync("ip", "route", "add", "default", "via", $"{RelayedLan.Gateway}")).Succeeded();
        var neighbour = new DaemonProcess(_pair.Lan, place);
        await neighbour.StartAsync([.. Settings, $"--Interface={LanClient.Interface}", "--Frontend:Name=rack7b"]);
        return neighbour;
    }

    /// <summary>Puts the frontends' certificates where the relay reads them.</summary>
    public async Task WriteCertificatesAsync() => await File.WriteAllTextAsync(
        Certificates,
        string.Concat(_pair.Daemons.Select(daemon => Path.Combine(daemon.DataDirectory, "admin.crt")).Where(File.Exists).Select(File.ReadAllText)));

    /// <summary>Puts a key where the relay reads it.</summary>
    public async Task WriteTokenAsync(string key)
    {
        await File.WriteAllTextAsync(TokenFile, key + "\n");
        File.SetUnixFileMode(TokenFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>Adds a machine of the rack, whom the frontends know.</summary>
    public async Task<LanClient> AddNodeAsync(int number)
    {
        var node = await _lan.AddClientAsync();
        await _pair.One.RunAsync("add", "host", $"backend-7-{number}", "appliance=backend", "rack=7", $"rank={number}");
        await _pair.One.RunAsync(
            "add", "host", "interface", $"backend-7-{number}", "interface=eth0", $"mac={node.Mac}", $"ip={AddressOf(number)}", $"network={Network}");
        return node;
    }

    /// <summary>A machine that nobody knows.</summary>
    public Task<LanClient> AddStrangerAsync() => _lan.AddClientAsync();

    /// <summary>Cuts the relay's way to the frontends, or joins it again.</summary>
    public Task JoinAsync(bool joined) => _lan.JoinAsync(joined);

    /// <summary>Waits until the relay's doctor says something.</summary>
    public Task SaysAsync(string result) => FrontendPair.UntilSaysAsync(Relay.Stack, result);

    /// <summary>Asks for an address as the firmware of a PC does, and gives what was answered; empty for nothing.</summary>
    public async Task<string> BootAsync(LanClient node)
    {
        var script = Path.Combine(_pair.Lan.Scratch, $"print-lease-{node.Mac.Value:x}");
        await File.WriteAllTextAsync(script, "#!/bin/sh\n[ \"$1\" != bound ] || echo \"address=$ip file=$boot_file server=$serverid\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var answer = await node.RunAsync(
            "udhcpc", "-i", LanClient.Interface, "-n", "-q", "-f", "-t", "4", "-T", "2", "-s", script, "-V", "PXEClient:Arch:00000:UNDI:002001",
            "-x", "0x5d:0000");
        return answer.Output.Split('\n').FirstOrDefault(line => line.StartsWith("address=", StringComparison.Ordinal)) ?? string.Empty;
    }

    /// <summary>The configuration that a node's loader is told by the relay.</summary>
    public static async Task<string> ConfigurationAsync(LanClient node)
    {
        var name = $"pxelinux.cfg/01-{node.Mac}".Replace(':', '-');
        return (await node.RunAsync("curl", "-s", "-m", "20", "--local-port", "600-700", $"http://{RelayedLan.Gateway}/install/boot/{name}")).Output;
    }

    /// <summary>The same by TFTP, as PXELINUX asks for it.</summary>
    public static async Task<string> TransferredAsync(LanClient node)
    {
        var name = $"pxelinux.cfg/01-{node.Mac}".Replace(':', '-');
        return (await node.RunAsync("busybox", "tftp", "-g", "-l", "-", "-r", name, $"{RelayedLan.Gateway}")).Output;
    }

    /// <summary>What the relay answers a node, its code in front.</summary>
    public static async Task<string> FetchAsync(LanClient node, string path) =>
        (await node.RunAsync("curl", "-s", "-m", "60", "-w", " %{http_code}", $"http://{RelayedLan.Gateway}/install/{path}")).Output;

    public async ValueTask DisposeAsync()
    {
        await Relay.DisposeAsync();
        await _lan.DisposeAsync();
    }
}
