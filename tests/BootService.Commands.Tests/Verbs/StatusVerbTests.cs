using BootService.Commands.Tests.Support;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Pallets;

namespace BootService.Commands.Tests.Verbs;

public sealed class StatusVerbTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public async Task An_install_that_stopped_says_where_and_why()
    {
        var now = _stack.Time.GetUtcNow();
        var host = _stack.Inventory.HostOf(HostName.Parse("backend-0-0"))!;
        await _stack.Appliance.CommitAsync(
            inventory =>
            {
                var os = new Pallet(new PalletKey("CentOS", "6.6", "redhat", "x86_64")) { Kernel = "k", Initrd = "i", Boxes = ["default"] };
                var armed = inventory.With(new Change.PalletSet(os));
                var attempt = (Change.AttemptSet)Arming.Install(armed, host, now, InstallAttempt.NewSecret(), _ => "kickstart")[^1];
                var broke = attempt.Attempt.On(new AttemptSignal.HandedOut(), now).On(new AttemptSignal.StageReached("post"), now)
                    .On(new AttemptSignal.Broke("no disk"), now);
                return new Core.Stores.Proposal<bool>(true, [new Change.AttemptSet(broke)]);
            },
            TestContext.Current.CancellationToken);

        var rows = _stack.Do("list", "host", "status", "backend-0-[0-1]").Rows;
        Assert.Equal(["backend-0-0", "", "failing", "2026-11-22T12:00:00Z", "no disk", "failed", "1", "1 of 3", "post", "2026-11-22T12:00:00Z", ""], rows[0]);
        Assert.Equal(["backend-0-1", "", "idle", "", "", "", "", "", "", "", ""], rows[1]);
    }

    [Fact]
    public void Attempts_are_listed_with_what_was_heard_of_the_newest()
    {
        var (host, at) = (HostName.Parse("backend-0-0"), _stack.Time.GetUtcNow());
        var first = new InstallAttempt(1, host, "s1", at, 3, TimeSpan.FromMinutes(30))
        {
            Pallet = new PalletKey("CentOS", "6.6", "redhat", "x86_64"),
            Image = new Core.Boot.KernelImage("k", "i", 6, "x86_64"),
        };
        _stack.Attempts.Add(first.On(new AttemptSignal.HandedOut(), at).On(new AttemptSignal.Broke("no disk"), at));
        _stack.Attempts.Add(first with { Id = 2, Secret = "s2" });
        Assert.Equal(
            [
                ["backend-0-0", "2", "armed", "2026-11-22T12:00:00Z", "", "0 of 3", "", "CentOS 6.6", ""],
                ["backend-0-0", "1", "failed", "2026-11-22T12:00:00Z", "2026-11-22T12:00:00Z", "1 of 3", "", "CentOS 6.6", "no disk"],
            ],
            _stack.Do("list", "host", "attempt", "backend-0-0").Rows);
        Assert.Single(_stack.Do("list", "host", "attempt", "backend-0-0", "most=1").Rows);
        Assert.Empty(_stack.Do("list", "host", "attempt", "backend-0-1").Rows);
    }
}
