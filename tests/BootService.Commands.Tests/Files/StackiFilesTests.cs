using BootService.Commands.Tests.Support;
using BootService.Core.Attributes;
using BootService.Core.Hosts;

namespace BootService.Commands.Tests.Files;

/// <summary>Spreadsheets of Stacki 3, 4 and 5 as their owners and their programs saved them.</summary>
public sealed class StackiFilesTests : IDisposable
{
    private const string Header =
        "NAME,INTERFACE HOSTNAME,DEFAULT,APPLIANCE,RACK,RANK,IP,MAC,INTERFACE,NETWORK,CHANNEL,OPTIONS,VLAN,INSTALLACTION,OSACTION,GROUPS,BOX,COMMENT\n";

    private readonly Bench _stack = new(nodes: false);

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void The_word_default_is_the_usual_action_and_groups_come_with_the_file()
    {
        Load("hostfile", Header + "backend-0-0,backend-0-0,True,backend,0,0,10.1.1.254,5254.0000.e743,em1,private,,,,default,default,web db,default,\n");
        var host = Host("backend-0-0");
        Assert.Equal(("install", "os", "db web"), (host.InstallAction, host.OsAction, string.Join(' ', host.Groups)));
        Assert.Equal(("52:54:00:00:e7:43", null), (host.Interfaces[0].Mac.ToString(), host.Interfaces[0].HostName));
    }

    [Fact]
    public void The_frontends_own_row_makes_it_a_host_and_is_written_back()
    {
        var text = Header + "frontend-0-0,frontend-0-0,True,frontend,0,0,10.1.1.1,52:54:00:aa:00:01,eth0,private,,,,,,,,\n"
            + "frontend-0-0,frontend-0-0,,,,,192.0.2.1,52:54:00:aa:00:02,eth1,,,,,,,,,\nbackend-0-0,,True,backend,0,0,10.1.255.254,,eth0,private,,,,,,,,\n";
        Assert.Equal(["2 hosts added"], Load("hostfile", text).Messages);
        Assert.Equal(("frontend", "10.1.1.1"), (Host("frontend-0-0").Appliance, Host("frontend-0-0").Address.ToString()));
        var written = _stack.Type("report hostfile").Messages.Single();
        Assert.Equal(["nothing changed"], Load("hostfile", written).Messages);
        Assert.Equal(["nothing changed"], Load("hostfile", text).Messages);
    }

    [Theory]
    [InlineData("frontend", "f:2:1: frontend is this frontend itself, which needs no row, and was left out")]
    [InlineData("stacki-poc", "f:2:1: stacki-poc is this frontend itself, which is host fe1, and was left out")]
    public void A_row_of_the_frontend_that_cannot_be_a_host_is_left_out_with_a_word(string name, string word)
    {
        if (name == "stacki-poc")
        {
            _stack.Type("add host fe1 appliance=frontend rack=0 rank=0 ip=10.1.1.1");
        }

        var before = _stack.Inventory.Hosts.Count;
        var output = Load("hostfile", Header + $"{name},{name},True,frontend,0,0,10.1.1.1,52:54:00:aa:00:01,eth0,private,,,,,,,,\n"
            + $"{name},,,,,,10.1.1.2,,eth1,private,,,,,,,,\nbackend-0-0,,True,backend,0,0,10.1.255.254,,eth0,private,,,,,,,,\n");
        Assert.Equal([word, "host backend-0-0 added"], output.Messages);
        Assert.Equal(before + 1, _stack.Inventory.Hosts.Count);
    }

    [Fact]
    public void A_frontend_that_is_a_host_already_is_changed_by_its_row()
    {
        _stack.Type("add host fe1 appliance=frontend rack=0 rank=0 ip=10.1.1.1");
        Load("hostfile", Header + "fe1,fe1,True,frontend,0,7,10.1.1.1,52:54:00:aa:00:01,eth0,private,,,,,,,,the frontend\n");
        Assert.Equal(("7", "the frontend"), (Host("fe1").Rank.ToString(), Host("fe1").Comment));
        Assert.Equal("address 10.1.1.1 is already used by host fe1", _stack.Refused("add", "host", "interface", "fe1", "interface=eth5", "ip=10.1.1.1"));
    }

