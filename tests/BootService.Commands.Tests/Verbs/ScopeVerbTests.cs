using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Verbs;

/// <summary>Attributes, routes, firewall rules and partitions are set in the same way at every scope.</summary>
public sealed class ScopeVerbTests : IDisposable
{
    private readonly Bench _stack = new();

    public ScopeVerbTests() => _stack.Type("add environment test");

    public void Dispose() => _stack.Dispose();

    public static TheoryData<string, string> Scopes => new()
    {
        { "", "" },
        { "os ", "redhat " },
        { "appliance ", "backend " },
        { "environment ", "test " },
        { "host ", "backend-0-0 " },
    };

    [Theory]
    [MemberData(nameof(Scopes))]
    public void An_attribute_is_added_once_set_listed_and_removed_by_pattern(string scope, string target)
    {
        _stack.Type($"add {scope}attr {target}attr=site.a value=1");
        Assert.StartsWith("attr \"site.a\" exists", Refused($"add {scope}attr {target}attr=site.a value=2"), StringComparison.Ordinal);
        _stack.Type($"set {scope}attr {target}attr=site.a value=2");
        _stack.Type($"set {scope}attr {target}attr=site.b value=3");
        Assert.Equal(["2", "3"], _stack.Type($"list {scope}attr {target}attr=site.*").Rows.Select(row => row[^2]));
        _stack.Type($"remove {scope}attr {target}attr=site.*");
        Assert.Empty(_stack.Type($"list {scope}attr {target}attr=site.*").Rows);
        Assert.Equal(["nothing changed"], _stack.Type($"remove {scope}attr {target}attr=site.a").Messages);
    }

    [Theory]
    [MemberData(nameof(Scopes))]
    public void A_route_is_added_once_listed_and_removed_once(string scope, string target)
    {
        _stack.Type($"add {scope}route {target}address=10.9.0.0 netmask=255.255.0.0 gateway=10.1.0.1");
        Assert.Contains("has a route to 10.9.0.0 already", Refused($"add {scope}route {target}address=10.9.0.0 netmask=255.255.0.0 gateway=10.1.0.2"),
            StringComparison.Ordinal);
        Assert.Equal(["10.9.0.0", "255.255.0.0", "10.1.0.1"], _stack.Type($"list {scope}route {target}".TrimEnd()).Rows.Single()[1..4]);
        _stack.Type($"remove {scope}route {target}address=10.9.0.0/16");
        Assert.Contains("has no route to 10.9.0.0/16", Refused($"remove {scope}route {target}address=10.9.0.0/16"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Scopes))]
    public void A_firewall_rule_is_added_once_listed_and_removed_once(string scope, string target)
    {
        _stack.Type($"add {scope}firewall {target}rulename=A chain=input protocol=TCP service=80 action=accept");
        Assert.Contains("has a firewall rule A already", Refused($"add {scope}firewall {target}rulename=A chain=INPUT protocol=tcp service=81 action=ACCEPT"),
            StringComparison.Ordinal);
        Assert.Equal(["A", "filter", "80", "tcp", "INPUT", "ACCEPT"], _stack.Type($"list {scope}firewall {target}".TrimEnd()).Rows.Single()[1..7]);
        _stack.Type($"remove {scope}firewall {target}rulename=A");
        Assert.Contains("has no firewall rule A", Refused($"remove {scope}firewall {target}rulename=A"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Scopes))]
    public void A_partition_is_added_once_listed_and_removed_once(string scope, string target)
    {
        _stack.Type($"add {scope}storage partition {target}device=sda mountpoint=/ size=1000 type=ext4");
        _stack.Type($"add {scope}storage partition {target}device=sda mountpoint=/var size=0 type=xfs");
        Refused($"add {scope}storage partition {target}device=sda mountpoint=/var size=0 type=xfs");
        Assert.Equal(["/", "/var"], _stack.Type($"list {scope}storage partition {target}".TrimEnd()).Rows.Select(row => row[3]));
        _stack.Type($"remove {scope}storage partition {target}device=sda mountpoint=/var");
        Refused($"remove {scope}storage partition {target}device=sda mountpoint=/var");
        Assert.Equal(["/"], _stack.Type($"list {scope}storage partition {target}".TrimEnd()).Rows.Select(row => row[3]));
    }

