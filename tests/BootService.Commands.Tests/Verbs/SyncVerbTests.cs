using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Verbs;

public sealed class SyncVerbTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void Each_host_gets_a_script_of_its_own_and_a_firewall_goes_one_by_one_with_a_way_back()
    {
        _stack.Do("add", "firewall", "chain=INPUT", "protocol=tcp", "service=http", "action=ACCEPT", "network=private");
        var run = _stack.Do("sync", "host", "firewall", "backend-0-0", "backend-0-1").Run!;
        Assert.Equal((1, true, "sh -s"), (run.Threads, run.IsCareful, run.Command));
        Assert.Equal(["backend-0-0", "backend-0-1"], run.Hosts.Select(host => host.Host));
        Assert.Contains("-d 10.1.255.254 ", run.Scripts[0], StringComparison.Ordinal);
        Assert.Contains("-d 10.1.255.253 ", run.Scripts[1], StringComparison.Ordinal);
        Assert.Contains("stack-sync", run.Confirm!.Value.Command, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_needs_no_way_back_and_may_be_of_all()
    {
        var run = _stack.Do("sync", "host", "hosts", "dryrun=yes").Run!;
        Assert.Equal((5, 16, false), (run.Hosts.Length, run.Threads, run.IsCareful));
        Assert.Null(run.Confirm);
        Assert.All(run.Scripts, script => Assert.DoesNotContain("put \"$new\"", script, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sync host network backend-0-0", "no card but the one that it boots from, which gets its address by DHCP")]
    [InlineData("sync host time backend", "is told of no time server")]
    [InlineData("sync host firewall backend", "has no firewall rule")]
    public void What_cannot_be_brought_is_said(string line, string why) =>
        Assert.Contains(why, _stack.Refused(line.Split(' ')), StringComparison.Ordinal);

    [Fact]
    public void All_hosts_are_never_meant_by_the_way() =>
        Assert.Contains("argument is required", _stack.NotUnderstood("sync", "host", "hosts"), StringComparison.Ordinal);

    [Fact]
    public void A_frontend_is_not_touched()
    {
        _stack.Do("add", "host", "frontend-0-0", "appliance=frontend", "rack=0", "rank=0");
        Assert.Contains("is a frontend", _stack.Refused("sync", "host", "hosts", "frontend-0-0"), StringComparison.Ordinal);
        Assert.StartsWith(
            "\"frontend\" names no managed host: a frontend changes itself", _stack.Refused("sync", "host", "hosts", "frontend"), StringComparison.Ordinal);
    }
}
