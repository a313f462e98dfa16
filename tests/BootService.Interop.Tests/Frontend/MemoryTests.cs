using Xunit;

namespace BootService.Interop.Tests.Frontend;

/// <summary>What the daemon carries with it while it waits for machines.</summary>
public sealed class MemoryTests
{
    [Fact]
    public async Task A_daemon_that_has_no_schema_to_bring_up_to_date_never_loads_what_could()
    {
        await using var served = await ServedLan.StartAsync();
        var stack = served.Daemon.Stack;
        await stack.RunAsync("add", "host", "backend-0-0", "appliance=backend", "rack=0", "rank=0");
        await stack.RunAsync("list", "host", "event");
        await stack.RunAsync("list", "audit");
        Assert.DoesNotContain("EntityFrameworkCore", await MapsAsync(served), StringComparison.Ordinal);

        await served.Daemon.StopAsync(TimeSpan.FromSeconds(10));
        await served.Daemon.StartAsync();
        Assert.Contains("backend-0-0", await stack.RunAsync("list", "host"), StringComparison.Ordinal);
        var maps = await MapsAsync(served);
        Assert.Contains("BootService.Storage.dll", maps, StringComparison.Ordinal);
        Assert.DoesNotContain("EntityFrameworkCore", maps, StringComparison.Ordinal);
    }

    private static Task<string> MapsAsync(ServedLan served) => File.ReadAllTextAsync($"/proc/{served.Daemon.Id}/maps", TestContext.Current.CancellationToken);
}
