using BootService.Commands.Tests.Support;
using BootService.Core.Hosts;

namespace BootService.Commands.Tests.Files;

/// <summary>Hostfiles and attrfiles over an appliance that has hosts: what they change, what they leave, and what they refuse to take away.</summary>
public sealed class HostfileChangeTests : IDisposable
{
    private readonly Bench _stack = new();

    public HostfileChangeTests() => _stack.Type("add network storage address=10.9.0.0/16");

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void A_column_that_is_not_there_and_a_cell_that_is_empty_leave_what_the_host_has()
    {
        string[] lines =
        [
            "set host rack backend-0-0 rack=7", "set host os backend-0-0 os=sles", "set host environment backend-0-0 environment=lab", "add group web",
            "add host group backend-0-0 group=web", "set host comment backend-0-0 comment=spare",
        ];
        Array.ForEach(lines, line => _stack.Type(line));
        var before = Host("backend-0-0");
        Load("hostfile", "name,rank\nbackend-0-0,9\n");
        Assert.Equal(before with { Rank = 9 }, Host("backend-0-0"));
        Load("hostfile", "name,rack,os,environment,groups,comment,box,ip\nbackend-0-0,,,,,,,\n");
        Assert.Equal(before with { Rank = 9 }, Host("backend-0-0"));
    }

    [Fact]
    public void The_rows_of_a_host_say_all_its_interfaces()
    {
        _stack.Type("add host interface backend-0-0 interface=eth1 ip=10.9.0.9");
        Load("hostfile", "name,interface,ip,mac\nbackend-0-0,eth7,10.1.0.7,52:54:00:00:07:00\n");
        Assert.Equal(["eth7"], Host("backend-0-0").Interfaces.Select(nic => nic.Name));
        Assert.True(Host("backend-0-0").Interfaces[0].IsDefault);
        Assert.Single(Host("backend-0-1").Interfaces);
    }

    [Fact]
    public void A_card_goes_from_one_host_of_the_file_to_another_and_not_from_one_outside_of_it()
    {
        Load("hostfile", "name,interface,mac,ip\nbackend-0-0,eth0,52:54:00:00:01:01,10.1.255.253\nbackend-0-1,eth0,52:54:00:00:01:00,10.1.255.254\n");
        Assert.Equal("52:54:00:00:01:01", Host("backend-0-0").Interfaces[0].Mac.ToString());
        Assert.Equal(
            "f:2:18: hardware address 52:54:00:00:01:02 is already interface eth0 of host backend-0-2",
            Refused("hostfile", "name,interface,mac\nbackend-0-0,eth0,52:54:00:00:01:02\n"));
    }

    [Fact]
    public void More_than_ten_hosts_lose_their_addresses_only_when_they_were_counted()
    {
        _stack.Type("add host backend-7-[0-11] ip=10.1.7.1+");
        var text = "name,ip\n" + string.Concat(Enumerable.Range(0, 12).Select(rank => $"backend-7-{rank},10.1.8.{rank + 1}\n"));
        Assert.Equal("this takes addresses from 12 hosts: add confirm=12 if that is what you want", Refused("hostfile", text));
        Assert.Equal("10.1.7.1", Host("backend-7-0").Address.ToString());
        _stack.Type("load hostfile file=f confirm=12");
        Assert.Equal("10.1.8.1", Host("backend-7-0").Address.ToString());
        Assert.StartsWith("this removes 12 hosts", _stack.Refused("unload", "hostfile", "file=f"), StringComparison.Ordinal);
        _stack.Type("unload hostfile file=f confirm=12");
        Assert.Null(_stack.Inventory.HostOf(HostName.Parse("backend-7-0")));
    }

    [Fact]
    public void A_protected_host_keeps_its_addresses_against_a_file()
    {
        _stack.Type("set host attr backend-0-0 attr=protected value=true");
        Assert.StartsWith(
            "host backend-0-0 is protected and was not given other addresses", Refused("hostfile", "name,ip\nbackend-0-0,10.1.0.7\n"),
            StringComparison.Ordinal);
        Assert.Equal("10.1.255.254", Host("backend-0-0").Address.ToString());
        Load("hostfile", "name,comment\nbackend-0-0,kept\n");
        Assert.Equal("kept", Host("backend-0-0").Comment);
    }

