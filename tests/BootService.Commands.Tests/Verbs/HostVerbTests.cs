using BootService.Commands.Tests.Support;
using BootService.Core.Events;
using BootService.Core.Hosts;

namespace BootService.Commands.Tests.Verbs;

public sealed class HostVerbTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void The_name_of_a_host_says_its_place()
    {
        _stack.Type("add host backend-3-17");
        var output = _stack.Do("list", "host", "backend-3-17");
        Assert.Equal(
            ["host", "rack", "rank", "appliance", "os", "box", "environment", "runaction", "installaction", "comment", "loader"], output.Shape!.Headers);
        Assert.Equal(["backend-3-17", "3", "17", "backend", "redhat", "default", "", "os", "install", "", ""], Assert.Single(output.Rows));
        Assert.True(output.Shape.KeepOwner);
    }

    [Fact]
    public void Another_name_needs_its_place_as_parameters()
    {
        Assert.StartsWith("\"appliance\" parameter is required", _stack.NotUnderstood("add", "host", "login"), StringComparison.Ordinal);
        Assert.StartsWith("\"rack\" parameter is required", _stack.NotUnderstood("add", "host", "login", "appliance=backend"), StringComparison.Ordinal);
        _stack.Type("add host login appliance=backend rack=9 rank=1 environment=prod comment=x");
        Assert.Equal("prod", _stack.Inventory.HostOf(HostName.Parse("login"))!.Environment);
    }

    [Theory]
    [InlineData("backend-0-0", "host \"backend-0-0\" already exists")]
    [InlineData("backend", "\"backend\" names a group of hosts")]
    [InlineData("Frontend", "\"frontend\" names a group of hosts")]
    [InlineData("rack3", "\"rack3\" names a group of hosts")]
    [InlineData("compute-0-0", "unknown appliance \"compute\"")]
    public void A_name_that_is_taken_or_means_more_is_refused(string name, string sentence) =>
        Assert.StartsWith(
            sentence, _stack.Refused(
                name.Contains('-', StringComparison.Ordinal) ? ["add", "host", name] : ["add", "host", name, "appliance=backend", "rack=0", "rank=9"]),
                    StringComparison.Ordinal);

    [Theory]
    [InlineData("no_underscores")]
    [InlineData("-x")]
    [InlineData("a b")]
    [InlineData("zażółć")]
    public void A_name_that_is_none_is_not_understood(string name) =>
        Assert.Contains("is not a host name", _stack.NotUnderstood("add", "host", name), StringComparison.Ordinal);

    [Fact]
    public void Interfaces_are_listed_in_Stackis_columns()
    {
        var output = _stack.Do("list", "host", "interface", "backend-0-[0-1]");
        Assert.Equal(["host", "interface", "default", "network", "mac", "ip", "name", "module", "vlan", "options", "channel"], output.Shape!.Headers);
        Assert.Equal(["backend-0-1", "eth0", "True", "private", "52:54:00:00:01:01", "10.1.255.253", "", "", "", "", ""], output.Rows[1]);
    }

    [Theory]
    [InlineData("interface \"eth0\" of host backend-0-0 already exists", "eth0")]
    [InlineData("hardware address 52:54:00:00:01:01 is already interface eth0 of host backend-0-1", "eth1", "mac=52:54:00:00:01:01")]
    [InlineData("address 10.1.255.253 is already used by host backend-0-1", "eth1", "ip=10.1.255.253")]
    [InlineData("address 10.1.1.1 is the frontend's own", "eth1", "ip=10.1.1.1")]
    [InlineData("address 10.2.0.1 of backend-0-0 is not in network private", "eth1", "ip=10.2.0.1", "network=private")]
    [InlineData("address 10.1.255.255 cannot be given to a machine", "eth1", "ip=10.1.255.255")]
    [InlineData("ff:ff:ff:ff:ff:ff is no hardware address of one machine", "eth1", "mac=ff:ff:ff:ff:ff:ff")]
    [InlineData("unknown network \"privat\": did you mean \"private\"?", "eth1", "network=privat")]
    public void An_interface_that_cannot_be_is_refused(string sentence, string device, params string[] more) =>
        Assert.StartsWith(sentence, _stack.Refused(["add", "host", "interface", "backend-0-0", $"interface={device}", .. more]), StringComparison.Ordinal);

    [Fact]
    public void An_interface_is_added_to_one_host() =>
        Assert.StartsWith("\"backend\" names 5 hosts", _stack.Refused("add", "host", "interface", "backend", "eth1"), StringComparison.Ordinal);

    [Fact]
    public void The_first_interface_with_an_address_names_the_host_until_another_is_made_the_default()
    {
        _stack.Type("add host interface backend-0-0 eth1 ip=192.168.7.1");
        Assert.Equal("10.1.255.254", Address());
        _stack.Type("set host interface backend-0-0 interface=eth1 default=yes");
        Assert.Equal("192.168.7.1", Address());
        _stack.Type("remove host interface backend-0-0 interface=eth1");
        Assert.Equal("10.1.255.254", Address());
    }

    [Fact]
    public void An_interface_is_changed_field_by_field()
    {
        _stack.Type("set host interface ip backend-0-0 interface=eth0 ip=10.1.0.9");
        Assert.Equal("10.1.0.9", Address());
        Assert.Equal("52:54:00:00:01:00", Host().Interfaces[0].Mac.ToString());
        _stack.Type("set host interface mac backend-0-0 interface=eth0 mac=");
        Assert.Null(Host().Interfaces[0].Mac);
        Assert.StartsWith(
            "host backend-0-0 has no interface \"eth9\": did you mean \"eth0\"?",
            _stack.Refused("set", "host", "interface", "backend-0-0", "interface=eth9", "mac="), StringComparison.Ordinal);
    }

    [Fact]
    public void A_removed_host_is_gone_with_its_cards()
    {
        _stack.Type("remove host backend-0-0");
        Assert.Equal(4, _stack.Do("list", "host").Rows.Count);
        _stack.Type("add host backend-0-9");
        _stack.Type("add host interface backend-0-9 interface=eth0 mac=52:54:00:00:01:00 ip=10.1.255.254");
    }

    [Fact]
    public void An_unknown_host_among_known_ones_changes_nothing()
    {
        Assert.StartsWith("cannot resolve host \"backend-9-9\"", _stack.Refused("remove", "host", "backend-0-0", "backend-9-9"), StringComparison.Ordinal);
        Assert.StartsWith("no host matches \"backend-9-*\"", _stack.Refused("remove", "host", "backend-9-*"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_that_does_not_render_keeps_the_action_of_every_host()
    {
        _stack.Broken["backend-0-3"] = "nodes/extend-base.xml:12:7: &mesos_cluster; is not defined";
        Assert.Equal(_stack.Broken["backend-0-3"], _stack.Refused("set", "host", "boot", "backend", "action=install"));
        Assert.Equal(_stack.Broken["backend-0-3"], _stack.Refused("list", "host", "profile", "backend-0-3"));
        Assert.Equal(("backend-0-3", BootOutcome.Refused), _stack.Posted.Select(refused => (refused.Host, refused.Outcome)).Single());
    }

    [Fact]
    public void Setting_an_action_leaves_an_event_for_each_host()
    {
        _stack.Type("set host boot backend action=os");
        Assert.Equal(5, _stack.Posted.Count);
        Assert.Equal(
            ["backend-0-0", "2026-11-22T12:00:00.000Z", "", "admin", "ok", "os", "", "", "", "0.0"],
            _stack.Do("list", "host", "event", "backend-0-0").Rows.Single());
    }

    [Fact]
    public void Wiping_the_disks_can_be_asked_for_together_with_the_install()
    {
        _stack.Type("set host boot backend-0-0 action=install nukedisks=yes");
        Assert.Equal("true", _stack.Inventory.AttributesOf(Host()).Text("nukedisks"));
    }

    [Theory]
    [InlineData("nukedisks", "yes", "True", "False")]
    [InlineData("nukedisks", "all", "True", "False")]
    [InlineData("nukedisks", "no", "False", "False")]
    [InlineData("nukecontroller", "on", "False", "True")]
    public void What_the_next_install_wipes_stands_beside_the_action(string attribute, string value, string disks, string controller)
    {
        _stack.Type($"set host attr backend-0-0 attr={attribute} value={value}");
        var listed = _stack.Type("list host boot backend-0-0");
        Assert.Equal(["nukedisks", "nukecontroller"], listed.Shape!.More);
        Assert.Equal([disks, controller], _stack.Running!.More[0]);
    }

    private Host Host() => _stack.Inventory.HostOf(HostName.Parse("backend-0-0"))!;

    private string? Address() => Host().Address?.ToString();

    [Theory]
    [InlineData("global")]
    [InlineData("default")]
    [InlineData("localhost")]
    [InlineData("NULL")]
    public void A_word_with_a_meaning_of_its_own_names_no_host(string word)
    {
        var sentence = $"\"{word.ToLowerInvariant()}\" means something else in spreadsheets and on command lines, so no host can be called so";
        Assert.StartsWith(sentence, _stack.Refused("add", "host", word, "appliance=backend", "rack=7", "rank=7"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rack")]
    [InlineData("rank")]
    public void A_rack_and_a_rank_cannot_be_cleared(string field) => Assert.Contains(
        $"\"{field}\" parameter must be an integer, 0 or more, or a word such as A12",
        _stack.NotUnderstood("set", "host", field, "backend-0-0", $"{field}=NULL"), StringComparison.Ordinal);
}
