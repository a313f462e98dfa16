using BootService.Commands.Tests.Support;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Pallets;
using BootService.Core.Stores;

namespace BootService.Commands.Tests.Files;

public sealed class FileTests : IDisposable
{
    private readonly Bench _stack = new(nodes: false);

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void The_text_of_a_file_is_asked_of_the_caller()
    {
        var (end, output) = _stack.Try("load", "hostfile", "file=hosts.csv");
        Assert.Equal((1, "hosts.csv"), (end.Exit, output.Wanted));
    }

    [Fact]
    public void A_hostfile_of_Stacki_is_taken_as_it_is()
    {
        Load("hostfile", """
            NAME,INTERFACE HOSTNAME,DEFAULT,APPLIANCE,RACK,RANK,IP,MAC,INTERFACE,NETWORK,CHANNEL,OPTIONS,VLAN,INSTALLACTION,OSACTION,GROUPS
            """.Replace(",GROUPS", string.Empty, StringComparison.Ordinal) + """

            Backend-0-0,,True,backend,0,0,10.1.255.254,52:54:00:00:01:00,eth0,private,,,,,
            backend-0-0,stor-0-0,,backend,0,0,10.2.0.1,52:54:00:00:02:00,eth1,,,,,,
            "backend-0-1",,True,backend,0,1,10.1.255.253,52:54:00:00:01:01,eth0,private,,,,,

            """);
        Assert.Equal(
            ["backend-0-0 eth0 True private 52:54:00:00:01:00 10.1.255.254 ",
                "backend-0-0 eth1    52:54:00:00:02:00 10.2.0.1 stor-0-0".Replace("    ", "   ", StringComparison.Ordinal),
                "backend-0-1 eth0 True private 52:54:00:00:01:01 10.1.255.253 "],
            _stack.Do("list", "host", "interface").Rows.Select(row => string.Join(' ', row[..7])));
        Assert.Equal(BootAction.None, _stack.Inventory.HostOf(HostName.Parse("backend-0-0"))!.Action);
    }

    [Fact]
    public void Hosts_of_a_file_can_swap_their_addresses()
    {
        Load("hostfile", "name,ip,mac\nbackend-0-0,10.1.0.1,52:54:00:00:01:00\nbackend-0-1,10.1.0.2,52:54:00:00:01:01\n");
        Load("hostfile", "name,ip,mac\nbackend-0-0,10.1.0.2,52:54:00:00:01:01\nbackend-0-1,10.1.0.1,52:54:00:00:01:00\n");
        Assert.Equal("10.1.0.2", _stack.Inventory.HostOf(HostName.Parse("backend-0-0"))!.Address.ToString());
        Assert.Equal("10.1.0.1", _stack.Inventory.HostOf(HostName.Parse("backend-0-1"))!.Address.ToString());
    }

    [Fact]
    public void Every_fault_is_told_at_once_with_its_line_and_column_and_nothing_is_loaded()
    {
        _stack.Files = _stack.Files.Add("h.csv", """
            name,appliance,rack,rank,ip,mac,network
            backend-0-0,backend,0,0,10.1.0.1,52:54:00:00:01:00,private
            backend-0-1,backend,0,1,10.1.0.1,52:54:00:00:01:00,private
            backend-0-2,bakcend,x!,2,10.1.0,zz,private
            under_score,backend,0,3,,,
            backend,backend,0,4,,,
            backend-0-5,backend,0,5,10.9.0.1,,private
            backend-0-6,backend,0,6,,,privat,more
            "backend-0-7

            """);
        var before = _stack.Appliance.Commits;
        var (end, output) = _stack.Try("load", "hostfile", "file=h.csv");
        Assert.Equal((1, "h.csv has 12 faults; nothing of it was loaded"), (end.Exit, end.Sentence));
        Assert.Equal(before, _stack.Appliance.Commits);
        Assert.Equal(
            [
                "h.csv:3:25: address 10.1.0.1 is already used by host backend-0-0",
                "h.csv:3:34: hardware address 52:54:00:00:01:00 is already interface eth0 of host backend-0-0",
                "h.csv:4:13: unknown appliance \"bakcend\": did you mean \"backend\"?",
                "h.csv:4:21: rack \"x!\" is neither a number nor a word such as A12",
            ],
            output.Faults.Take(4));
        Assert.Contains("h.csv:5:1: \"under_score\" is not a host name", output.Faults);
        Assert.Contains("h.csv:6:1: \"backend\" names a group of hosts (an appliance, an environment or a rack) and cannot name one host", output.Faults);
        Assert.Contains("h.csv:7:35: address 10.9.0.1 of backend-0-5 is not in network private (10.1.0.0/16)", output.Faults);
        Assert.Contains("h.csv:8:34: the row has 8 cells and the header has 7", output.Faults);
        Assert.Contains("h.csv:9:1: the quoted cell that begins here lacks its closing quote", output.Faults);
    }