    [Theory]
    [InlineData("name,appliance\nbackend-0-0,bakcend\n", "f:2:13: unknown appliance \"bakcend\": did you mean \"backend\"?")]
    [InlineData("name,network,ip\nbackend-0-0,strage,10.9.0.1\n", "f:2:13: unknown network \"strage\": did you mean \"storage\"?")]
    [InlineData("name,network,ip\nbackend-0-0,storage,10.1.0.7\n", "f:2:13: address 10.1.0.7 of backend-0-0 is not in network storage (10.9.0.0/16)")]
    [InlineData("name,ip\nbackend-0-0,10.1.255.255\n", "f:2:13: address 10.1.255.255 cannot be given to a machine")]
    [InlineData("name,ip\nbackend-0-0,10.1.1.1\n", "f:2:13: address 10.1.1.1 is the frontend's own")]
    [InlineData("name,interface\nbackend-0-0,a/b\n", "f:2:13: \"a/b\" is not the name of an interface")]
    [InlineData("name,mac\nbackend-0-0,ff:ff:ff:ff:ff:ff\n", "f:2:13: ff:ff:ff:ff:ff:ff is no hardware address of one machine")]
    [InlineData("name,interface hostname,ip\nbackend-0-0,a_b,10.1.0.7\n", "f:2:13: \"a_b\" is not a host name")]
    [InlineData("name,installaction\nbackend-0-0,os\n", "f:2:13: action \"os\"")]
    [InlineData("name,osaction\nbackend-0-0,nosuch\n", "f:2:13: action \"nosuch\" does not exist")]
    [InlineData("name,environment\nbackend-0-0,backend\n", "f:2:13: \"backend\" already names hosts on the command line and cannot be an environment")]
    [InlineData("name,box\nbackend-0-0,../x\n", "f:2:13: box \"../x\" must be a word")]
    [InlineData("name,groups\nbackend-0-0,a/b\n", "f:2:13: group \"a/b\" must be a word")]
    [InlineData("name\nbackend\n", "f:2:1: \"backend\" names a group of hosts")]
    [InlineData("name,rack\nlogin,0\n", "f:2:1: unknown appliance \"\"")]
    [InlineData("name,appliance,rack\nlogin,backend,0\n", "f:2:1: there is no rank")]
    public void What_cannot_be_is_told_with_its_cell_and_nothing_is_loaded(string text, string sentence)
    {
        var before = _stack.Inventory;
        Assert.StartsWith(sentence, Refused("hostfile", text), StringComparison.Ordinal);
        Assert.Same(before, _stack.Inventory);
    }

    [Fact]
    public void The_row_default_fills_the_empty_cells_of_the_rows_after_it_alone()
    {
        Load("attrfile", "target,site.a,site.b\nbackend-0-0,,1\ndefault,d,e\nbackend-0-1,,2\nbackend-0-2,x,\n");
        string? Of(string host, string name) => _stack.Inventory.AttributesOf(Host(host)).Text(name);
        Assert.Equal((null, "1"), (Of("backend-0-0", "site.a"), Of("backend-0-0", "site.b")));
        Assert.Equal(("d", "2"), (Of("backend-0-1", "site.a"), Of("backend-0-1", "site.b")));
        Assert.Equal(("x", "e"), (Of("backend-0-2", "site.a"), Of("backend-0-2", "site.b")));
    }

    [Theory]
    [InlineData("target,hostname\nglobal,x\n", "f:1:8: attr \"hostname\" is computed by the appliance and cannot be set")]
    [InlineData("target,a b\nglobal,x\n", "f:1:8: \"a b\" is not an attribute name")]
    [InlineData("target,nukedisks\nbackend,perhaps\n", "f:2:9: attr \"nukedisks\" cannot be \"perhaps\"")]
    [InlineData("target,route.10.9.0.0.16\nbackend,somewhere else entirely\n",
        "f:2:9: attr \"route.10.9.0.0.16\" cannot be set so: attribute route.10.9.0.0.16 is \"somewhere else entirely\"")]
    [InlineData("target,a\nbakcend,x\n", "f:2:1: \"bakcend\" is no host, no appliance and not global: did you mean \"backend\"?")]
    [InlineData("target,a\no:a b,x\n", "f:2:1: os \"a b\" must be a word")]
    [InlineData("target,a\ne:backend,x\n", "f:2:1: \"backend\" already names hosts on the command line and cannot be an environment")]
    [InlineData("target,a\na:nosuch,x\n", "f:2:1: unknown appliance \"nosuch\"")]
    [InlineData("target,environment\nbackend-0-0,rack0\n", "f:2:13: \"rack0\" already names hosts on the command line and cannot be an environment")]
    [InlineData("target,attrName,attrVal,site.x\nglobal,a,1,2\n", "f:1:25: column \"site.x\" cannot be beside attrName and attrVal")]
    [InlineData("target,attrName,attrVal\nglobal,1x,1\n", "f:2:8: \"1x\" is not an attribute name")]
    public void What_no_attribute_can_be_is_told_with_its_cell_and_nothing_is_set(string text, string sentence)
    {
        var before = _stack.Inventory;
        Assert.StartsWith(sentence, Refused("attrfile", text), StringComparison.Ordinal);
        Assert.Same(before, _stack.Inventory);
    }

    [Fact]
    public void What_an_attrfile_would_set_is_shown_by_a_trial()
    {
        var before = _stack.Inventory;
        _stack.Files = _stack.Files.SetItem("f", "target,site.a\nglobal,1\nbackend-0-0,2\n");
        var output = _stack.Type("load attrfile file=f dryrun=yes");
        Assert.Equal(["global", "host backend-0-0"], output.Rows.Select(row => row[0]));
        Assert.Same(before, _stack.Inventory);
    }

    private Host Host(string name) => _stack.Inventory.HostOf(HostName.Parse(name))!;

    private void Load(string kind, string text)
    {
        _stack.Files = _stack.Files.SetItem("f", text);
        _stack.Type($"load {kind} file=f");
    }

    private string Refused(string kind, string text)
    {
        _stack.Files = _stack.Files.SetItem("f", text);
        var (end, output) = _stack.Try("load", kind, "file=f");
        Assert.Equal(1, end.Exit);
        return output.Faults.FirstOrDefault() ?? end.Sentence!;
    }
}
