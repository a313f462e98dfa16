using BootService.Lab;
using BootService.Lab.Databases;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Cluster.Tests;

/// <summary>Service addresses that the real keepalived moves, by the configuration that we write.</summary>
public sealed class KeepalivedTests(DatabaseServer database) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Ipv4[] Services = [Ipv4.Parse("10.1.1.11"), Ipv4.Parse("10.1.1.12")];

    private readonly List<LabProcess> _keepers = [];
    private CutLine _line = null!;
    private BootLan _lan = null!;
    private LanClient _place = null!;
    private DaemonProcess[] _daemons = [];
    private string _name = string.Empty;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Requirements.Demand();
        _name = await database.Server.NewDatabaseAsync();
        _line = new CutLine(database.Server.Socket);
        _lan = await BootLan.CreateAsync(Path.Combine(Checkout.Artifacts, "cluster", nameof(KeepalivedTests)));
        _place = await _lan.AddClientAsync();
        await _place.TakeAddressAsync(Ipv4.Parse("10.1.1.2"));
        _daemons = [new DaemonProcess(_lan), new DaemonProcess(_lan, _place)];
        await StartAsync(0);
        await StartAsync(1);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var keeper in _keepers)
        {
            await keeper.StopAsync(TimeSpan.FromSeconds(10));
            await keeper.DisposeAsync();
        }

        foreach (var daemon in _daemons)
        {
            await daemon.DisposeAsync();
        }

        await _lan.DisposeAsync();
        await _line.DisposeAsync();
    }

    [Fact]
    public async Task An_address_moves_to_who_is_left_is_served_there_and_comes_home()
    {
        var node = await _lan.AddClientAsync();
        await node.TakeAddressAsync(BootLan.AddressOf(3));
        await _daemons[0].Stack.RunAsync("add", "host", "backend-0-0", "appliance=backend", "rack=0", "rank=0");
        await _daemons[0].Stack.RunAsync(
            "add", "host", "interface", "backend-0-0", "interface=eth0", $"mac={node.Mac}", $"ip={BootLan.AddressOf(3)}", "network=private");

        // Until keepalived has given them, nodes are told the interfaces' own addresses, and nobody has these.
        Assert.NotEqual("200", await FetchAsync(node, Services[0]));
        await Poll.UntilAsync("the frontends know of each other", Patience, async () =>
            (await _daemons[0].Stack.ListAsync("list", "frontend")).Count(row => row["state"] == "up") == 2);
        _keepers.Add(await KeepAsync(0));
        _keepers.Add(await KeepAsync(1));
        await Poll.UntilAsync("each has its own address", Patience, async () =>
            await HasAsync(0, Services[0]) && await HasAsync(1, Services[1]) && !await HasAsync(1, Services[0]));
        await ServedAsync(node, Services[0]);
        await ServedAsync(node, Services[1]);
        Assert.Contains((await AskAsync(node)).Trim(), Services.Select(service => $"serverid={service}"));

        await _daemons[0].KillAsync();
        await Poll.UntilAsync("the address moves", Patience, () => HasAsync(1, Services[0]));
        await ServedAsync(node, Services[0]);
        await ServedAsync(node, Services[1]);
        await Poll.UntilAsync("it is told who is left", Patience, async () => (await AskAsync(node)).Trim() == $"serverid={Services[1]}");

        await _daemons[0].StartAsync(SettingsOf(0));
        await Poll.UntilAsync("the address comes home", Patience, async () => await HasAsync(0, Services[0]) && !await HasAsync(1, Services[0]));
        await ServedAsync(node, Services[0]);
        Assert.DoesNotContain("\n   at ", _daemons[1].Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_database_is_away_for_all_each_keeps_its_own_and_serves_there()
    {
        var node = await _lan.AddClientAsync();
        await node.TakeAddressAsync(BootLan.AddressOf(3));
        await Poll.UntilAsync("the frontends know of each other", Patience, async () =>
            (await _daemons[0].Stack.ListAsync("list", "frontend")).Count(row => row["state"] == "up") == 2);
        _keepers.Add(await KeepAsync(0));
        _keepers.Add(await KeepAsync(1));
        await ServedAsync(node, Services[0]);
        await ServedAsync(node, Services[1]);

        _line.Cut();
        var refused = await Task.WhenAll(_daemons.Select(daemon => daemon.Stack.TryAsync("set", "attr", "attr=site.tried", "value=1")));
        Assert.All(refused, said => Assert.Equal(1, said.ExitCode));
        await Task.WhenAll(_keepers.Select((keeper, number) => keeper.SeeAsync(Patience, $"(fe{number + 1}) Changing effective priority from 150 to ")));

        // Who finds out first is behind the other until that one does too.
        await Poll.UntilAsync("each has its own address", Patience, async () => await HasAsync(0, Services[0]) && await HasAsync(1, Services[1]));
        await ServedAsync(node, Services[0]);
        await ServedAsync(node, Services[1]);

        // And who goes away then is followed all the same, by one that waits for the database.
        var waiting = _daemons[1].Stack.TryAsync("set", "attr", "attr=site.tried", "value=1");
        await _daemons[0].KillAsync();
        await _keepers[0].StopAsync(TimeSpan.FromSeconds(10));
        await Poll.UntilAsync("the address moves", Patience, () => HasAsync(1, Services[0]));
        await ServedAsync(node, Services[0]);
        await waiting;
    }

    private Task StartAsync(int number) => _daemons[number].StartAsync(SettingsOf(number));

    private string[] SettingsOf(int number) =>
        [.. DatabaseServer.Settings(database.Server, _name, _line), $"--Frontend:Name=fe{number + 1}", $"--Frontend:Service={Services[number]}"];

    private async Task<LabProcess> KeepAsync(int number)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_lan.Scratch, $"keepalived-{number}")).FullName;
        var file = Path.Combine(folder, "keepalived.conf");
        await File.WriteAllTextAsync(file, await _daemons[number].Stack.RunAsync("report", "keepalived", $"socket={_daemons[number].Socket}"), Cancel);
        string[] arguments =
            ["-n", "-l", "-f", file, "-p", Path.Combine(folder, "pid"), "-r", Path.Combine(folder, "vrrp"), "-c", Path.Combine(folder, "check")];
        return number == 0 ? _lan.Start("keepalived-0", "keepalived", arguments) : _place.Start("keepalived-1", "keepalived", arguments);
    }

    private async Task<bool> HasAsync(int number, Ipv4 service) =>
        (number == 0 ? await _lan.RunAsync("ip", "-4", "-brief", "address") : await _place.RunAsync("ip", "-4", "-brief", "address")).Output
            .Contains($" {service}/", StringComparison.Ordinal);

    private static Task ServedAsync(LanClient node, Ipv4 service) =>
        Poll.UntilAsync($"{service} is served", Patience, async () => await FetchAsync(node, service) == "200");

    private static async Task<string> FetchAsync(LanClient node, Ipv4 service) =>
        (await node.RunAsync("curl", "-s", "-m", "3", "-o", "/dev/null", "-w", "%{http_code}", $"http://{service}/install/boot/pxelinux.0")).Output;

    private async Task<string> AskAsync(LanClient node)
    {
        var script = Path.Combine(_lan.Scratch, "print-server");
        await File.WriteAllTextAsync(script, "#!/bin/sh\n[ \"$1\" != bound ] || echo \"serverid=$serverid\"\n", Cancel);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var answer = await node.RunAsync("udhcpc", "-i", LanClient.Interface, "-n", "-q", "-f", "-t", "5", "-T", "2", "-s", script);
        return answer.Output.Split('\n').FirstOrDefault(line => line.StartsWith("serverid=", StringComparison.Ordinal)) ?? string.Empty;
    }
}