    [Theory]
    [InlineData("", "h.csv:1:1: the file is empty")]
    [InlineData("nmae,rack\nx,1\n", "h.csv has 2 faults; nothing of it was loaded")]
    [InlineData("name,rack,rack\n", "h.csv:1:11: column \"rack\" is there twice")]
    [InlineData("name\nlogin\n", "h.csv has 3 faults; nothing of it was loaded")]
    public void A_file_of_another_shape_is_refused(string text, string sentence)
    {
        _stack.Files = _stack.Files.Add("h.csv", text);
        Assert.Equal(sentence, _stack.Refused("load", "hostfile", "file=h.csv"));
    }

    [Fact]
    public void An_attrfile_sets_attributes_at_every_scope()
    {
        _stack.Type("add host backend-0-0");
        Load("attrfile", "target,a,b.c,quoted\nglobal,g,,\ndefault,,d,\nbackend,p,,\"x, \"\"y\"\"\nz\"\nbackend-0-0,h,,\no:redhat,,o,\n");
        var host = _stack.Inventory.AttributesOf(_stack.Inventory.HostOf(HostName.Parse("backend-0-0"))!);
        Assert.Equal(("h", "d", "x, \"y\"\nz"), (host.Text("a"), host.Text("b.c"), host.Text("quoted")));
        Assert.Equal("o", _stack.Do("list", "os", "attr", "redhat", "attr=b.c").Rows.Single()[3]);
    }

    [Fact]
    public void An_attrfile_that_says_nothing_new_changes_nothing()
    {
        const string Table = "target,a,b\nglobal,1,2\nbackend,3,\n";
        Load("attrfile", Table);
        _stack.Time.Advance(TimeSpan.FromHours(1));
        _stack.Files = _stack.Files.SetItem("again.csv", Table);
        Assert.Equal("nothing changed", _stack.Type("load attrfile file=again.csv").Messages.Single());
    }

    [Theory]
    [InlineData("target,a\nglobal,2\nglobal,1\n")]
    [InlineData("target,attrName,attrVal\nglobal,a,2\nglobal,a,1\n")]
    public void The_last_of_two_rows_counts_also_where_it_says_what_was_so_before(string table)
    {
        Load("attrfile", "target,a\nglobal,1\n");
        _stack.Files = _stack.Files.SetItem("again.csv", table);
        _stack.Type("load attrfile file=again.csv");
        Assert.Equal("1", _stack.Type("list attr attr=a").Rows.Single()[2]);
    }

    [Fact]
    public void Two_spellings_of_one_attribute_are_one_column_too_many() =>
        Assert.Equal("a.csv:1:12: column \"a/b\" is there twice: it is attribute a.b", RefusedAttrfile("target,a.b,a/b\nglobal,1,2\n"));

    [Fact]
    public void An_attrfile_with_faults_sets_nothing()
    {
        _stack.Files = _stack.Files.Add("a.csv", "target,1x,hostname,ok\nbakcend,,,v\nglobal,,,v\u0001\n");
        var (end, output) = _stack.Try("load", "attrfile", "file=a.csv");
        Assert.Equal((1, "a.csv has 4 faults; nothing of it was loaded"), (end.Exit, end.Sentence));
        Assert.Equal("a.csv:1:8: \"1x\" is not an attribute name", output.Faults[0]);
        Assert.Equal("a.csv:2:1: \"bakcend\" is no host, no appliance and not global: did you mean \"backend\"?", output.Faults[2]);
        Assert.Empty(_stack.Type("list attr attr=ok").Rows);
    }

