using System.Diagnostics;
using BootService.Lab;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Lab.Seed;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Cluster.Tests;

/// <summary>Two frontends, one of which stands still, is wrong about the time, or is told something else than before by its database.</summary>
public sealed class TroubledFrontendsTests(DatabaseServer database) : IAsyncLifetime
{
    private FrontendPair _pair = null!;

    public async ValueTask InitializeAsync() => _pair = await FrontendPair.CreateAsync(database, nameof(TroubledFrontendsTests));

    public ValueTask DisposeAsync() => _pair.DisposeAsync();

    [Fact]
    public async Task A_frontend_that_stands_still_in_its_turn_holds_up_the_other_for_seconds_and_finishes_when_it_goes_on()
    {
        await _pair.StartBothAsync();
        await _pair.Other.RunAsync("set", "attr", "attr=before", "value=1");

        // Each message takes its time, so that there is a turn to stand still in.
        _pair.Line.Delay = TimeSpan.FromSeconds(1);
        var late = _pair.Other.TryAsync("set", "attr", "attr=late", "value=1");
        await Poll.UntilAsync("it has its turn", FrontendPair.Patience, async () =>
            await _pair.AskAsync("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'bootservice fe2' AND state = 'idle in transaction'") != "0");
        _pair.Daemons[1].Freeze(true);
        var began = Stopwatch.GetTimestamp();
        await _pair.One.RunAsync("set", "attr", "attr=here", "value=1");
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(10));

