using BootService.Lab;
using BootService.Storm;
using Xunit;

namespace BootService.Interop.Tests.Failures;

public class RestartedStormTests
{
    [Fact]
    public async Task A_restart_amid_a_storm_loses_no_boot()
    {
        Requirements.Demand();
        var plot = Path.Combine(Checkout.Artifacts, "storm", "restarted.svg");
        var order = StormOrder.Parse(["hosts=40", "over=4", "initrd=8", "limit=240", "restart=yes", $"plot={plot}"]);
        var said = new List<string>();
        Assert.True((await StormRun.RunAsync(order, said.Add)).Failed == 0, string.Join('\n', said));
        Assert.Contains(said, line => line.StartsWith("restarted with ", StringComparison.Ordinal) && line.Contains("exit 0", StringComparison.Ordinal));
    }
}
