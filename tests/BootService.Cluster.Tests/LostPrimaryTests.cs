using System.Collections.Concurrent;
using BootService.Lab;
using BootService.Lab.Databases;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
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
}
