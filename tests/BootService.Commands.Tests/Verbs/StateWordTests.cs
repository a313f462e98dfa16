using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Verbs;

public sealed class StateWordTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Theory]
    [InlineData("[state==idle]", 5)]
    [InlineData("[state==idle and rank==3]", 1)]
    [InlineData("[state!=idle]", 0)]
    [InlineData("[state==failing or state==overdue]", 0)]
    [InlineData("[state=='idle']", 5)]
    public void Hosts_are_named_by_how_they_stand(string word, int hosts) => Assert.Equal(hosts, _stack.Do("list", "host", word).Rows.Count);

    [Fact]
    public void A_change_meets_those_that_stand_so_and_is_refused_where_none_does()
    {
        _stack.Do("set", "host", "comment", "[state==idle]", "comment=spare");
        Assert.All(_stack.Inventory.Hosts.Values, host => Assert.Equal("spare", host.Comment));
        Assert.StartsWith(
            "no host matches \"[state==failing]\"", _stack.Refused("set", "host", "boot", "[state==failing]", "action=install"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_that_is_none_is_said_to_be_one() =>
        Assert.Equal(
            "group syntax \"[state==failling]\": no host can be \"failling\": states are idle, waiting, installing, up, overdue, failing",
            _stack.Refused("list", "host", "[state==failling]"));

    [Fact]
    public void An_attribute_of_the_sites_own_that_is_called_so_is_meant()
    {
        _stack.Type("set host attr backend-0-0 attr=state value=ohio");
        Assert.Single(_stack.Do("list", "host", "[state=='ohio']").Rows);
    }

    [Fact]
    public void Waiting_for_what_is_so_ends_at_once() => Assert.Equal(["5 of 5 hosts idle"], _stack.Type("wait backend state=idle").Messages);

    [Fact]
    public void Waiting_ends_when_the_time_is_up_and_says_who_is_not_there() =>
        Assert.Equal("the time is up, and 5 of 5 hosts are not up: backend-0-[0-4] idle", _stack.Refused("wait", "backend", "state=up", "timeout=0"));

    [Fact]
    public async Task Waiting_goes_on_until_they_stand_so()
    {
        var waiting = _stack.StartAsync("wait", "backend-0-0", "state=up", "timeout=30");
        while (!waiting.IsCompleted)
        {
            _stack.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal("the time is up, and 1 of 1 host is not up: backend-0-0 idle", (await waiting).Sentence);
    }
}
