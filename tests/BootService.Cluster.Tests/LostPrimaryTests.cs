using System.Collections.Concurrent;
using BootService.Lab;
using BootService.Lab.Databases;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Lab.Seed;
using Xunit;

namespace BootService.Cluster.Tests;

/// <summary>The server that takes changes dies under load, and its standby takes its place.</summary>
public sealed class LostPrimaryTests
{
    private const int Writers = 6;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_acknowledged_is_in_the_standby_and_what_was_not_is_told()
    {
        Requirements.Demand();
        await using var primary = await PostgresServer.StartAsync();
        var name = await primary.NewDatabaseAsync();
        await using var standby = await primary.StartStandbyAsync();
        await using var lan = await BootLan.CreateAsync(Path.Combine(Checkout.Artifacts, "cluster", nameof(LostPrimaryTests)));
        await using var daemon = new DaemonProcess(lan);
        await daemon.StartAsync(
            $"--Database:Connection=Host={primary.Socket},{standby.Socket};Database={name};Username={PostgresServer.User}",
            $"--Database:PasswordFile={primary.PasswordFile}");
        var (kept, refused, stop) = (new ConcurrentBag<string>(), new ConcurrentBag<string>(), false);
        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(
            async () =>
            {
                for (var number = 0; !Volatile.Read(ref stop); number++)
                {
                    var attribute = $"w{writer}.n{number}";
                    var said = await daemon.Stack.TryAsync("set", "attr", $"attr={attribute}", "value=1");
                    (said.ExitCode == 0 ? kept : refused).Add(said.ExitCode == 0 ? attribute : said.Error.Trim());
                }
            },
            Cancel)).ToList();
        await Poll.UntilAsync("the first commits", Patience, () => Task.FromResult(kept.Count > 30));

        await primary.CrashAsync();
        var before = kept.Count;
        await standby.PromoteAsync();
        await Poll.UntilAsync("commits at the one that was promoted", Patience, () => Task.FromResult(kept.Count > before + 30));
        Volatile.Write(ref stop, true);
        await Task.WhenAll(writers);

        var there = (await standby.AskAsync("SELECT name FROM attributes", name)).Split('\n').ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(kept, attribute => !there.Contains(attribute));
        Assert.All(refused, sentence => Assert.True(
            sentence.Contains("; nothing was changed", StringComparison.Ordinal)
                || sentence.Contains("it is not known whether the change was made", StringComparison.Ordinal), sentence));
        Assert.InRange(there.Count(attribute => attribute.StartsWith('w')), kept.Count, kept.Count + refused.Count);
        TestContext.Current.TestOutputHelper?.WriteLine($"{kept.Count} acknowledged and there, {refused.Count} refused");
    }

    [Fact]
    public async Task A_standby_that_had_not_heard_all_costs_every_live_attempt_and_is_told_at_once()
    {
        Requirements.Demand();
        await using var primary = await PostgresServer.StartAsync();
        var name = await primary.NewDatabaseAsync();
        await using var standby = await primary.StartStandbyAsync(isWaitedFor: false);
        await using var lan = await BootLan.CreateAsync(Path.Combine(Checkout.Artifacts, "cluster", $"{nameof(LostPrimaryTests)}-behind"));
        await using var daemon = new DaemonProcess(lan);
        await daemon.StartAsync(
            $"--Database:Connection=Host={primary.Socket},{standby.Socket};Database={name};Username={PostgresServer.User}",
            $"--Database:PasswordFile={primary.PasswordFile}");
        await RandomPallet.AddAsync(daemon.Stack, lan.Scratch);
        await daemon.Stack.RunAsync("add", "host", "backend-0-0", "appliance=backend", "rack=0", "rank=0");
        await daemon.Stack.RunAsync(
            "add", "host", "interface", "backend-0-0", "interface=eth0", $"mac={BootLan.MacOf(0)}", $"ip={BootLan.AddressOf(0)}", "network=private");
        await daemon.Stack.RunAsync("set", "host", "boot", "backend-0-0", "action=install");
        var node = await lan.AddClientAsync();
        await node.TakeAddressAsync(BootLan.AddressOf(0));
        var secret = await primary.AskAsync("SELECT secret FROM attempts", name);
        await Poll.UntilAsync("the standby has the attempt", Patience, async () => await standby.AskAsync("SELECT count(*) FROM attempts", name) == "1");

        // The machine is done, which only the server hears that is lost then.
        await standby.FallBehindAsync();
        Assert.Equal("200", await node.FetchAsync($"ks/{secret}"));
        Assert.Equal("200", await node.FetchAsync($"done/{secret}"));
        await primary.CrashAsync();
        Assert.Equal("Armed", await standby.AskAsync("SELECT state FROM attempts", name));
        await standby.PromoteAsync();

        await Poll.UntilAsync("the attempt is taken back", Patience, async () => await standby.AskAsync("SELECT state FROM attempts", name) == "Cancelled");
        Assert.Equal("os", await daemon.Stack.ActionOfAsync("backend-0-0"));
        Assert.Equal("410", await node.FetchAsync($"ks/{secret}"));
        Assert.Contains("commits or more that it had acknowledged", daemon.Log.Text, StringComparison.Ordinal);
    }
}
