using BootService.Commands.Tests.Support;
using BootService.Core.Doctor;
using BootService.Protocols.Net;

namespace BootService.Commands.Tests.Verbs;

public sealed class ListNetworkServerTests
{
    private static readonly ForeignServer Rogue = new(
        Ipv4.Parse("10.1.0.66"), MacAddress.Parse("52:54:00:00:06:06"))
    { Offered = Ipv4.Parse("10.1.200.7"), BootFile = "foreign.0" };

    [Fact]
    public void Another_DHCP_server_is_listed_with_what_to_do_and_arming_says_so()
    {
        using var bench = new Bench();
        Assert.Empty(bench.Do("list", "network", "server").Rows);
        Assert.DoesNotContain(bench.Do("set", "host", "boot", "backend-0-0", "action=install").Messages, IsOfRogue);

        bench.Seen = bench.Seen.After("eth1", [Rogue], bench.Time.GetUtcNow());
        var row = Assert.Single(bench.Do("list", "network", "server").Rows);
        Assert.Contains("10.1.0.66", string.Join(' ', row), StringComparison.Ordinal);
        Assert.Contains("wrong", string.Join(' ', row), StringComparison.Ordinal);
        Assert.Contains(bench.Do("set", "host", "boot", "backend-0-1", "action=install").Messages, IsOfRogue);
        Assert.DoesNotContain(bench.Do("set", "host", "boot", "backend-0-1", "action=os").Messages, IsOfRogue);

        static bool IsOfRogue(string message) => message.Contains("10.1.0.66", StringComparison.Ordinal);
    }
}
