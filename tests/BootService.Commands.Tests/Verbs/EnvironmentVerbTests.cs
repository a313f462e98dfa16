using BootService.Commands.Tests.Support;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Tests.Verbs;

/// <summary>Environments: what is added stays, what comes with a host or an attribute is there too, and none hides another word.</summary>
public sealed class EnvironmentVerbTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void One_that_was_added_is_there_before_it_has_a_host()
    {
        Assert.Equal(["environment test added"], _stack.Type("add environment test").Messages);
        Assert.Equal(["test", "0"], Assert.Single(_stack.Type("list environment").Rows));
        Assert.Empty(_stack.Type("list host e:test").Rows);
        Assert.Empty(_stack.Type("list host test").Rows);
        Assert.Empty(_stack.Type("list environment attr test").Rows);
    }

    [Fact]
    public void It_stays_when_its_last_host_leaves_it()
    {
        _stack.Type("add environment test");
        _stack.Type("set host environment backend-0-0 environment=test");
        Assert.Equal("1", _stack.Type("list environment test").Rows.Single()[1]);
        _stack.Do("set", "host", "environment", "backend-0-0", "environment=");
        Assert.Equal(["test", "0"], Assert.Single(_stack.Type("list environment").Rows));
    }

    [Fact]
    public void One_that_nobody_added_comes_with_its_first_host_and_is_told()
    {
        Assert.Equal(
            ["environment lab is new: no other host is of it and it has no attributes", "host backend-0-0 changed"],
            _stack.Type("set host environment backend-0-0 environment=lab").Messages);
        Assert.Equal(["host backend-0-1 changed"], _stack.Type("set host environment backend-0-1 environment=lab").Messages);
        Assert.Equal(["lab", "2"], Assert.Single(_stack.Type("list environment").Rows));
        _stack.Do("set", "host", "environment", "backend-0-[0-1]", "environment=");
        Assert.Empty(_stack.Type("list environment").Rows);
    }

    [Fact]
    public void Several_are_added_at_once_or_none()
    {
        Assert.Equal(["2 environments added"], _stack.Type("add environment one two two").Messages);
        Assert.Equal("environment \"two\" exists", _stack.Refused("add", "environment", "three", "two"));
        Assert.Equal(["one", "two"], _stack.Type("list environment").Rows.Select(row => row[0]));
    }

    [Theory]
    [InlineData("backend-0-0", "\"backend-0-0\" already names hosts on the command line and cannot be an environment")]
    [InlineData("backend", "\"backend\" already names hosts on the command line and cannot be an environment")]
    [InlineData("rack0", "\"rack0\" already names hosts on the command line and cannot be an environment")]
    [InlineData("a b", "environment \"a b\" must be a word")]
    [InlineData("../x", "environment \"../x\" must be a word")]
    public void What_names_something_else_cannot_be_one(string name, string sentence)
    {
        Assert.StartsWith(sentence, _stack.Refused("add", "environment", name), StringComparison.Ordinal);
        Assert.StartsWith(sentence, _stack.Refused("set", "environment", "attr", name, "attr=a", "value=1"), StringComparison.Ordinal);
        Assert.StartsWith(sentence, _stack.Refused("set", "host", "environment", "backend-0-0", $"environment={name}"), StringComparison.Ordinal);
        _stack.Files = _stack.Files.SetItem("f", $"target,a\ne:{name},1\n");
        Assert.Contains(sentence, _stack.Refused("load", "attrfile", "file=f"), StringComparison.Ordinal);
    }

    [Fact]
    public void No_host_can_be_called_like_one()
    {
        _stack.Type("add environment login");
        var sentence = _stack.Refused("add", "host", "login", "appliance=backend", "rack=0", "rank=9");
        Assert.Contains("\"login\" names a group of hosts", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list environment tset", "unknown environment \"tset\": did you mean \"test\"?")]
    [InlineData("list environment attr tset", "unknown environment \"tset\": did you mean \"test\"?")]
    [InlineData("list host e:tset", "unknown environment \"tset\": did you mean \"test\"?")]
    [InlineData("remove environment tset", "unknown environment \"tset\": did you mean \"test\"?")]
    public void One_that_is_not_there_is_told_with_what_was_meant(string line, string sentence)
    {
        _stack.Type("add environment test");
        Assert.Equal(sentence, _stack.Refused(line.Split(' ')));
    }

    [Fact]
    public void It_is_removed_with_its_attributes_once_no_host_is_of_it()
    {
        _stack.Type("add environment test");
        _stack.Type("set environment attr test attr=site.a value=1");
        _stack.Type("set host environment backend-0-0 environment=test");
        Assert.Equal(
            "host backend-0-0 is of environment test: \"stack set host environment e:test environment=\" empties it",
            _stack.Refused("remove", "environment", "test"));
        _stack.Do("set", "host", "environment", "e:test", "environment=");
        _stack.Type("remove environment test");
        Assert.Empty(_stack.Type("list environment").Rows);
        Assert.False(_stack.Inventory.Knows(AttributeName.Parse("site.a")));
    }

    [Fact]
    public void A_pattern_removes_all_that_fit_and_none_when_one_of_them_is_in_use()
    {
        _stack.Type("add environment test-1 test-2 prod");
        _stack.Type("set host environment backend-0-0 environment=test-2");
        Assert.StartsWith("host backend-0-0 is of environment test-2", _stack.Refused("remove", "environment", "test-*"), StringComparison.Ordinal);
        _stack.Do("set", "host", "environment", "backend-0-0", "environment=prod");
        _stack.Type("remove environment test-%");
        Assert.Equal(["prod"], _stack.Type("list environment").Rows.Select(row => row[0]));
    }

    [Fact]
    public void Its_attributes_win_over_the_appliances_and_lose_to_the_hosts()
    {
        _stack.Type("add environment test");
        _stack.Type("set host environment backend-0-[0-1] environment=test");
        _stack.Type("add appliance attr backend attr=site.a value=appliance");
        _stack.Type("add environment attr test attr=site.a value=environment");
        _stack.Type("add host attr backend-0-1 attr=site.a value=host");
        string? Of(string host) => _stack.Inventory.AttributesOf(_stack.Inventory.HostOf(HostName.Parse(host))!).Text("site.a");
        Assert.Equal(("environment", "host", "appliance"), (Of("backend-0-0"), Of("backend-0-1"), Of("backend-0-2")));
        Assert.Equal("attr \"site.a\" exists for test", _stack.Refused("add", "environment", "attr", "test", "attr=site.a", "value=2"));
        _stack.Type("remove environment attr test attr=site.a");
        Assert.Equal(("appliance", "host"), (Of("backend-0-0"), Of("backend-0-1")));
    }

    [Fact]
    public void An_attrfile_brings_them_and_is_written_with_those_that_have_no_attribute()
    {
        _stack.Type("add environment bare");
        _stack.Type("set environment attr full attr=site.a value=1");
        var text = _stack.Type("report attrfile").Messages.Single();
        Assert.Equal("target,site.a\ne:full,1\ne:bare,", text);
        using var empty = new Bench(nodes: false);
        empty.Files = empty.Files.SetItem("f", text);
        empty.Type("load attrfile file=f");
        Assert.Equal(["bare", "full"], empty.Inventory.EnvironmentNames());
        Assert.Equal(["nothing changed"], empty.Type("load attrfile file=f").Messages);
    }

    [Fact]
    public void A_dump_has_them_and_brings_them_back()
    {
        _stack.Type("add environment bare");
        _stack.Type("set host environment backend-0-0 environment=lab");
        var dump = _stack.Type("dump").Messages.Single();
        using var other = new Bench(nodes: false);
        other.Files = other.Files.SetItem("f", dump);
        other.Type("load file=f");
        Assert.Equal(["bare", "lab"], other.Inventory.EnvironmentNames());
        Assert.Equal(dump, other.Type("dump").Messages.Single());
    }

    [Fact]
    public void The_state_with_another_environment_differs_for_no_profile() =>
        Assert.True(_stack.Inventory.IsSameBesideHosts(_stack.Inventory.With(new Change.EnvironmentAdded("x"))));
}
