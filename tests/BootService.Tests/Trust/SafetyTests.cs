using BootService.Core.Hosts;
using BootService.Core.Installs;
using Xunit;

namespace BootService.Tests.Trust;

public sealed class SafetyTests
{
    [Fact]
    public async Task Many_hosts_are_armed_only_by_whoever_counted_them()
    {
        await using var frontend = new TrustFrontend(hosts: 12);
        Assert.Equal("this sets 12 hosts to install: add confirm=12 if that is what you want", frontend.Refused("set host boot backend action=install"));
        Assert.Equal("confirm=11, but this sets 12 hosts to install; nothing was changed", frontend.Refused("set host boot backend action=install confirm=11"));
        frontend.Type("set host boot backend action=install confirm=12");
        Assert.All(frontend.Inventory.HostsInOrder(), host => Assert.Equal(BootAction.Install, host.Action));
    }

    [Fact]
    public async Task Ten_hosts_and_the_way_back_need_no_count()
    {
        await using var frontend = new TrustFrontend(hosts: 11);
        frontend.Type("set host boot backend-0-[0-9] action=install");
        frontend.Type("set host boot backend action=os");
        frontend.Type("undo");
        Assert.Equal(10, frontend.Inventory.HostsInOrder().Count(host => host.Action is BootAction.Install));
    }

    [Fact]
    public async Task Protected_hosts_are_named_and_nothing_is_armed()
    {
        await using var frontend = new TrustFrontend(hosts: 5);
        frontend.Type("set host attr backend-0-1 attr=protected value=true");
        Assert.Equal(
            "host backend-0-1 is protected and was not set to install (nor was any other): set its attribute protected to false first",
            frontend.Refused("set host boot backend action=install"));
        frontend.Type("set host attr backend-0-[2-3] attr=protected value=yes");
        Assert.Contains("leave out backend-0-[1-3]", frontend.Refused("set host boot backend action=install"), StringComparison.Ordinal);
        frontend.Type("set host attr backend-0-[1-3] attr=protected value=false");
        frontend.Type("set host boot backend action=install");
        Assert.Equal(BootAction.Install, frontend.Host(1).Action);
    }

    [Fact]
    public async Task The_number_of_an_attempt_never_comes_round_again()
    {
        await using var frontend = new TrustFrontend();
        frontend.Type("set host boot backend-0-0 action=install");
        frontend.Type("set host boot backend-0-1 action=install");
        var last = frontend.Inventory.AttemptOf(frontend.Host(1).Name)!.Id;
        frontend.Type("remove host backend-0-1");
        await frontend.RestartAsync();
        frontend.Type("set host boot backend-0-0 action=install");
        Assert.Equal(last + 1, frontend.Inventory.AttemptOf(frontend.Host(0).Name)!.Id);
    }

    [Fact]
    public async Task A_node_that_is_done_is_in_the_log_as_who_flipped_its_action()
    {
        await using var frontend = new TrustFrontend();
        frontend.Type("set host boot backend-0-0 action=install nukedisks=yes");
        frontend.Signal(0, new AttemptSignal.HandedOut());
        frontend.Signal(0, new AttemptSignal.Done());
        var lines = frontend.Audit().Where(line => line.Contains("|node|", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, lines.Length);
        Assert.EndsWith("|backend-0-0||node||host backend-0-0|action|install|os|", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("|backend-0-0||node||host backend-0-0|attr nukedisks|true|false|", lines[1], StringComparison.Ordinal);
    }
}
