using BootService.Lab.Processes;
using Xunit;

namespace BootService.Interop.Tests.Failures;

/// <summary>How a host stands is no matter of which run of the daemon saw it come so far.</summary>
public sealed class StandingTests
{
    [Fact]
    public async Task A_host_stands_after_a_restart_as_it_stood_before()
    {
        await using var node = await ArmedNode.StartAsync();
        Assert.Equal("waiting", (await StandsAsync(node)).State);
        await node.BootAsync(until: step => step.What.Contains("vmlinuz", StringComparison.Ordinal));

        // What was handed out is counted behind the answer.
        await Poll.UntilAsync(
            "the count of what was handed out", Limits.Stop,
            async () => (await node.Served.Daemon.Stack.ListAsync("list", "host", "status", ArmedNode.Host))[0]["boots"][0] != '0');
        var before = await StandsAsync(node);
        Assert.Equal("installing", before.State);

        await node.Served.Daemon.StopAsync(Limits.Stop);
        await node.Served.Daemon.StartAsync();
        Assert.Equal(before, await StandsAsync(node));

        await node.Served.Daemon.KillAsync();
        await node.Served.Daemon.StartAsync();
        Assert.Equal(before, await StandsAsync(node));
    }

    private static async Task<(string State, string Why, string Since, string Step)> StandsAsync(ArmedNode node)
    {
        var row = (await node.Served.Daemon.Stack.ListAsync("list", "host", "status", ArmedNode.Host))[0];
        return (row["state"], row["why"], row["since"], row["step"]);
    }
}