    [Theory]
    [InlineData("os ")]
    [InlineData("appliance ")]
    [InlineData("environment ")]
    [InlineData("host ")]
    public void What_changes_a_scope_names_whose_it_is(string scope)
    {
        string[] lines =
        [
            $"set {scope}attr attr=a value=1", $"add {scope}attr attr=a value=1", $"remove {scope}attr attr=a",
            $"add {scope}route address=10.9.0.0/16 gateway=10.1.0.1", $"remove {scope}route address=10.9.0.0/16",
            $"add {scope}firewall chain=INPUT protocol=tcp action=ACCEPT", $"remove {scope}firewall rulename=A",
            $"add {scope}storage partition device=sda mountpoint=/ size=1 type=xfs", $"remove {scope}storage partition device=sda",
        ];
        foreach (var line in lines)
        {
            Assert.StartsWith($"\"{scope.Trim()}\" argument is required", _stack.NotUnderstood(line.Split(' ')), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("os ", "unknown os \"redhta\": did you mean \"redhat\"?")]
    [InlineData("appliance ", "unknown appliance \"redhta\"")]
    [InlineData("environment ", "unknown environment \"redhta\"")]
    [InlineData("host ", "cannot resolve host \"redhta\"")]
    public void What_is_listed_must_be_there(string scope, string sentence)
    {
        foreach (var what in (string[])["attr", "route", "firewall", "storage partition"])
        {
            Assert.StartsWith(sentence, Refused($"list {scope}{what} redhta"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("add route address=10.9.0.0/16 backend-0-0 gateway=10.1.0.1", "stack add host route is for hosts")]
    [InlineData("add firewall backend chain=INPUT protocol=tcp action=ACCEPT", "stack add host firewall is for hosts")]
    [InlineData("remove storage partition backend device=sda", "stack remove host storage partition is for hosts")]
    [InlineData("list route backend", "stack list host route is for hosts")]
    public void A_target_without_a_scope_is_told_where_the_scope_goes(string line, string sentence) =>
        Assert.Contains(sentence, _stack.NotUnderstood(line.Split(' ')), StringComparison.Ordinal);

    [Theory]
    [InlineData("add route address=10.9.0.0/16", "a route needs gateway= or interface=")]
    [InlineData("add route address=10.9.0.1/16 gateway=10.1.0.1", "10.9.0.1 has bits beyond the mask: the network is 10.9.0.0/16")]
    [InlineData("add route address=10.9.0.0 netmask=255.0.255.0 gateway=10.1.0.1", "netmask \"255.0.255.0\" is not a mask such as 255.255.0.0")]
    [InlineData("add route address=here gateway=10.1.0.1", "address \"here\" is neither an IPv4 address nor a network")]
    [InlineData("add route address=10.9.0.0/16 gateway=privat", "gateway \"privat\" is neither an IPv4 address nor a network: did you mean \"private\"?")]
    [InlineData("add route address=10.9.0.0/16 gateway=private interface=eth1", "network private says which interface the route leaves by")]
    public void A_route_that_leads_nowhere_is_refused(string line, string sentence) => Assert.StartsWith(sentence, Refused(line), StringComparison.Ordinal);

    [Fact]
    public void An_os_that_can_be_none_gets_no_attributes()
    {
        Assert.StartsWith("os \"a b\" must be a word", _stack.Refused("set", "os", "attr", "a b", "attr=x", "value=1"), StringComparison.Ordinal);
        _stack.Type("set os attr photon attr=x value=1");
        Assert.Equal("photon", _stack.Type("list os attr photon").Rows.Single()[0]);
        Assert.Empty(_stack.Type("list os attr sles").Rows);
    }

    private string Refused(string line) => _stack.Refused(line.Split(' '));
}
