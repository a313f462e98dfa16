using System.Security.Cryptography;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Lab.Seed;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Cluster.Tests;

/// <summary>A relay without a database for a rack that has no other way to the frontends.</summary>
public sealed class RelayTests(DatabaseServer database) : IAsyncLifetime
{
    private FrontendPair _pair = null!;
    private RelayedRack _rack = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private StackCommand One => _pair.One;

    private StackCommand Relay => _rack.Relay.Stack;

    public async ValueTask InitializeAsync()
    {
        _pair = await FrontendPair.CreateAsync(database, nameof(RelayTests));
        await _pair.StartAsync(0, RelayedRack.Listening(BootLan.Address));
        _rack = await RelayedRack.CreateAsync(_pair);
    }

    public async ValueTask DisposeAsync()
    {
        await _rack.DisposeAsync();
        await _pair.DisposeAsync();
    }

    [Fact]
    public async Task A_node_installs_through_a_relay_and_nothing_of_its_install_stays_there()
    {
        await RandomPallet.AddAsync(One, _pair.Lan.Scratch);
        var (node, other) = (await _rack.AddNodeAsync(1), await _rack.AddNodeAsync(2));
        await _rack.StartAsync();
        await One.RunAsync("set", "host", "boot", "backend-7-1", "action=install");
        var secret = await _pair.AskAsync("SELECT secret FROM attempts");
        await Poll.UntilAsync("the relay knows", FrontendPair.Patience, async () => await Relay.ActionOfAsync("backend-7-1") == "install");

        Assert.Equal($"address={RelayedRack.AddressOf(1)} file=pxelinux.0 server={RelayedLan.Gateway}", await _rack.BootAsync(node));
        await node.TakeAddressAsync(RelayedRack.AddressOf(1), 24);
        var configuration = await RelayedRack.ConfigurationAsync(node);
        Assert.Contains($"http://{RelayedLan.Gateway}/install/ks/{secret}", configuration, StringComparison.Ordinal);
        Assert.DoesNotContain($"{BootLan.Address}", configuration, StringComparison.Ordinal);
        Assert.Contains($"http://{RelayedLan.Gateway}/install/ks/{secret}", await RelayedRack.TransferredAsync(node), StringComparison.Ordinal);

        await FetchesKernelAsync(node);
        await other.TakeAddressAsync(RelayedRack.AddressOf(2), 24);
        Assert.EndsWith(" 403", await RelayedRack.FetchAsync(other, $"ks/{secret}"), StringComparison.Ordinal);
        Assert.DoesNotContain("install/ks", await RelayedRack.ConfigurationAsync(other), StringComparison.Ordinal);

        var kickstart = await RelayedRack.FetchAsync(node, $"ks/{secret}");
        Assert.EndsWith(" 200", kickstart, StringComparison.Ordinal);
        Assert.Contains($"http://{RelayedLan.Gateway}/install/done/{secret}", kickstart, StringComparison.Ordinal);
        Assert.DoesNotContain($"http://{BootLan.Address}/install/", kickstart, StringComparison.Ordinal);
        Assert.EndsWith("Installing\n 200", await RelayedRack.FetchAsync(node, $"stage/{secret}/packages"), StringComparison.Ordinal);

        // A relay that is killed in the middle of it has nothing that could be lost.
        await _rack.Relay.KillAsync();
        await _rack.StartAsync();
        Assert.EndsWith("Staged\n 200", await RelayedRack.FetchAsync(node, $"done/{secret}"), StringComparison.Ordinal);
        Assert.Equal("os", await One.ActionOfAsync("backend-7-1"));
        Assert.Equal("Staged 1", await _pair.AskAsync("SELECT state || ' ' || handouts FROM attempts"));
        Assert.EndsWith(" 410", await RelayedRack.FetchAsync(node, $"ks/{secret}"), StringComparison.Ordinal);

        // Its next boot goes to its disk, as the relay says itself.
        await Poll.UntilAsync("the relay knows", FrontendPair.Patience, async () => await Relay.ActionOfAsync("backend-7-1") == "os");
        Assert.DoesNotContain("install/ks", await RelayedRack.ConfigurationAsync(node), StringComparison.Ordinal);

        // One timeline, at the frontend: what the relay did, and what came of it.
        await Poll.UntilAsync("all is told", FrontendPair.Patience, async () =>
            await EventsAsync("ACK") >= 1 && await EventsAsync($"pxelinux.cfg/01-{node.Mac}".Replace(':', '-')) >= 2 && await EventsAsync("kickstart") >= 1);
        await Task.WhenAll(Directory.GetFiles(_rack.Relay.DataDirectory, "*", SearchOption.AllDirectories).Select(async file =>
            Assert.DoesNotContain(secret, await File.ReadAllTextAsync(file, Cancel), StringComparison.Ordinal)));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_rack.Relay.DataDirectory, "relay.cache")));
    }

    [Fact]
    public async Task A_rack_whose_relay_is_cut_off_boots_its_disks_and_installs_nobody()
    {
        await RandomPallet.AddAsync(One, _pair.Lan.Scratch);
        var (armed, plain) = (await _rack.AddNodeAsync(1), await _rack.AddNodeAsync(2));
        await _rack.StartAsync();
        await One.RunAsync("set", "host", "boot", "backend-7-1", "action=install");
        await Poll.UntilAsync("the relay knows", FrontendPair.Patience, async () => await Relay.ActionOfAsync("backend-7-1") == "install");
        var secret = await _pair.AskAsync("SELECT secret FROM attempts");
        Assert.StartsWith($"address={RelayedRack.AddressOf(1)} ", await _rack.BootAsync(armed), StringComparison.Ordinal);
        await armed.TakeAddressAsync(RelayedRack.AddressOf(1), 24);
        await plain.TakeAddressAsync(RelayedRack.AddressOf(2), 24);
        Assert.Contains("install/ks", await RelayedRack.ConfigurationAsync(armed), StringComparison.Ordinal);

        await _rack.JoinAsync(false);
        Assert.DoesNotContain("install/ks", await RelayedRack.ConfigurationAsync(armed), StringComparison.Ordinal); // at once, before it is known
        await _rack.SaysAsync("none is installed");
        await IsLedToDisksAsync(armed, plain, secret);
        Assert.StartsWith(
            "not ready: no frontend has answered for 5 s", await HealthAsync(), StringComparison.Ordinal);

        // Killed and started again while nobody can be asked: it goes by what it knew.
        await _rack.Relay.KillAsync();
        await _rack.StartAsync();
        await IsLedToDisksAsync(armed, plain, secret);

        await _rack.JoinAsync(true);
        await _rack.SaysAsync("is the newest");
        Assert.StartsWith($"address={RelayedRack.AddressOf(1)} ", await _rack.BootAsync(armed), StringComparison.Ordinal);
        Assert.Contains("install/ks", await RelayedRack.ConfigurationAsync(armed), StringComparison.Ordinal);
        Assert.EndsWith(" 200", await RelayedRack.FetchAsync(armed, $"ks/{secret}"), StringComparison.Ordinal);
        Assert.Equal("ready", (await HealthAsync()).Trim());
    }

    [Fact]
    public async Task Who_is_not_known_gets_his_address_from_the_frontend_through_the_relay()
    {
        var stranger = await _rack.AddStrangerAsync();
        await One.RunAsync("set", "network", RelayedRack.Network, "first=10.3.0.100", "last=10.3.0.109");
        await _rack.StartAsync();
        await _rack.SaysAsync("https://10.1.1.1:8443 answers");

        var told = await _rack.BootAsync(stranger);
        Assert.Matches($"^address=10\\.3\\.0\\.10[0-9] file=.* server={BootLan.Address}$", told);
        Assert.Equal("1", await _pair.AskAsync("SELECT count(*) FROM leases"));
        Assert.Equal(told, await _rack.BootAsync(stranger));

        await _rack.JoinAsync(false);
        Assert.Equal(string.Empty, await _rack.BootAsync(stranger));
    }

    [Fact]
    public async Task Two_relays_of_one_rack_share_its_machines_and_one_answers_all_when_the_other_is_away()
    {
        var nodes = new List<LanClient>();
        for (var number = 1; number <= 6; number++)
        {
            nodes.Add(await _rack.AddNodeAsync(number));
        }

        await _rack.StartAsync();
        await using var neighbour = await _rack.StartNeighbourAsync(Ipv4.Parse("10.3.0.2"));
        await Poll.UntilAsync("the relays know of each other", FrontendPair.Patience, () => Task.FromResult(
            _rack.Relay.Log.Text.Contains("Relay rack7b (10.3.0.2) hears machines that are heard here too, and is there", StringComparison.Ordinal)
            && neighbour.Log.Text.Contains("Relay rack7 (10.3.0.1) hears machines that are heard here too, and is there", StringComparison.Ordinal)));
        var shared = await Task.WhenAll(nodes.Select(_rack.BootAsync));
        Assert.Equal(nodes.Select((_, at) => $"address={RelayedRack.AddressOf(at + 1)}"), shared.Select(told => told.Split(' ')[0]));
        Assert.Equal([" server=10.3.0.1", " server=10.3.0.2"], shared.Select(told => told[told.LastIndexOf(' ')..]).Distinct().Order());
        await Poll.UntilAsync("all is told", FrontendPair.Patience, async () => await _pair.AskAsync("SELECT count(*) FROM events WHERE what = 'ACK'") == "6");
        Assert.Equal("6", await _pair.AskAsync("SELECT count(*) FROM events WHERE what = 'OFFER'"));

        await _rack.Relay.KillAsync();
        var left = await Task.WhenAll(nodes.Select(_rack.BootAsync));
        Assert.Equal(
            nodes.Select((_, at) => $"address={RelayedRack.AddressOf(at + 1)} 10.3.0.2"), left.Select(told => $"{told.Split(' ')[0]} {told.Split('=')[^1]}"));
    }

    [Fact]
    public async Task A_relay_whose_frontend_goes_away_asks_the_other()
    {
        await _pair.StartAsync(1, RelayedRack.Listening(FrontendPair.OtherAddress));
        await RandomPallet.AddAsync(One, _pair.Lan.Scratch);
        await _pair.HereAsync();
        var node = await _rack.AddNodeAsync(1);
        await _rack.StartAsync();
        await _rack.SaysAsync("https://10.1.1.1:8443 answers");
        await FrontendPair.UntilSaysAsync(One, "rack7 (10.1.0.2, token rack7-relay) follows this frontend and serves 10.3.0.0/24");

        await _pair.Daemons[0].KillAsync();
        await _rack.SaysAsync("https://10.1.1.2:8443 answers");
        await _pair.Other.RunAsync("set", "host", "boot", "backend-7-1", "action=install");
        await Poll.UntilAsync("the relay knows", FrontendPair.Patience, async () => await Relay.ActionOfAsync("backend-7-1") == "install");
        Assert.StartsWith($"address={RelayedRack.AddressOf(1)} ", await _rack.BootAsync(node), StringComparison.Ordinal);
        await node.TakeAddressAsync(RelayedRack.AddressOf(1), 24);
        Assert.Contains("install/ks", await RelayedRack.ConfigurationAsync(node), StringComparison.Ordinal);
        await FetchesKernelAsync(node);
        var secret = await _pair.AskAsync("SELECT secret FROM attempts");
        Assert.EndsWith(" 200", await RelayedRack.FetchAsync(node, $"ks/{secret}"), StringComparison.Ordinal);
        Assert.EndsWith("Staged\n 200", await RelayedRack.FetchAsync(node, $"done/{secret}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_said_in_one_sentence_and_changes_are_made_elsewhere()
    {
        await _rack.AddNodeAsync(1);
        await _rack.StartAsync();
        var refused = await Relay.TryAsync("set", "host", "boot", "backend-7-1", "action=install");
        Assert.Equal(1, refused.ExitCode);
        Assert.Equal(
            "error - \"set host boot\" does more than look, and this is a relay, which only looks: call it at a frontend "
                + "(https://10.1.1.1:8443, https://10.1.1.2:8443)",
            refused.Error.Trim());
        await _rack.Relay.StopAsync(TimeSpan.FromSeconds(10));

        Assert.Contains("ok     upstream     https://10.1.1.1:8443 tells of 1 host of 10.3.0.0/24", await CheckAsync(), StringComparison.Ordinal);
        await _rack.WriteTokenAsync((await One.RunAsync("add", "token", "rack8", "role=relay", "rack=8")).Trim());
        Assert.Contains("ok     upstream     https://10.1.1.1:8443 tells of 0 hosts of 10.3.0.0/24", await CheckAsync(), StringComparison.Ordinal);
        Assert.Contains("10.3.0.10 is no host of rack=8, to which the relay's token is limited", await SpeakAsync("10.3.0.10"), StringComparison.Ordinal);
        await _rack.WriteTokenAsync((await One.RunAsync("add", "token", "wall")).Trim());
        Assert.Contains("relays alone ask for this, over TLS and with a token of role relay", await CheckAsync(), StringComparison.Ordinal);
        await _rack.WriteTokenAsync("bst_wrong");
        Assert.Contains("this token opens nothing: it was removed or mistyped", await CheckAsync(), StringComparison.Ordinal);
        File.SetUnixFileMode(_rack.TokenFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.Contains("holds the key of the relay's token and others than its owner may read", await CheckAsync(), StringComparison.Ordinal);
        await File.WriteAllTextAsync(_rack.Certificates, "none", Cancel);
        Assert.Contains("holds no certificate as PEM; Relay:Certificates names", await CheckAsync(), StringComparison.Ordinal);
        Assert.Contains(
            "must be addresses of frontends' Admin:Listen such as https://fe1:8443", await CheckAsync("--Upstream=http://fe1"), StringComparison.Ordinal);
        Assert.Contains(
            "keys \"Upstream\" and \"Database:Connection\" are both given", await CheckAsync("--Database:Connection=Host=db"), StringComparison.Ordinal);
    }

    private async Task IsLedToDisksAsync(LanClient armed, LanClient plain, string secret)
    {
        Assert.StartsWith($"address={RelayedRack.AddressOf(1)} ", await _rack.BootAsync(armed), StringComparison.Ordinal);
        Assert.StartsWith($"address={RelayedRack.AddressOf(2)} ", await _rack.BootAsync(plain), StringComparison.Ordinal);
        foreach (var node in new[] { armed, plain })
        {
            var configuration = await RelayedRack.ConfigurationAsync(node);
            Assert.Contains("LOCALBOOT", configuration, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("install/ks", configuration, StringComparison.Ordinal);
        }

        Assert.EndsWith(" 503", await RelayedRack.FetchAsync(armed, $"ks/{secret}"), StringComparison.Ordinal);
        Assert.EndsWith(" 503", await RelayedRack.FetchAsync(armed, $"done/{secret}"), StringComparison.Ordinal);
    }

    private async Task FetchesKernelAsync(LanClient node)
    {
        var body = Path.Combine(_pair.Lan.Scratch, "kernel");
        var path = $"http://{RelayedLan.Gateway}/install/pallets/CentOS/6.6/redhat/x86_64/{RandomPallet.Kernel}";
        Assert.Equal("200", (await node.RunAsync("curl", "-s", "-m", "60", "-o", body, "-w", "%{http_code}", path)).Output);
        Assert.Equal(
            SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(RandomPallet.FolderOf(_pair.Daemons[0]), RandomPallet.Kernel), Cancel)),
            SHA256.HashData(await File.ReadAllBytesAsync(body, Cancel)));
    }

    /// <summary>Asks the frontend in the name of a node, with the relay's token.</summary>
    private async Task<string> SpeakAsync(string node) => (await _pair.Lan.RunAsync(
        "curl", "-s", "-k", "-m", "20", "-H", $"Authorization: Bearer {(await File.ReadAllTextAsync(_rack.TokenFile, Cancel)).Trim()}",
        "-H", "Bootservice-Asked: 10.3.0.1:80", "-H", "Bootservice-Node-Port: 612",
        $"https://{BootLan.Address}:{RelayedRack.Port}/v1/cluster/nodes/{node}/install/sbin/kickstart.cgi")).Output;

    private async Task<int> EventsAsync(string what) =>
        int.Parse(await _pair.AskAsync($"SELECT count(*) FROM events WHERE host = 'backend-7-1' AND what = '{what}'"), null);

    private async Task<string> HealthAsync() =>
        (await Tool.RunAsync("curl", ["-s", "-m", "10", "--unix-socket", _rack.Relay.Socket, "http://localhost/health/ready"])).Output;

    private async Task<string> CheckAsync(params string[] further)
    {
        var tried = await _rack.CheckAsync(further);
        return tried.Output + tried.Error;
    }
}
