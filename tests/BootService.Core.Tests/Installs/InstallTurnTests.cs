using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Installs;

public class InstallTurnTests
{
    [Fact]
    public void Each_turn_of_an_install_is_told_once()
    {
        var now = Cluster.Noon;
        var armed = Cluster.Inventory().Arm(0);
        var offered = armed.Signal(0, new AttemptSignal.HandedOut(), now += TimeSpan.FromMinutes(1));
        var fetched = offered.Signal(0, new AttemptSignal.KickstartFetched(Ipv4.Parse("10.1.255.254")), now += TimeSpan.FromMinutes(1));
        var staged = fetched.Signal(0, new AttemptSignal.Done(), now += TimeSpan.FromMinutes(10));
        var up = staged.Signal(0, new AttemptSignal.Up(), now + TimeSpan.FromMinutes(2));
        Assert.Empty(Between(Cluster.Inventory(), armed));
        Assert.Equal([new InstallTurn.Begun(AttemptOf(offered))], Between(armed, offered));
        Assert.Empty(Between(offered, fetched));
        Assert.Equal([new InstallTurn.Done(AttemptOf(staged), TimeSpan.FromMinutes(11))], Between(fetched, staged));
        Assert.Empty(Between(staged, up));
        Assert.Equal([new InstallTurn.Begun(AttemptOf(staged)), new InstallTurn.Done(AttemptOf(staged), TimeSpan.FromMinutes(11))], Between(armed, staged));
        Assert.Empty(Between(up, up));
    }

    [Fact]
    public void An_install_that_fails_is_told_with_how()
    {
        var now = Cluster.Noon;
        var offered = Cluster.Inventory().Arm(0).Signal(0, new AttemptSignal.HandedOut(), now);
        var failed = offered.Signal(0, new AttemptSignal.Broke("no disk", null), now + TimeSpan.FromMinutes(1));
        var stuck = offered.Signal(0, new AttemptSignal.Tick(), now + TimeSpan.FromDays(1));
        Assert.Equal([new InstallTurn.Lost(AttemptOf(failed))], Between(offered, failed));
        Assert.Equal([new InstallTurn.Lost(AttemptOf(stuck))], Between(offered, stuck));
        Assert.Empty(Between(failed, failed));
    }

    private static InstallAttempt AttemptOf(Inventory inventory) => inventory.Attempts.Values.Single();

    private static IEnumerable<InstallTurn> Between(Inventory before, Inventory after) => InstallTurn.Between(before.Attempts, after.Attempts);
}
