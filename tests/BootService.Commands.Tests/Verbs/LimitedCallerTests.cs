using BootService.Commands.Tests.Support;
using BootService.Core.Access;
using BootService.Core.Audits;

namespace BootService.Commands.Tests.Verbs;

/// <summary>Who is limited to the hosts of a box, an appliance or a rack.</summary>
public sealed class LimitedCallerTests : IDisposable
{
    private readonly Bench _stack = new();

    public LimitedCallerTests()
    {
        _stack.Type("add box lab");
        _stack.Type("add host backend-1-0");
        _stack.Type("add host interface backend-1-0 interface=eth0 mac=52:54:00:00:02:00 ip=10.1.9.9");
        _stack.Type("set host box backend-0-4 box=lab");
        _stack.By = new Author("lab-token", "token");
        _stack.Scope = HostScope.Of(null, "backend", "0");
    }

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void Sees_his_hosts_alone_however_they_are_named()
    {
        Assert.Equal(5, _stack.Type("list host").Rows.Count);
        Assert.Equal(5, _stack.Type("list host backend").Rows.Count);
        Assert.Equal(5, _stack.Type("list host interface").Rows.Count);
        var hidden = _stack.Refused("set", "host", "attr", "backend-1-0", "attr=a", "value=b");
        Assert.StartsWith("cannot resolve host \"backend-1-0\"", hidden, StringComparison.Ordinal);
        Assert.NotEmpty(_stack.Refused("list", "host", "boot", "backend-1-0"));
        _stack.Scope = HostScope.Of("lab", null, null);
        Assert.Equal("backend-0-4", _stack.Type("list host").Rows.Single()[0]);
    }

    [Fact]
    public void Changes_his_hosts_and_is_named_in_the_log()
    {
        _stack.Type("set host attr backend attr=cores value=8");
        _stack.Type("set host boot backend-0-0 action=os");
        _stack.Type("add host backend-0-7");
        _stack.Type("remove host backend-0-7");
        _stack.Scope = HostScope.All;
        Assert.Equal(5, _stack.Do("list", "host", "attr", "attr=cores").Rows.Count);
    }

    [Theory]
    [InlineData("set attr attr=a value=b", "\"set attr\" is not about hosts, and whoever calls is limited to those of appliance=backend rack=0")]
    [InlineData("list token", "\"list token\" is not about hosts")]
    [InlineData("add token mine role=admin", "\"add token\" is not about hosts")]
    [InlineData("remove network private", "\"remove network\" is not about hosts")]
    [InlineData("dump", "\"dump\" is not about hosts")]
    [InlineData("undo", "\"undo\" is not about hosts")]
    [InlineData("set host rack backend-0-0 rack=1", "host backend-0-0 would not be one of them: lab-token is limited to hosts of appliance=backend rack=0")]
    [InlineData("add host backend-3-0", "host backend-3-0 would not be one of them")]
    [InlineData("add host backend-1-0 rack=0", "host backend-1-0 is taken")]
    [InlineData("set host interface backend-0-0 interface=eth0 ip=10.1.9.9", "an address or a card belongs to a host that is not shown")]
    public void Changes_nothing_else(string line, string sentence)
    {
        var (end, _) = _stack.Try(line.Split(' '));
        Assert.True(end is { Exit: 1, IsForbidden: true }, $"{end.Exit} {end.Sentence}");
        Assert.StartsWith(sentence, end.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_of_everything_is_not_his_to_set()
    {
        _stack.Files = _stack.Files.Add("-", "secret12\nsecret12\n");
        var (end, _) = _stack.Try("set", "password");
        Assert.True(end.IsForbidden, end.Sentence);
        Assert.Equal(0, _stack.Try("set", "password", "backend-0-0").End.Exit);
    }

    [Fact]
    public void A_token_says_whose_hosts_it_is_for()
    {
        _stack.Scope = HostScope.All;
        _stack.Type("add token lab role=admin appliance=backend rack=1,0");
        Assert.Equal(["lab", "admin", "appliance=backend rack=0|1"], _stack.Type("list token").Rows.Single()[..3]);
        Assert.Contains("there is no appliance \"bakend\": did you mean \"backend\"?", _stack.Refused("add", "token", "b", "appliance=bakend"),
            StringComparison.Ordinal);
        Assert.Contains("there is no box \"x\"", _stack.Refused("add", "token", "b", "box=x"), StringComparison.Ordinal);
    }
}
