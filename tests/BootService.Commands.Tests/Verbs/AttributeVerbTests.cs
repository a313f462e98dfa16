using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Verbs;

public sealed class AttributeVerbTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void A_narrower_scope_wins()
    {
        Assert.Empty(Row());
        foreach (var (line, expected) in new[]
        {
            ("set attr attr=a value=g", "global g G"),
            ("set os attr redhat attr=a value=o", "os o O"),
            ("set appliance attr backend attr=a value=p", "appliance p A"),
            ("set environment attr test attr=a value=e", "appliance p A"),
            ("set host attr backend-0-0 attr=a value=h", "host h H"),
            ("remove host attr backend-0-0 attr=a", "appliance p A"),
            ("remove appliance attr backend attr=a", "os o O"),
            ("remove os attr redhat attr=*", "global g G"),
        })
        {
            _stack.Type(line);
            Assert.Equal(expected, Row());
        }
    }

    [Fact]
    public void Adding_does_not_overwrite()
    {
        _stack.Type("add attr attr=a value=1");
        Assert.Equal("attr \"a\" exists", _stack.Refused("add", "attr", "attr=a", "value=2"));
        _stack.Type("add host attr backend-0-[2-3] attr=a value=1");
        Assert.Equal("attr \"a\" exists for backend-0-2, backend-0-3", _stack.Refused("add", "host", "attr", "backend", "attr=a", "value=2"));
    }

    [Fact]
    public void What_the_appliance_computes_can_be_neither_set_nor_removed()
    {
        Assert.Equal(
            "attr \"hostname\" is computed by the appliance and cannot be set",
            _stack.Refused("set", "host", "attr", "backend-0-0", "attr=hostname", "value=x"));
        Assert.Equal(
            "attr \"hostname\" is computed by the appliance and cannot be removed",
            _stack.Refused("remove", "host", "attr", "backend-0-0", "attr=hostname"));
        Assert.StartsWith(
            "attr \"Kickstart_PrivateAddress\" exists", _stack.Refused("add", "attr", "attr=Kickstart_PrivateAddress", "value=x"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_name_is_never_taken_for_a_value() =>
        Assert.Equal(
            "\"value\" parameter is required (usage: stack set host attr {host ...} {attr=string} {value=string} [shadow=bool] [dryrun=bool])",
            _stack.NotUnderstood("set", "host", "attr", "backend-0-0", "attr=x"));

    [Fact]
    public void A_change_without_a_host_is_no_change_of_all_hosts() =>
        Assert.StartsWith("\"host\" argument is required", _stack.NotUnderstood("set", "host", "attr", "attr=x", "value=y"), StringComparison.Ordinal);

    [Fact]
    public void A_secret_is_in_no_list()
    {
        _stack.Type("set attr attr=rootpw value=geheim shadow=yes");
        Assert.Equal(["global", "rootpw", "", "G"], _stack.Do("list", "attr", "attr=rootpw").Rows.Single());
        Assert.Equal("", _stack.Do("list", "host", "attr", "backend-0-0", "attr=rootpw").Rows.Single()[3]);
        Assert.DoesNotContain(_stack.Do("list", "host", "attr").Rows, row => row.Contains("geheim"));
    }

    [Fact]
    public void Filters_are_names_patterns_and_prefixes()
    {
        _stack.Type("set attr attr=discovery.base.rack value=1");
        _stack.Type("set attr attr=discovery/base/rank value=2");
        Assert.Equal(["1", "2"], _stack.Type("list attr attr=discovery.").Rows.Select(row => row[2]));
        Assert.Equal(["2"], _stack.Type("list attr attr=*.rank").Rows.Select(row => row[2]));
        Assert.Equal(["1"], _stack.Type("list host attr backend-0-0 attr=discovery.base.rack").Rows.Select(row => row[3]));
    }

    [Fact]
    public void A_list_of_hosts_goes_host_by_host_in_the_order_of_names()
    {
        _stack.Type("set attr attr=b value=1");
        _stack.Type("set attr attr=a value=1");
        var rows = _stack.Type("list host attr backend-0-[0-1]").Rows;
        Assert.Equal(rows.OrderBy(row => row[0], StringComparer.Ordinal).ThenBy(row => row[2], StringComparer.Ordinal), rows);
        Assert.Contains(rows, row => row is ["backend-0-1", "intrinsic", "rank", "1", "I"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("it's \"quoted\" `x` $y \\z")]
    [InlineData("&<>%^")]
    [InlineData("two\nlines\r\n\tand a tab")]
    [InlineData("zażółć gęślą jaźń 機械 🖥")]
    public void Any_text_is_a_value(string value)
    {
        _stack.Do("set", "attr", "attr=x", "value=" + value);
        Assert.Equal(value, _stack.Do("list", "attr", "attr=x").Rows.Single()[2]);
    }

    [Fact]
    public void A_value_of_a_hundred_kilobytes_is_kept_whole()
    {
        var value = new string('x', 100_000);
        _stack.Do("set", "attr", "attr=x", "value=" + value);
        Assert.Equal(value, _stack.Do("list", "attr", "attr=x").Rows.Single()[2]);
    }

    [Theory]
    [InlineData("a\0b", "holds U+0000 at character 2")]
    [InlineData("\u0007", "holds U+0007 at character 1")]
    [InlineData("x\uFFFE", "holds U+FFFE at character 2")]
    public void What_no_profile_can_hold_is_refused(string value, string why) =>
        Assert.Contains(why, _stack.Refused("set", "attr", "attr=x", "value=" + value), StringComparison.Ordinal);

    [Fact]
    public void Half_a_character_is_no_value() =>
        Assert.Contains("holds U+D800 at character 2", _stack.Refused("set", "attr", "attr=x", "value=x" + (char)0xD800), StringComparison.Ordinal);

    [Theory]
    [InlineData("1x")]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("é")]
    [InlineData("a*")]
    public void A_name_that_is_none_is_not_understood(string name) =>
        Assert.StartsWith("\"attr\" parameter must be", _stack.NotUnderstood("set", "attr", "attr=" + name, "value=x"), StringComparison.Ordinal);

    [Fact]
    public void An_unknown_appliance_has_no_attributes() =>
        Assert.Equal("unknown appliance \"bakcend\": did you mean \"backend\"?", _stack.Refused("set", "appliance", "attr", "bakcend", "attr=x", "value=y"));

    [Fact]
    public void Each_scope_lists_what_is_set_there()
    {
        _stack.Type("set appliance attr backend attr=x value=y");
        var output = _stack.Type("list appliance attr");
        Assert.Equal(["appliance", "scope", "attr", "value", "source"], output.Shape!.Headers);
        Assert.Equal(["backend", "appliance", "x", "y", "A"], output.Rows.Single());
    }

    [Fact]
    public void All_hosts_are_changed_in_one_commit()
    {
        var before = _stack.Appliance.Commits;
        _stack.Type("set host attr backend attr=x value=y");
        Assert.Equal(before + 1, _stack.Appliance.Commits);
    }

    private string Row() => string.Join(' ', _stack.Type("list host attr backend-0-0 attr=a").Rows.SelectMany(row => new[] { row[1], row[3], row[4] }));
}