    [Fact]
    public void What_is_dumped_can_be_loaded_again()
    {
        using var full = new Bench();
        full.Type("add network storage address=10.2.0.0/16 gateway=10.2.0.1");
        full.Type("add appliance login node=backend");
        full.Type("add host login-0-0 environment=prod comment=x");
        full.Do("set", "attr", "attr=a", "value=\"two\nlines\" & <more> zażółć");
        full.Type("set environment attr prod attr=b value=1");
        full.Type("set host attr backend-0-0 attr=secret value=geheim shadow=yes");
        var text = full.Type("dump").Messages.Single();
        Assert.DoesNotContain("geheim", text, StringComparison.Ordinal);

        _stack.Files = _stack.Files.Add("d", full.Type("dump secrets=yes").Messages.Single());
        _stack.Type("load file=d");
        Assert.Equal(text, _stack.Type("dump").Messages.Single());
        Assert.Equal("geheim", _stack.Inventory.AttributesOf(_stack.Inventory.HostOf(HostName.Parse("backend-0-0"))!).Text("secret"));
    }

    [Fact]
    public async Task Boxes_carts_and_what_is_enabled_where_come_back_and_a_pallet_that_is_not_there_is_named()
    {
        using var full = new Bench();
        var os = new Pallet(new PalletKey("CentOS", "6.6", "redhat", "x86_64")) { Kernel = "k", Initrd = "i" };
        var updates = new Pallet(new PalletKey("updates", "1.0", "redhat", "x86_64"));
        var spare = new Pallet(new PalletKey("spare", "1.0", "redhat", "x86_64"));
        await full.Appliance.CommitAsync(
            _ => new Proposal<bool>(true, [new Change.PalletSet(os), new Change.PalletSet(updates), new Change.PalletSet(spare)]),
            TestContext.Current.CancellationToken);
        foreach (var line in new[] { "add box test", "enable pallet CentOS", "enable pallet CentOS box=test", "enable pallet updates box=test",
            "add cart tools", "enable cart tools box=test", "set host box backend-0-3 box=test" })
        {
            full.Type(line);
        }

        var text = full.Type("dump").Messages.Single();
        _stack.Files = _stack.Files.Add("d", text);
        await _stack.Appliance.CommitAsync(
            _ => new Proposal<bool>(true, [new Change.PalletSet(os with { Boxes = ["old"] })]), TestContext.Current.CancellationToken);
        Assert.Equal(
            [
                "pallet spare 1.0 x86_64 of the dump is not here: \"stack add pallet\" adds it",
                "pallet updates 1.0 x86_64 of the dump is not here: add it with \"stack add pallet\", then \"stack enable pallet updates version=1.0 "
                    + "box=test\", or load the dump again",
                "5 hosts added; box test added; pallet CentOS 6.6 x86_64 enabled in box default, test; cart tools added",
            ],
            _stack.Type("load file=d").Messages);
        Assert.Equal(["default", "test"], _stack.Inventory.Pallets[os.Key].Boxes);
        Assert.True(Directory.Exists(Path.Combine(_stack.Folder, "export/carts/tools/RPMS")));
        Assert.Equal("test", _stack.Inventory.HostOf(HostName.Parse("backend-0-3"))!.Box);

        await _stack.Appliance.CommitAsync(
            _ => new Proposal<bool>(true, [new Change.PalletSet(updates), new Change.PalletSet(spare)]), TestContext.Current.CancellationToken);
        Assert.Equal(["pallet updates 1.0 x86_64 enabled in box test"], _stack.Type("load file=d").Messages);
        Assert.Equal(text, _stack.Type("dump").Messages.Single());
    }

    [Theory]
    [InlineData("", "d:1:1: this is not what \"stack dump\" writes")]
    [InlineData("{}", "d:1:3: this is not what \"stack dump\" writes")]
    [InlineData("{\"version\":2}", "the dump is of version 2")]
    [InlineData("{\"version\":1,\"carts\":[{\"name\":\"../x\",\"boxes\":[]}]}", "cart \"../x\" is not a word")]
    [InlineData("{\"version\":1,\n\"hosts\":[5]}", "d:2:")]
    [InlineData("{\"version\":1,\"networks\":[{\"name\":\"x\",\"subnet\":\"y\",\"pxe\":true,\"mtu\":1500}]}", "\"y\" of network x is not a network")]
    public void What_is_no_dump_is_refused(string text, string sentence)
    {
        _stack.Files = _stack.Files.Add("d", text);
        Assert.StartsWith(sentence, _stack.Refused("load", "d"), StringComparison.Ordinal);
    }

    private void Load(string kind, string text)
    {
        _stack.Files = _stack.Files.SetItem("f", text);
        _stack.Do("load", kind, "file=f");
    }

    private string RefusedAttrfile(string table)
    {
        _stack.Files = _stack.Files.SetItem("a.csv", table);
        return _stack.Refused("load", "attrfile", "file=a.csv");
    }
}
