using System.Diagnostics;
using BootService.Lab;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Lab.Seed;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Cluster.Tests;

/// <summary>Two daemons at one database and on one boot network, which both answer; one of them at the far side of a line that can be cut.</summary>
public sealed class OneSegmentTests(DatabaseServer database) : IAsyncLifetime
{
    private static readonly Ipv4 FarAddress = BootLan.AddressOf(0);

    private BootLan _lan = null!;
    private TwoSides _sides = null!;
    private DaemonProcess _near = null!;
    private DaemonProcess _far = null!;
    private string _name = string.Empty;

    public async ValueTask InitializeAsync()
    {
        Requirements.Demand();
        _name = await database.Server.NewDatabaseAsync();
        _lan = await BootLan.CreateAsync(Path.Combine(Checkout.Artifacts, "cluster", nameof(OneSegmentTests)));
        _sides = await TwoSides.OfAsync(_lan);
        var far = await _sides.AddFarClientAsync();
        await far.TakeAddressAsync(FarAddress);
        (_near, _far) = (new DaemonProcess(_lan), new DaemonProcess(_lan, far));
        await _near.StartAsync([.. DatabaseServer.Settings(database.Server, _name), "--Frontend:Name=fe1"]);
        await _far.StartAsync([.. DatabaseServer.Settings(database.Server, _name), "--Frontend:Name=fe2"]);
        await _near.Stack.RunAsync("set", "network", "private", "first=10.1.9.0", "last=10.1.9.63");
        await Poll.UntilAsync("both frontends know of each other", TimeSpan.FromSeconds(30), async () =>
            await SeesOtherAsync(_near, "fe2", "up") && await SeesOtherAsync(_far, "fe1", "up")
            && (await _far.Stack.RunAsync("list", "network")).Contains("10.1.9.63", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await _near.DisposeAsync();
        await _far.DisposeAsync();
        await _lan.DisposeAsync();
    }

    [Fact]
    public async Task A_cut_between_them_gives_no_address_twice_and_no_guest_loses_his()
    {
        var guests = new List<LanClient>();
        for (var number = 0; number < 5; number++)
        {
            guests.AddRange([await _lan.AddClientAsync(), await _sides.AddFarClientAsync()]);
        }

        await _sides.JoinAsync(false);
        var before = await Task.WhenAll(guests.Take(6).Select(AskAsync));
        await _sides.JoinAsync(true);
        var after = await Task.WhenAll(guests.Skip(6).Select(AskAsync));

        // Each uses its address, and everybody hears it.
        for (var number = 0; number < guests.Count; number++)
        {
            await guests[number].TakeAddressAsync(Ipv4.Parse(before.Concat(after).ElementAt(number)));
            await guests[number].RunAsync("busybox", "ping", "-c", "1", "-W", "1", $"{(number % 2 == 0 ? FarAddress : BootLan.Address)}");
        }

        Assert.Equal(guests.Count, before.Concat(after).Distinct().Count());
        Assert.Equal($"{guests.Count}|0", await database.Server.AskAsync("SELECT count(*), count(*) FILTER (WHERE client = 0) FROM leases", _name));

        // One of them is killed: the other knows whose addresses are whose.
        await _near.KillAsync();
        Assert.Equal(before.Concat(after), await Task.WhenAll(guests.Select(AskAsync)));
        Assert.Equal("0", await database.Server.AskAsync("SELECT count(*) FROM leases WHERE client = 0", _name));
        await Poll.UntilAsync("the other is told to be silent", TimeSpan.FromSeconds(15), () => SeesOtherAsync(_far, "fe1", "silent"));
    }

    [Fact]
    public async Task A_known_machine_is_answered_once_and_by_the_other_when_the_first_stands_still()
    {
        var nodes = new List<LanClient>();
        for (var number = 0; number < 6; number++)
        {
            var node = await _lan.AddClientAsync();
            nodes.Add(node);
            await _near.Stack.RunAsync("add", "host", $"backend-0-{number}", "appliance=backend", "rack=0", $"rank={number}");
            await _near.Stack.RunAsync(
                "add", "host", "interface", $"backend-0-{number}", "interface=eth0", $"mac={node.Mac}", "ip=auto", "network=private");
        }

        // The other frontend's address, the last of the network, was given to nobody.
        var addresses = Enumerable.Range(1, 6).Select(number => BootLan.AddressOf(number).ToString()).ToArray();
        await Poll.UntilAsync("the other knows them", TimeSpan.FromSeconds(10), async () =>
            (await _far.Stack.RunAsync("list", "host", "interface")).Contains(addresses[5], StringComparison.Ordinal));
        Assert.Equal(addresses, await Task.WhenAll(nodes.Select(AskAsync)));
        await Poll.UntilAsync("all is written", TimeSpan.FromSeconds(10), async () => await EventsAsync("what = 'ACK'") == "6");
        Assert.Equal(("6", "0"), (await EventsAsync("what = 'OFFER'"), await EventsAsync("outcome <> 'Ok'")));
        Assert.Equal("2", await database.Server.AskAsync("SELECT count(DISTINCT frontend) FROM events WHERE what = 'OFFER'", _name));

        // Before anybody could notice: within the first try of each.
        _near.Freeze(isFrozen: true);
        try
        {
            Assert.Equal(addresses, await Task.WhenAll(nodes.Select(node => AskAsync(node, "-t", "1", "-T", "3"))));
        }
        finally
        {
            _near.Freeze(isFrozen: false);
        }
    }

    [Fact]
    public async Task The_doctor_and_a_rehearsal_of_one_are_nothing_to_the_other_and_what_happens_at_one_is_watched_at_both()
    {
        await RandomPallet.AddAsync(_near.Stack, _lan.Scratch);
        await _near.Stack.RunAsync("add", "host", "backend-0-0", "appliance=backend", "rack=0", "rank=0");
        var node = await _lan.AddClientAsync();
        await _near.Stack.RunAsync("add", "host", "interface", "backend-0-0", "interface=eth0", $"mac={node.Mac}", "ip=10.1.2.3", "network=private");

        var examined = await _near.Stack.TryAsync("check", "network");
        Assert.Contains($"frontend fe2 answers too ({FarAddress}): it shares our database", examined.Output, StringComparison.Ordinal);
        Assert.Contains("nobody else answered", examined.Output, StringComparison.Ordinal);
        var rehearsed = await _near.Stack.TryAsync("simulate", "boot", "backend-0-0");
        Assert.True(rehearsed.ExitCode == 0, rehearsed.Output + rehearsed.Error);
        Assert.Equal("0", await EventsAsync("true"));

        var began = Stopwatch.GetTimestamp();
        var watches = new[] { _near, _far }.Select(daemon => daemon.Stack.RunAsync("watch", "seconds=8", "lines=yes")).ToArray();
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        await AskAsync(node);
        var seen = await Task.WhenAll(watches);
        Assert.All(seen, watched => Assert.Contains("backend-0-0", watched, StringComparison.Ordinal));
        Assert.All(seen, watched => Assert.Contains("10.1.2.3", watched, StringComparison.Ordinal));
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(1));
        Assert.Equal(await _near.Stack.RunAsync("list", "host", "event", "backend-0-0"), await _far.Stack.RunAsync("list", "host", "event", "backend-0-0"));
    }

    private Task<string> EventsAsync(string where) => database.Server.AskAsync($"SELECT count(*) FROM events WHERE host IS NOT NULL AND {where}", _name);

    private static async Task<bool> SeesOtherAsync(DaemonProcess daemon, string name, string state) =>
        (await daemon.Stack.ListAsync("list", "frontend")).Any(row => row["name"] == name && row["state"] == state);

    private Task<string> AskAsync(LanClient client) => AskAsync(client, "-t", "5", "-T", "2");

    /// <summary>Asks by Busybox's client, and gives the address it was told to have.</summary>
    private async Task<string> AskAsync(LanClient client, params string[] tries)
    {
        var script = Path.Combine(_lan.Scratch, $"print-lease-{client.Mac.Value:x}");
        await File.WriteAllTextAsync(script, "#!/bin/sh\n[ \"$1\" != bound ] || echo \"address=$ip\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var answer = (await client.RunAsync("udhcpc", ["-i", LanClient.Interface, "-n", "-q", "-f", "-s", script, .. tries])).Succeeded();
        return answer.Output.Split('\n').Single(line => line.StartsWith("address=", StringComparison.Ordinal))["address=".Length..];
    }
}
