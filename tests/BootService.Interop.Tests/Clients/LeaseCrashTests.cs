using System.Text.Json;
using BootService.Lab;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using Xunit;

namespace BootService.Interop.Tests.Clients;

/// <summary>The daemon is killed while thousands of machines without addresses lease theirs by broadcast.</summary>
public sealed class LeaseCrashTests
{
    private const int Enough = 500;
    private static readonly string Load = Path.Combine(Checkout.Artifacts, "bin", "BootService.Load", "debug", "BootService.Load");

    [Fact]
    public async Task Every_lease_that_was_acknowledged_is_there_after_the_daemon_was_killed_between_acknowledgements()
    {
        await using var served = await ServedLan.StartAsync();
        await served.Daemon.Stack.RunAsync("set", "network", "private", "first=10.1.64.0", "last=10.1.127.255");
        var client = await served.Lan.AddClientAsync();
        var leases = Path.Combine(served.Lan.Scratch, "leases");

        await using (var load = client.Start("load", Load, $"interface={LanClient.Interface}", "machines=20000", "rate=1000", "seconds=15", $"leases={leases}"))
        {
            await Poll.UntilAsync("enough leases", TimeSpan.FromSeconds(60), () => Task.FromResult(Granted(leases).Length >= Enough));
            await served.Daemon.KillAsync();
            await load.KillAsync();
        }

        var granted = Granted(leases);
        await File.WriteAllLinesAsync(leases, granted, TestContext.Current.CancellationToken);
        await served.Daemon.StartAsync();

        // INIT-REBOOT: a server that had forgotten a lease would say nothing, or refuse.
        var again = await client.RunAsync(Load, $"interface={LanClient.Interface}", $"again={leases}", "inflight=32");
        using var result = JsonDocument.Parse(again.Output);
        Assert.True(again.ExitCode == 0, again.Output + again.Error);
        Assert.Equal(granted.Length, result.RootElement.GetProperty("leased").GetInt32());
    }

    // The last line may be half written.
    private static string[] Granted(string leases)
    {
        if (!File.Exists(leases))
        {
            return [];
        }

        using var file = new StreamReader(new FileStream(leases, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = file.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
