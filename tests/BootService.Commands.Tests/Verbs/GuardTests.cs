using BootService.Commands.Tests.Support;
using BootService.Core.Hosts;

namespace BootService.Commands.Tests.Verbs;

/// <summary>What takes hosts' systems, names or addresses is counted, spares what is protected, and says what it did.</summary>
public sealed class GuardTests : IDisposable
{
    private readonly Bench _stack = new(nodes: false);

    public GuardTests()
    {
        _stack.Files = _stack.Files.Add(
            "h", "name,ip,mac\n" + string.Concat(Enumerable.Range(0, 12).Select(rank => $"backend-0-{rank},10.1.255.{254 - rank},52:54:00:00:01:{rank:x2}\n")));
        _stack.Type("load hostfile file=h");
    }

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void More_than_ten_hosts_are_removed_only_when_they_were_counted()
    {
        Assert.Equal("this removes 12 hosts: add confirm=12 if that is what you want", _stack.Refused("remove", "host", "backend"));
        Assert.Equal("confirm=11, but this removes 12 hosts; nothing was changed", _stack.Refused("remove", "host", "backend", "confirm=11"));
        Assert.Equal(["12 hosts removed"], _stack.Type("remove host backend confirm=12").Messages);
        Assert.Empty(_stack.Inventory.Hosts);
    }

    [Fact]
    public void A_protected_host_keeps_its_name_its_addresses_and_its_place_in_the_list()
    {
        _stack.Type("set host attr backend-0-3 attr=protected value=yes");
        Assert.StartsWith(
            "host backend-0-3 is protected and was not removed (nor was any other)", _stack.Refused("remove", "host", "backend-0-[2-4]"),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "host backend-0-3 is protected and was not renamed", _stack.Refused("set", "host", "name", "backend-0-3", "name=backend-9-9"),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "host backend-0-3 is protected and was not given other addresses",
            _stack.Refused("set", "host", "interface", "backend-0-3", "interface=eth0", "ip=10.1.9.9"), StringComparison.Ordinal);
        Assert.StartsWith(
            "host backend-0-3 is protected and was not given other addresses",
            _stack.Refused("remove", "host", "interface", "backend-0-[3-4]", "interface=eth0"), StringComparison.Ordinal);
        _stack.Files = _stack.Files.Add("other", "name,ip,mac\nbackend-0-3,10.1.7.7,52:54:00:00:01:03\n");
        Assert.StartsWith("host backend-0-3 is protected", _stack.Refused("load", "hostfile", "file=other"), StringComparison.Ordinal);
        Assert.Equal(["host backend-0-3 changed"], _stack.Type("set host comment backend-0-3 comment=x").Messages);
    }

    [Fact]
    public void Addresses_of_more_than_ten_hosts_change_only_when_they_were_counted()
    {
        const string Sentence = "this takes addresses from 12 hosts: add confirm=12 if that is what you want";
        Assert.Equal(Sentence, _stack.Refused("remove", "host", "interface", "backend", "interface=eth0"));
        Assert.Equal(Sentence, _stack.Refused("set", "host", "interface", "backend", "interface=eth0", "ip=NULL"));
        _stack.Files = _stack.Files.Add("moved", _stack.Files["h"].Replace("10.1.255.", "10.1.7.", StringComparison.Ordinal));
        Assert.Equal(Sentence, _stack.Refused("load", "hostfile", "file=moved"));
        Assert.Equal(["12 hosts changed"], _stack.Type("load hostfile file=moved confirm=12").Messages);
        Assert.Equal(["nothing changed"], _stack.Type("load hostfile file=moved").Messages);
    }

    [Theory]
    [InlineData("add host backend-1-0", "host backend-1-0 added")]
    [InlineData("set host name backend-0-0 name=backend-7-0", "host backend-0-0 renamed backend-7-0")]
    [InlineData("set host name backend-0-0 name=Backend-0-0", "nothing changed")]
    [InlineData("set host boot backend action=os", "12 hosts set to boot their disks")]
    [InlineData("set host boot backend-0-0 action=install", "host backend-0-0 set to install")]
    [InlineData("set attr attr=x value=1", "attr \"x\" set")]
    [InlineData("set host attr backend-0-[0-2] attr=x value=1", "attr \"x\" set for 3 hosts")]
    [InlineData("set appliance attr backend attr=x value=1", "attr \"x\" set for appliance backend")]
    [InlineData("set attr attr=db.password value=1", "attr \"db.password\" set, secret from now on")]
    [InlineData("remove host attr backend attr=site.*", "nothing changed")]
    [InlineData("add box test", "box test added")]
    [InlineData("add network storage address=10.2.0.0/16", "network storage added")]
    [InlineData("set network private zone=local", "network private changed")]
    [InlineData("add group web db", "2 groups added")]
    public void Every_change_says_in_one_line_what_it_did(string line, string sentence) => Assert.Equal([sentence], _stack.Type(line).Messages);