        _pair.Line.Delay = TimeSpan.Zero;
        _pair.Daemons[1].Freeze(false);
        Assert.Equal((0, string.Empty), ((await late).ExitCode, (await late).Error));
        Assert.Equal(
            "before here late",
            await _pair.AskAsync("SELECT string_agg(name, ' ' ORDER BY name) FROM attributes WHERE name IN ('before', 'here', 'late')"));
        await Poll.UntilAsync("each shows the other's", FrontendPair.Patience, async () =>
            (await _pair.One.RunAsync("list", "attr")).Contains("late", StringComparison.Ordinal)
            && (await _pair.Other.RunAsync("list", "attr")).Contains("here", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_frontend_whose_clock_is_off_says_so_and_hands_out_no_installer()
    {
        await _pair.StartBothAsync();
        await RandomPallet.AddAsync(_pair.One, _pair.Lan.Scratch);
        await _pair.HereAsync();
        var node = await _pair.AddNodeAsync();
        await _pair.One.RunAsync("set", "host", "boot", "backend-0-0", "action=install");
        await _pair.Daemons[1].StopAsync(TimeSpan.FromSeconds(10));
        _pair.Daemons[1].Ahead = TimeSpan.FromSeconds(40);
        await _pair.StartAsync(1);

        await FrontendPair.UntilSaysAsync(_pair.Other, "s behind this machine's, and no installer is handed out from here");
        var looked = await _pair.Other.TryAsync("check", "cluster");
        Assert.Equal(1, looked.ExitCode);
        Assert.Contains("let both follow NTP", looked.Output, StringComparison.Ordinal);
        Assert.Contains("no installer is handed out from here until the clocks agree", _pair.Daemons[1].Log.Text, StringComparison.Ordinal);
        Assert.False(await FrontendPair.SaysAsync(_pair.One, "no installer is handed out"));
        await FrontendPair.UntilSaysAsync(_pair.Other, "whether what is known here is the newest");
        await BootAsync(node);
        Assert.Contains("install/ks/", await ConfigurationAsync(node, BootLan.Address), StringComparison.Ordinal);
        Assert.DoesNotContain("install/ks/", await ConfigurationAsync(node, FrontendPair.OtherAddress), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_frontend_that_is_cut_off_from_the_database_and_not_from_the_machines_leads_nobody_to_an_installer()
    {
        await _pair.StartBothAsync();
        await RandomPallet.AddAsync(_pair.One, _pair.Lan.Scratch);
        await _pair.HereAsync();
        var node = await _pair.AddNodeAsync();
        await _pair.One.RunAsync("set", "host", "boot", "backend-0-0", "action=install");
        await Poll.UntilAsync("the other follows", FrontendPair.Patience, async () => await _pair.Other.ActionOfAsync("backend-0-0") == "install");

        _pair.Line.Cut();
        await FrontendPair.UntilSaysAsync(_pair.Other, "whether what is known here is the newest");
        await BootAsync(node);
        Assert.Contains("install/ks/", await ConfigurationAsync(node, BootLan.Address), StringComparison.Ordinal);
        Assert.DoesNotContain("install/ks/", await ConfigurationAsync(node, FrontendPair.OtherAddress), StringComparison.Ordinal);

        // It finishes at the one, and is sent to its disk from there while the other knows of nothing.
        var secret = await _pair.AskAsync("SELECT secret FROM attempts");
        Assert.Equal("200", await node.FetchAsync($"ks/{secret}"));
        Assert.Equal(
            ["503", "503"],
            await Task.WhenAll(((string[])["ks", "done"]).Select(path => node.FetchAsync($"{path}/{secret}", FrontendPair.OtherAddress))));
        Assert.Equal("200", await node.FetchAsync($"done/{secret}"));
        Assert.DoesNotContain("install/ks/", await ConfigurationAsync(node, FrontendPair.OtherAddress), StringComparison.Ordinal);

        _pair.Line.Mend();
        await Poll.UntilAsync("the other follows", FrontendPair.Patience, async () => await _pair.Other.ActionOfAsync("backend-0-0") == "os");
    }

    [Fact]
    public async Task A_database_that_lost_commits_costs_every_live_attempt_at_all_frontends()
    {
        await _pair.StartBothAsync();
        await RandomPallet.AddAsync(_pair.One, _pair.Lan.Scratch);
        await _pair.HereAsync();
        await _pair.AddNodeAsync();
        await _pair.One.RunAsync("set", "host", "boot", "backend-0-0", "action=install");
        await _pair.One.RunAsync("set", "attr", "attr=last", "value=1");
        await Poll.UntilAsync("the other follows", FrontendPair.Patience, async () => await _pair.Other.ActionOfAsync("backend-0-0") == "install");

        // As a standby that lagged behind has it, which took the place of the server that had everything.
        await _pair.AskAsync(
            "DELETE FROM attributes WHERE name = 'last'; DELETE FROM commits WHERE version = (SELECT version FROM state); "
                + "UPDATE state SET version = version - 1");

        await Poll.UntilAsync("no host is set to install any more", FrontendPair.Patience, async () =>
            await _pair.One.ActionOfAsync("backend-0-0") == "os" && await _pair.Other.ActionOfAsync("backend-0-0") == "os");
        Assert.Equal("0", await _pair.AskAsync("SELECT count(*) FROM hosts WHERE action = 'install'"));
        Assert.Contains("lost", string.Join('\n', _pair.Daemons.Select(daemon => daemon.Log.Text)), StringComparison.Ordinal);
        await _pair.One.RunAsync("set", "attr", "attr=next", "value=1");
        await _pair.Other.RunAsync("set", "attr", "attr=after", "value=1");
    }

    [Fact]
    public async Task An_older_program_beside_newer_ones_is_told_and_keeps_nobody_from_installing()
    {
        await _pair.StartBothAsync();

        // What such a program writes each second, and nothing of what came later; it is heard of until tomorrow.
        const string Tomorrow = "621355968000000000 + ((extract(epoch FROM clock_timestamp()) + 86400) * 10000000)::bigint";
        await _pair.AskAsync(
            "INSERT INTO frontends (name, address, program, started, heard, service) "
                + $"VALUES ('fe0', '10.1.1.3', '0.1.0', 0, {Tomorrow}, '')");
        await FrontendPair.UntilSaysAsync(_pair.One, "frontends run 0.1.0 and ");

        await RandomPallet.AddAsync(_pair.One, _pair.Lan.Scratch);
        await _pair.AddNodeAsync();
        await _pair.One.RunAsync("set", "host", "boot", "backend-0-0", "action=install");
        var refused = await _pair.One.TryAsync("push", "files");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("fe0 does not say which files it has", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_too_old_is_refused_with_its_version()
    {
        _pair.Line.Major = "13";
        var ended = await Assert.ThrowsAsync<LabException>(() => _pair.StartAsync(1));
        Assert.Contains("is PostgreSQL 13, and 15 or newer is needed: upgrade it, or name another server", ended.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Message, StringComparison.Ordinal);
        Assert.Equal("0", await _pair.AskAsync("SELECT count(*) FROM pg_class WHERE relname = 'state'"));
    }

    private static async Task BootAsync(LanClient node)
    {
        string[] firmware = ["-V", "PXEClient:Arch:00000:UNDI:002001", "-x", "0x5d:0000"];
        (await node.RunAsync("udhcpc", ["-i", LanClient.Interface, "-n", "-q", "-f", "-t", "5", "-T", "2", "-s", "/bin/true", .. firmware])).Succeeded();
    }

    private static async Task<string> ConfigurationAsync(LanClient node, Ipv4 frontend)
    {
        var name = $"pxelinux.cfg/01-{node.Mac}".Replace(':', '-');
        return (await node.RunAsync("curl", "-s", "-m", "10", "--local-port", "600-700", $"http://{frontend}/install/boot/{name}")).Output;
    }
}