    [Fact]
    public void Auto_is_the_next_free_address_that_no_row_names_and_stays_when_the_file_is_loaded_again()
    {
        const string Text = "name,ip,interface,network\nbackend-0-0,auto,eth0,private\nbackend-0-1,10.1.255.254,eth0,private\nbackend-0-2,AUTO,eth0,private\n";
        Load("hostfile", Text);
        Assert.Equal(("10.1.255.253", "10.1.255.252"), (Host("backend-0-0").Address.ToString(), Host("backend-0-2").Address.ToString()));
        Assert.Equal(["nothing changed"], Load("hostfile", Text).Messages);
        Assert.Contains(
            "ip=auto of host x-0-0 needs the network", Refused("hostfile", "name,appliance,rack,rank,ip\nx-0-0,backend,0,0,auto\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name;rack;rank;appliance;comment\nn1;A12;1;backend;a, b\n")]
    [InlineData("sep=;\r\nname;rack;rank;appliance;comment\r\nn1;A12;1;backend;a, b\r\n")]
    [InlineData("name\track\trank\tappliance\tcomment\nn1\tA12\t1\tbackend\ta, b\n")]
    [InlineData("\uFEFFNAME,RACK,RANK,APPLIANCE,COMMENT,,,\r\nn1,A12,=\"1\",backend,\"a, b\",,,\r\n# a note\r\n,,,,,,,\r\n")]
    [InlineData("name,rack,rank,appliance,comment\rn1,A12,1,backend,\"a, b\"\r")]
    public void Separators_marks_and_empty_cells_of_spreadsheets_are_understood(string text)
    {
        Load("hostfile", text);
        var host = Host("n1");
        Assert.Equal(("A12", "1", "a, b"), (host.Rack.ToString(), host.Rank.ToString(), host.Comment));
        Assert.Equal("n1", _stack.Type("list host rackA12").Rows.Single()[0]);
    }

    [Theory]
    [InlineData("name,rack,rank,appliance\nn1,1,1,backend\nn1,2,1,backend\n", "f:3:4: host n1 has rack \"2\" here and \"1\" in line 2")]
    [InlineData("name,site\nbackend-0-0,x\n", "f:1:6: unknown column \"site\"")]
    [InlineData("name,,\nbackend-0-0,,x\n", "f:2:14: \"x\" stands in a column without a header")]
    [InlineData("name,comment\nbackend-0-0,caf\uFFFD\n", "f:2:13: \"caf\uFFFD\" holds a character that was lost")]
    [InlineData("name,ip,vlan\nbackend-0-0,10.1.0.9,4095\n", "f:2:22: vlan \"4095\" is not a number from 1 to 4094")]
    [InlineData("Rechner,Adresse\nx,y\n", "f:1:1: the first row must name the columns, such as name")]
    [InlineData("name,default,ip\nbackend-0-0,maybe,10.1.0.9\n", "f:2:13: default \"maybe\" must be yes or no")]
    public void Nothing_is_taken_and_dropped_in_silence(string text, string sentence) =>
        Assert.StartsWith(sentence, Refused("hostfile", text), StringComparison.Ordinal);

    [Fact]
    public void Bonds_VLANs_and_options_are_kept_and_written_back()
    {
        Load("hostfile", Header
            + "backend-0-0,,True,backend,0,0,10.1.255.254,,bond0,private,,bonding-opts=mode=1,,,,,,\n"
            + "backend-0-0,,,backend,0,0,,52:54:00:00:01:00,eth0,,bond0,,,,,,,\n"
            + "backend-0-0,,,backend,0,0,10.2.0.9,,eth1.100,,,,100,,,,,\n");
        var nics = Host("backend-0-0").Interfaces;
        Assert.Equal(
            ["bond0   bonding-opts=mode=1", "eth0 bond0  ", "eth1.100  100 "], nics.Select(nic => $"{nic.Name} {nic.Channel} {nic.Vlan} {nic.Options}"));
        var written = _stack.Type("report hostfile").Messages.Single();
        Assert.Equal(["nothing changed"], Load("hostfile", written).Messages);
    }

    [Fact]
    public void Of_many_faults_fifty_are_shown_and_all_are_counted()
    {
        _stack.Files = _stack.Files.SetItem("f", "name\n" + string.Concat(Enumerable.Repeat("under_score\n", 3000)));
        var (end, output) = _stack.Try("load", "hostfile", "file=f");
        Assert.Equal(("f has 3000 faults; nothing of it was loaded", 50), (end.Sentence, output.Faults.Count));
    }

    [Fact]
    public void The_second_form_of_an_attrfile_gives_one_attribute_a_row()
    {
        _stack.Type("add host backend-0-0");
        Load("attrfile", "target,attrName,attrVal\nglobal,site.a,1\nbackend,site.b,2\nbackend-0-0,site.c,3\n");
        var attributes = _stack.Inventory.AttributesOf(Host("backend-0-0"));
        Assert.Equal(("1", "2", "3", null), (attributes.Text("site.a"), attributes.Text("site.b"), attributes.Text("site.c"), attributes.Text("attrName")));
    }

    [Fact]
    public void The_columns_environment_and_box_put_hosts_there()
    {
        _stack.Type("add host backend-0-0");
        _stack.Type("add box test");
        Load("attrfile", "target,environment,box,site.e\nbackend-0-0,lab,test,x\n");
        Assert.Equal(("lab", "test"), (Host("backend-0-0").Environment, Host("backend-0-0").Box));
        Assert.StartsWith(
            "f:2:9: only a host has an environment, and appliance backend is none", Refused("attrfile", "target,environment\nbackend,lab\n"),
            StringComparison.Ordinal);
        Assert.Contains("\"tset\"", Refused("attrfile", "target,box\nbackend-0-0,tset\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_loads_into_an_empty_frontend_and_gives_the_same_appliance()
    {
        using var full = new Bench();
        full.Type("add group web");
        full.Type("add host group backend-0-0 group=web");
        full.Type("set host rack backend-0-1 rack=A12");
        full.Do("set", "host", "comment", "backend-0-2", "comment=\"quoted\", and\nmore");
        full.Type("set host environment backend-0-3 environment=lab");
        full.Do("set", "attr", "attr=a", "value= lead, \"x\"");
        full.Do("set", "host", "attr", "backend-0-0", "attr=b", "value==cmd|x");
        full.Type("set environment attr lab attr=a value=2");
        full.Type("set os attr redhat attr=c value=#3");
        var hosts = full.Type("report hostfile").Messages.Single();
        var attributes = full.Type("report attrfile").Messages.Single();
        Load("hostfile", hosts);
        Load("attrfile", attributes);
        Assert.Equal(full.Type("dump").Messages.Single(), _stack.Type("dump").Messages.Single());
        Assert.Equal((hosts, attributes), (_stack.Type("report hostfile").Messages.Single(), _stack.Type("report attrfile").Messages.Single()));
    }

    [Fact]
    public void A_whole_site_with_its_frontend_bonds_bridges_and_VLANs_goes_over_by_its_files()
    {
        using var full = new Bench(nodes: false);
        string[] surroundings =
        [
            "add network storage address=10.9.0.0 mask=255.255.0.0", "add network mgmt address=192.0.2.0/24 zone=mgmt.example",
            "add appliance login node=backend",
        ];
        Array.ForEach(surroundings, line => full.Type(line));
        string[] site =
        [
            "add host fe1 appliance=frontend rack=0 rank=0 ip=10.1.1.1 mac=52:54:00:00:00:01 interface=eth1", "add box test", "add environment lab",
            "add host login-0-0 box=test environment=lab os=sles", "add host interface login-0-0 interface=eth0 mac=52:54:00:00:03:00 ip=10.1.3.1",
            "add host interface login-0-0 interface=eth1 mac=52:54:00:00:03:01 name=login-storage network=storage ip=10.9.3.1 default=yes",
            "add host backend-0-[0-3] ip=10.1.4.1+", "add host interface backend-0-0 interface=eth1 mac=52:54:00:00:04:01",
            "add host bonded backend-0-0 channel=bond0 interfaces=eth0,eth1 options=mode=active-backup",
            "add host interface backend-0-0 interface=bond0.7 channel=bond0 vlan=7 ip=192.0.2.7",
            "add host bridge backend-0-1 name=br0 interface=eth0", "add host interface backend-0-2 interface=eth0:1 ip=10.9.0.2",
            "set host rack backend-0-3 rack=A12", "add group web", "add host group backend-0-[1-2] group=web",
            "set attr attr=site.a value=1", "set os attr sles attr=site.a value=2", "set environment attr lab attr=site.a value=3",
            "add environment bare", "set host attr backend-0-3 attr=site.b value=x", "add host route backend-0-0 address=10.20.0.0/16 gateway=mgmt",
            "add appliance firewall backend rulename=A chain=INPUT protocol=tcp service=22 action=ACCEPT network=private",
            "add storage partition device=sda mountpoint=/ size=0 type=xfs", "add environment storage partition lab device=sdb mountpoint=/ size=0 type=xfs",
            "set host bootaction backend-0-1 type=install action=headless", "add host alias login-0-0 alias=www interface=eth0",
        ];
        Array.ForEach(site, line => full.Type(line));
        Array.ForEach(surroundings, line => _stack.Type(line));
        foreach (var kind in (string[])["hostfile", "attrfile", "storage partition"])
        {
            var text = full.Type($"report {kind}").Messages.Single();
            Assert.Empty(Load(kind, text).Faults);
            Assert.Equal(text, _stack.Type($"report {kind}").Messages.Single());
        }

        Assert.Equal(full.Type("dump").Messages.Single(), _stack.Type("dump").Messages.Single());
        Assert.Equal(full.Type("report host").Messages, _stack.Type("report host").Messages);
        Assert.Equal(full.Type("report dhcpd").Messages, _stack.Type("report dhcpd").Messages);
        Assert.Equal(
            full.Type("list host attr").Rows.Select(row => string.Join(' ', row)), _stack.Type("list host attr").Rows.Select(row => string.Join(' ', row)));
    }

    [Fact]
    public void What_verbs_take_a_file_can_hold()
    {
        Assert.Contains("10000 are the most", _stack.Refused("add", "host", "backend-0-0", "comment=" + new string('x', 10_001)), StringComparison.Ordinal);
        _stack.Type("add host backend-0-0");
        Assert.Contains(
            "10000 are the most", _stack.Refused("set", "host", "comment", "backend-0-0", "comment=" + new string('x', 10_001)), StringComparison.Ordinal);
        foreach (var (line, sentence) in new[]
        {
            ("add environment none", "\"none\" is a word for nothing in spreadsheets and cannot be the name of an environment"),
            ("add box NULL", "\"NULL\" is a word for nothing in spreadsheets and cannot be the name of a box"),
            ("add group None", "\"None\" is a word for nothing in spreadsheets and cannot be the name of a group"),
            ("set host os backend-0-0 os=none", "\"none\" is a word for nothing in spreadsheets and cannot be the name of an os"),
        })
        {
            Assert.Equal(sentence, _stack.Refused(line.Split(' ')));
        }

        _stack.Type("add host interface backend-0-0 interface=eth0 ip=10.1.0.9 name=backend-0-0");
        Assert.Null(Host("backend-0-0").Interfaces[0].HostName);
    }

    [Fact]
    public void What_a_file_brought_is_taken_away_by_it()
    {
        Load("hostfile", "name\nbackend-0-0\nbackend-0-1\n");
        Load("attrfile", "target,a,b\nglobal,1,\nbackend-0-0,,2\n");
        Assert.Equal(["2 attributes removed at 2 places"], Run("unload attrfile").Messages);
        Assert.False(_stack.Inventory.Knows(AttributeName.Parse("a")));
        _stack.Files = _stack.Files.SetItem("f", "name\nbackend-0-1\nbackend-0-9\n");
        Assert.Equal(["host backend-0-1 removed"], Run("unload hostfile").Messages);
    }

    [Theory]
    [InlineData("attr=site.[ab]", "site.c")]
    [InlineData("attr=site.?", "")]
    [InlineData("attr=site.", "")]
    [InlineData("attr=site.[!c]", "site.c")]
    public void Attributes_are_removed_by_any_pattern_of_a_shell(string pattern, string left)
    {
        _stack.Type("add host backend-0-0");
        foreach (var name in "abc")
        {
            _stack.Type($"set host attr backend-0-0 attr=site.{name} value=1");
        }

        _stack.Type($"remove host attr backend-0-0 {pattern}");
        Assert.Equal(left, string.Join(' ', _stack.Type("list host attr backend-0-0 attr=site.*").Rows.Select(row => row[2])));
    }

    private Core.Hosts.Host Host(string name) => _stack.Inventory.HostOf(HostName.Parse(name))!;

    private RecordedOutput Load(string kind, string text)
    {
        _stack.Files = _stack.Files.SetItem("f", text);
        return Run($"load {kind}");
    }

    private RecordedOutput Run(string words) => _stack.Type($"{words} file=f");

    private string Refused(string kind, string text)
    {
        _stack.Files = _stack.Files.SetItem("f", text);
        var (end, output) = _stack.Try("load", kind, "file=f");
        Assert.Equal(1, end.Exit);
        return output.Faults.FirstOrDefault() ?? end.Sentence!;
    }
}
