using System.Globalization;
using BootService.Lab.Databases;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Protocols.Net;

namespace BootService.Storm;

/// <summary>
/// Two frontends at one database and on one boot network, each with a service address. The first is killed amid the storm, and its address moves to the second,
/// as keepalived would move it.
/// </summary>
internal sealed class StormPair : IAsyncDisposable
{
    private const string ServiceHere = "10.1.1.11";
    private const string ServiceThere = "10.1.1.12";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly BootLan _lan;
    private readonly DaemonProcess _first;
    private readonly LanClient _place;
    private readonly PostgresServer _server;
    private readonly string _name;

    private StormPair(BootLan lan, DaemonProcess first, LanClient place, PostgresServer server, string name) =>
        (_lan, _first, _place, _server, _name, Second) = (lan, first, place, server, name, new DaemonProcess(lan, place));

    /// <summary>The second frontend.</summary>
    public DaemonProcess Second { get; }

    /// <summary>Whom a relay asks beside the first.</summary>
    public static Ipv4 SecondAddress { get; } = Ipv4.Parse("10.1.1.2");

    /// <summary>Starts both.</summary>
    public static async Task<StormPair> StartAsync(BootLan lan, DaemonProcess first)
    {
        var server = await PostgresServer.StartAsync();
        var place = await lan.AddClientAsync();
        await place.TakeAddressAsync(SecondAddress);
        await place.RunAsync("sysctl", "-qw", $"net.ipv4.conf.{LanClient.Interface}.arp_notify=1");
        var pair = new StormPair(lan, first, place, server, await server.NewDatabaseAsync());
        (await lan.RunAsync("ip", "addr", "add", $"{ServiceHere}/32", "dev", BootLan.Interface)).Succeeded();
        (await place.RunAsync("ip", "addr", "add", $"{ServiceThere}/32", "dev", LanClient.Interface)).Succeeded();
        await first.StartAsync(pair.Settings("fe1", ServiceHere));
        await pair.Second.StartAsync(pair.Settings("fe2", ServiceThere));
        return pair;
    }

    /// <summary>Waits until the second frontend has fetched the pallets and knows every host.</summary>
    public async Task FollowAsync(int hosts)
    {
        await Poll.UntilAsync("the second frontend has what the first was given", Patience, async () =>
            (await Second.Stack.ListAsync("list", "pallet")).All(row => row["frontends"].Split(' ').Contains("fe2")));
        await Poll.UntilAsync("the second frontend knows what the first was told", Patience, async () =>
            (await Second.Stack.ListAsync("list", "host", "boot")).Count(row => row["action"] == "install") == hosts);
    }

    /// <summary>Kills the first frontend once a third of the machines have their kickstart, and moves its address.</summary>
    /// <returns>How many had it, and how many were on their way.</returns>
    public async Task<(int Done, int OnTheirWay)> KillAsync(IReadOnlyList<NodeRun> nodes, TimeProvider time, CancellationToken cancel)
    {
        while (nodes.Count(node => node.IsPast(StormStage.Kickstart)) * 3 < nodes.Count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancel);
        }

        var onTheirWay = nodes.Count(node => node.IsPast(StormStage.Dhcp) && !node.IsPast(StormStage.Kickstart));
        await _first.KillAsync();
        var done = nodes.Count(node => node.IsPast(StormStage.Kickstart));
        (await _lan.RunAsync("ip", "addr", "del", $"{ServiceHere}/32", "dev", BootLan.Interface)).Succeeded();
        (await _place.RunAsync("ip", "addr", "add", $"{ServiceHere}/32", "dev", LanClient.Interface)).Succeeded();
        return (done, onTheirWay);
    }

    /// <summary>What the database says in the end: hosts that installed, attempts in all, hosts that are still to be installed.</summary>
    public async Task<(int Installed, int Attempts, int Waiting)> ResultAsync()
    {
        var row = (await _server.AskAsync(
            "SELECT count(*) FILTER (WHERE state = 'Staged'), count(*), (SELECT count(*) FROM hosts WHERE action = 'Install') FROM attempts",
            _name)).Split('|');
        return (Number(row[0]), Number(row[1]), Number(row[2]));
    }

    /// <summary>The attempts that did not install, for a person to read: how many stand how, and why.</summary>
    public async Task<IReadOnlyList<string>> OthersAsync()
    {
        var rows = await _server.AskAsync(
            "SELECT count(*) || ' are ' || state || ', last step \"' || last_step || '\", handed out ' || handouts || ' times' || coalesce(': ' || why, '') "
                + "FROM attempts WHERE state <> 'Staged' GROUP BY state, last_step, handouts, why ORDER BY 1",
            _name);
        return rows.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public async ValueTask DisposeAsync()
    {
        await Second.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private string[] Settings(string name, string service) =>
    [
        $"--Database:Connection={_server.ConnectionTo(_name)}", $"--Database:PasswordFile={_server.PasswordFile}", $"--Frontend:Name={name}",
        $"--Frontend:Service={service}",
    ];
}
