using BootService.Lab;
using BootService.Storm;
using Xunit;

namespace BootService.Interop.Tests.Failures;

public class RestartedStormTests
{
    /// <summary>What a client is told that knocks while nobody listens; whether it knocks again is its own affair.</summary>
    private const string NobodyListens = "Connection refused";

    [Fact]
    public async Task A_restart_amid_a_storm_cuts_off_no_file_and_no_lease_that_is_under_way()
    {
        Requirements.Demand();
        var plot = Path.Combine(Checkout.Artifacts, "storm", "restarted.svg");
        var order = StormOrder.Parse(["hosts=40", "over=4", "initrd=8", "limit=240", "restart=yes", $"plot={plot}"]);
        var said = new List<string>();
        await StormRun.RunAsync(order, said.Add);
        var failures = said.Where(line => char.IsAsciiDigit(line[0]) && line.TrimStart("0123456789".ToCharArray()).StartsWith("x ", StringComparison.Ordinal));
        Assert.All(failures, failure => Assert.Contains(NobodyListens, failure, StringComparison.Ordinal));
        Assert.Contains(said, line => line.StartsWith("restarted with ", StringComparison.Ordinal) && line.Contains("exit 0", StringComparison.Ordinal));
    }
}
