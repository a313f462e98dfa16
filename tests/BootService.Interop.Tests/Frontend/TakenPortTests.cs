using BootService.Lab;
using BootService.Lab.Lan;
using Xunit;

namespace BootService.Interop.Tests.Frontend;

/// <summary>A start that something on the machine stands in the way of, when parts of the daemon run already.</summary>
public sealed class TakenPortTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task It_ends_in_one_sentence_and_tells_nothing_of_the_code()
    {
        await using var served = await ServedLan.StartAsync();
        await served.Daemon.StopAsync(Limits.Stop);
        await using var other = served.Lan.Start(
            "other-tftp", "python3", "-c",
            "import socket, time\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('0.0.0.0', 69))\nprint('taken', flush=True)\ntime.sleep(120)");
        await other.SeeAsync(Patience, "taken");

        var refused = await Assert.ThrowsAsync<LabException>(() => served.Daemon.StartAsync());
        Assert.Contains($"error - UDP port 69 of {BootLan.Address} is in use by another program", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("BackgroundService", refused.Message, StringComparison.Ordinal);
    }
}
