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
}