    [Fact]
    public void A_new_token_is_shown_alone() => Assert.DoesNotContain(' ', _stack.Type("add token wall role=read").Messages.Single());

    [Fact]
    public void A_secret_set_again_stays_one_and_draws_the_other_values_of_its_name_along()
    {
        _stack.Type("set host attr backend-0-0 attr=site_key value=plain");
        _stack.Type("set attr attr=site_key value=OLD shadow=yes");
        Assert.Equal(["attr \"site_key\" set"], _stack.Type("set attr attr=site_key value=NEW").Messages);
        _stack.Type("set appliance attr backend attr=site_key value=NEW");
        _stack.Files = _stack.Files.Add("a", "target,site_key\nbackend-0-1,NEW\n");
        _stack.Type("load attrfile file=a");
        Assert.All(
            _stack.Inventory.OwnersOf(Core.Attributes.AttributeName.Parse("site_key")),
            owner => Assert.True(_stack.Inventory.AttributesOn(owner).Find(Core.Attributes.AttributeName.Parse("site_key"))!.Shadow));
        Assert.Contains("is a secret at another scope", _stack.Refused("set", "attr", "attr=site_key", "value=x", "shadow=no"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_becomes_readable_only_by_word()
    {
        _stack.Type("set attr attr=site_key value=OLD shadow=yes");
        Assert.Equal(["attr \"site_key\" set, readable from now on"], _stack.Type("set attr attr=site_key value=NEW shadow=no").Messages);
        Assert.Equal("NEW", _stack.Do("list", "attr", "attr=site_key").Rows.Single()[2]);
    }

    [Theory]
    [InlineData("set host attr backend-0-0 attr=loader value=grbu")]
    [InlineData("set attr attr=loader value=grbu")]
    [InlineData("set os attr redhat attr=loader value=grbu")]
    [InlineData("set appliance attr backend attr=loader value=grbu")]
    [InlineData("set environment attr test attr=loader value=grbu")]
    [InlineData("add attr attr=loader value=grbu")]
    public void A_value_that_no_machine_would_understand_is_refused_at_every_scope(string line) =>
        Assert.EndsWith("did you mean \"grub\"?", _stack.Refused(line.Split(' ')), StringComparison.Ordinal);

    [Fact]
    public void So_it_is_in_files()
    {
        _stack.Files = _stack.Files.Add("a", "target,loader\nbackend-0-0,grbu\n")
            .Add("d", "{\"version\":1,\"attributes\":[{\"scope\":\"global\",\"target\":\"\",\"name\":\"loader\",\"value\":\"grbu\"}]}");
        Assert.StartsWith("a:2:13: attr \"loader\" cannot be \"grbu\"", _stack.Refused("load", "attrfile", "file=a"), StringComparison.Ordinal);
        Assert.StartsWith("attr \"loader\" cannot be \"grbu\"", _stack.Refused("load", "file=d"), StringComparison.Ordinal);
    }

    [Fact]
    public void One_field_of_one_interface_of_several_hosts_is_set_at_once()
    {
        _stack.Type("add network test address=192.168.0.0 mask=255.255.255.0");
        _stack.Type("add host interface backend-0-0 interface=eth1");
        _stack.Type("add host interface backend-0-1 interface=eth1");
        Assert.Equal(["2 hosts changed"], _stack.Type("set host interface backend-0-[0-1] interface=eth1 network=test").Messages);
        _stack.Type("set host interface ip backend-0-[0-1] network=test ip=auto");
        Assert.Equal(
            ["192.168.0.254", "192.168.0.253"], _stack.Type("list host interface backend-0-[0-1]").Rows.Where(row => row[1] == "eth1").Select(row => row[5]));
        Assert.StartsWith(
            "\"backend-0-[0-1]\" names 2 hosts, and one address is of one host",
            _stack.Refused("set", "host", "interface", "backend-0-[0-1]", "interface=eth1", "ip=192.168.0.9"), StringComparison.Ordinal);
        _stack.Type("set host interface name backend-0-0 mac=52:54:00:00:01:00 name=other");
        Assert.Equal("other", Nic("backend-0-0").HostName);
        _stack.Type("set host interface backend-0-0 interface=eth0 name=NULL");
        Assert.Null(Nic("backend-0-0").HostName);
        _stack.Type("set host interface mac backend-0-0 network=private mac=52:54:00:00:09:09");
        Assert.Equal("52:54:00:00:09:09", Nic("backend-0-0").Mac.ToString());
    }

    private HostInterface Nic(string host) => _stack.Inventory.HostOf(HostName.Parse(host))!.Interfaces[0];
}
