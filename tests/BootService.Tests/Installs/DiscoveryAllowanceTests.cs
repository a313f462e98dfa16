using BootService.Core.Hosts;
using BootService.Installs;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Tests.Installs;

public class DiscoveryAllowanceTests
{
    private static readonly Discovery Enabled = new("backend", 0, 0, Install: false);
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Machines_that_come_one_by_one_are_met_at_their_first_question()
    {
        var allowance = new DiscoveryAllowance(new DiscoverySettings());
        for (var machine = 1; machine <= 100; machine++)
        {
            Assert.Equal(DiscoveryVerdict.Meet, allowance.Heard(Mac(machine), Enabled, Noon + TimeSpan.FromSeconds(10 * machine)));
            allowance.Met(Mac(machine));
        }
    }

    [Fact]
    public void In_a_flood_only_those_that_ask_again_become_hosts()
    {
        var allowance = new DiscoveryAllowance(new DiscoverySettings { PerMinute = 1000 });
        var met = Enumerable.Range(1, 3000).Count(machine => Heard(allowance, machine, Noon));
        Assert.Equal(DiscoveryAllowance.Believed, met);
        Assert.Equal(DiscoveryVerdict.AskAgain, allowance.Heard(Mac(2999), Enabled, Noon + TimeSpan.FromMilliseconds(20)));
        Assert.True(Heard(allowance, 2999, Noon + TimeSpan.FromSeconds(4)));
    }

    [Fact]
    public void There_is_a_rate_and_a_total_until_discovery_is_enabled_anew()
    {
        var allowance = new DiscoveryAllowance(new DiscoverySettings { PerMinute = 3, Most = 5 });
        Assert.Equal(3, Enumerable.Range(1, 6).Count(machine => Heard(allowance, machine, Noon)));
        Assert.Equal(DiscoveryVerdict.Later, allowance.Heard(Mac(7), Enabled, Noon));
        Assert.Equal(2, Enumerable.Range(10, 6).Count(machine => Heard(allowance, machine, Noon + TimeSpan.FromMinutes(2))));
        Assert.Equal(DiscoveryVerdict.Full, allowance.Heard(Mac(30), Enabled, Noon + TimeSpan.FromMinutes(9)));
        Assert.Equal(DiscoveryVerdict.Meet, allowance.Heard(Mac(30), Enabled with { Rank = 7 }, Noon + TimeSpan.FromMinutes(9)));
    }

    private static bool Heard(DiscoveryAllowance allowance, int machine, DateTimeOffset now)
    {
        var meets = allowance.Heard(Mac(machine), Enabled, now) is DiscoveryVerdict.Meet;
        if (meets)
        {
            allowance.Met(Mac(machine));
        }

        return meets;
    }

    private static MacAddress Mac(int machine) => new(0x0A77_0000_0000UL | (uint)machine);
}
