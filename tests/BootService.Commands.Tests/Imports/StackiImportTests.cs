using BootService.Commands.Tests.Support;
using BootService.Core.Attributes;
using BootService.Core.Hosts;

namespace BootService.Commands.Tests.Imports;

/// <summary>Stacki 5's dump: a small site of our own making in the form of its sections.</summary>
public sealed class StackiImportTests : IDisposable
{
    private const string Site = """
        {
          "version": "5.6.5",
          "access": [ { "command": "list*", "group": "wheel" } ],
          "attr": [ { "name": "site.color", "value": "blue" }, { "name": "rootpw", "value": "hush", "shadow": true }, { "name": "hostname", "value": "x" } ],
          "controller": [ { "enclosure": null, "adapter": null, "slot": "1", "raidlevel": "0", "arrayid": 1, "options": "" } ],
          "partition": [ { "device": "sda", "partid": 1, "mountpoint": "/", "size": 0, "fstype": "xfs", "options": "" } ],
          "firewall": [ { "service": "ssh", "network": "all", "output_network": null, "chain": "INPUT", "action": "ACCEPT", "protocol": "tcp", "flags": "-m state --state NEW", "comment": null,
            "table": "filter", "name": "SSH" }, { "service": "all", "network": "private", "chain": "INPUT", "action": "ACCEPT", "protocol": "all", "table": "filter", "name": "INSIDE" } ],
          "route": [ { "address": "10.9.0.0", "gateway": "10.1.0.1", "subnet": null, "netmask": "255.255.0.0", "interface": null } ],
          "network": [
            { "name": "cluster", "address": "10.1.0.0", "mask": "255.255.0.0", "gateway": "10.1.0.1", "mtu": 9000, "zone": "Site", "dns": true, "pxe": true },
            { "name": "ipmi", "address": "10.2.0.0", "mask": "255.255.0.0", "gateway": "", "mtu": null, "zone": "", "dns": false, "pxe": false }
          ],
          "os": [ { "name": "redhat", "attr": [ { "name": "site.os", "value": "rh" } ] } ],
          "environment": [ { "name": "prod", "attr": [ { "name": "site.where", "value": "here" } ] } ],
          "appliance": [
            { "name": "frontend", "public": false, "attr": [] },
            { "name": "backend", "public": true, "attr": [ { "name": "node", "value": "backend" } ] },
            { "name": "login", "public": true, "attr": [ { "name": "node", "value": "backend" }, { "name": "managed", "value": "true" } ] }
          ],
          "software": {
            "box": [ { "name": "default", "os": "redhat", "cart": [ "tools" ], "pallet": [ { "name": "CentOS", "version": "7", "release": "r7", "arch": "x86_64", "os": "redhat" } ] },
                     { "name": "test", "os": "sles", "cart": [], "pallet": [] } ],
            "cart": [ { "name": "tools" } ],
            "pallet": [],
            "repo": [ { "name": "epel", "url": "http://example.com/" } ]
          },
          "bootaction": [ { "name": "default", "type": "install", "os": "redhat", "kernel": "vmlinuz-x", "ramdisk": "initrd-x", "args": "inst.ks" },
                          { "name": "console", "type": "install", "os": "redhat", "kernel": "vmlinuz-x", "ramdisk": "initrd-x", "args": "" },
                          { "name": "later", "type": "os", "os": null, "kernel": "localboot -1", "ramdisk": null, "args": null } ],
          "group": [ "web" ],
          "host": [
            { "name": "fe", "rack": "0", "rank": "0", "appliance": "frontend", "box": "default", "environment": null, "osaction": null, "installaction": null, "comment": null, "interface": [] },
            { "name": "login-0-1", "rack": "A12", "rank": "1", "appliance": "login", "box": "test", "environment": "prod", "osaction": "later", "installaction": "console", "comment": "the door",
              "metadata": "m", "group": [ "web", "new" ],
              "interface": [ { "interface": "eth0", "default": true, "network": "cluster", "mac": "52:54:00:00:09:01", "ip": "10.1.9.1", "name": "login-0-1", "module": null, "vlan": null, "options": null, "channel": null, "alias": [ "www" ] },
                             { "interface": "ipmi", "default": null, "network": "ipmi", "mac": null, "ip": "10.2.0.9", "name": "login-bmc", "vlan": 0, "channel": "ipmi", "alias": [] } ],
              "attr": [ { "name": "site.color", "value": "red" } ],
              "route": [ { "address": "10.8.0.0", "gateway": "", "subnet": "ipmi", "netmask": "255.255.0.0", "interface": "" } ] }
          ],
          "vm": [ { "name": "v1" } ]
        }
        """;

    private readonly Bench _stack = new(nodes: false);

    [Fact]
    public void A_site_comes_with_everything_that_has_a_place_here()
    {
        Import(Site);

        var host = _stack.Inventory.HostOf(HostName.Parse("login-0-1"))!;
        Assert.Equal(("login", "A12", "1", "sles", "prod", "test", "install console", "later", "the door"),
            (host.Appliance, host.Rack.ToString(), host.Rank.ToString(), host.Os, host.Environment, host.Box, host.InstallAction, host.OsAction, host.Comment));
        Assert.Equal(["new", "web"], host.Groups);
        Assert.Equal([("eth0", "10.1.9.1", "private", true, null), ("ipmi", "10.2.0.9", "ipmi", false, "login-bmc")],
            host.Interfaces.Select(nic => (nic.Name, nic.Address?.ToString(), nic.Network, nic.IsDefault, nic.HostName)));
        Assert.Equal(["www"], HostAliases.Of(_stack.Inventory, host.Name, "eth0"));
        var attributes = _stack.Inventory.AttributesOf(host);
        Assert.Equal(
            ("red", "here", "m", "- ipmi"),
            (attributes.Text("site.color"), attributes.Text("site.where"), attributes.Text("metadata"), attributes.Text("route.10.8.0.0.16")));
        Assert.True(_stack.Inventory.AttributesOn(AttributeOwner.Global).Find(AttributeName.Parse("rootpw"))!.Shadow);
        Assert.Equal("10.1.0.1", attributes.Text("route.10.9.0.0.16"));
        Assert.Equal("sda\t/\t0\txfs\t\t1", attributes.Text("storage.partitions"));
        Assert.Equal(
            (9000, "site", "10.1.0.1"),
            _stack.Inventory.Networks["private"] is var network ? (network.Mtu, network.Zone, network.Gateway.ToString()) : default);
        Assert.Equal(("backend", true), _stack.Inventory.Appliances["login"] is var login ? (login.Node, login.IsPublic) : default);
        Assert.True(_stack.Inventory.Carts["tools"].IsEnabledIn("default"));
    }

    [Fact]
    public void What_has_no_place_here_is_told_with_its_reason()
    {
        var rows = Import(Site).Where(row => row[2] == "left out").ToDictionary(row => $"{row[0]} {row[4]}", row => row[3]);

        Assert.Equal(
            [
                "access rule list*", "attribute hostname", "attribute node and 1 more", "boot action console", "boot action default", "host fe",
                "network cluster", "pallet CentOS 7", "repository epel", "virtual machine v1",
            ],
            rows.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("it is network private here (10.1.0.0/16), and interfaces on it go there", rows["network cluster"]);
    }

    [Fact]
    public void To_try_it_changes_nothing()
    {
        var before = _stack.Inventory;
        _stack.Files = _stack.Files.Add("site.json", Site);
        var output = _stack.Type("import stacki site.json dryrun=yes");
        Assert.Same(before, _stack.Inventory);
        Assert.Contains(output.Rows, row => row is ["host", "1", "comes", _, "login-0-1"]);
        Assert.Contains("nothing was changed: this is what would come without dryrun=yes", output.Messages);
    }

    [Fact]
    public void What_is_wrong_is_told_at_once_and_nothing_comes()
    {
        var before = _stack.Inventory;
        var wrong = Site.Replace("10.1.9.1", "10.77.9.1", StringComparison.Ordinal).Replace("\"A12\"", "\"no rack at all\"", StringComparison.Ordinal)
            .Replace("\"size\": 0", "\"size\": \"some\"", StringComparison.Ordinal);
        _stack.Files = _stack.Files.Add("site.json", wrong);
        var (end, output) = _stack.Try("import", "stacki", "site.json");
        Assert.Equal((1, "site.json has 2 faults; nothing was imported (partial=yes leaves out what cannot be)"), (end.Exit, end.Sentence));
        Assert.StartsWith("site.json: host login-0-1: rack \"no rack at all\" is neither", output.Faults[0], StringComparison.Ordinal);
        Assert.Same(before, _stack.Inventory);

        var rows = _stack.Type("import stacki site.json partial=yes").Rows;
        Assert.Contains(rows, row => row is ["host", "1", "left out", _, "login-0-1"]);
        Assert.NotNull(_stack.Inventory.Networks.GetValueOrDefault("ipmi"));
    }

    [Theory]
    [InlineData("\"ip\": \"10.1.9.1\"", "address 10.1.9.1 is already used by host a-0-0")]
    [InlineData("\"mac\": \"52:54:00:00:09:01\"", "hardware address 52:54:00:00:09:01 is already interface eth0 of host a-0-0")]
    public void What_two_cards_of_one_host_cannot_both_have_is_left_out_with_the_card(string second, string why)
    {
        _stack.Files = _stack.Files.Add(
            "site.json",
            "{\"host\":[{\"name\":\"a-0-0\",\"interface\":[{\"interface\":\"eth0\",\"mac\":\"52:54:00:00:09:01\",\"ip\":\"10.1.9.1\"},"
                + $"{{\"interface\":\"eth1\",{second}}},{{\"interface\":\"eth2\",\"ip\":\"10.1.9.2\"}}]}}]}}");
        var rows = _stack.Type("import stacki site.json partial=yes").Rows;
        Assert.Contains(rows, row => row is ["interface", "1", "left out", _, "eth1 of host a-0-0"] && row[3] == why);
        Assert.Equal(["eth0", "eth2"], _stack.Inventory.HostOf(HostName.Parse("a-0-0"))!.Interfaces.Select(nic => nic.Name));
    }

    [Theory]
    [InlineData("{", "site.json:1:2: this is not JSON")]
    [InlineData("[1]", "site.json is not what Stacki's \"stack dump\" writes: none of access, attr,")]
    [InlineData("{\"host\":[{\"name\":\"a-0-0\"},\n{\"name\":7 8}]}", "site.json:2:11: this is not JSON")]
    [InlineData("{\"host\":[{\"name\":\"a-0-0\"}]} x", "site.json:1:29: this is not JSON")]
    [InlineData("{\"host\":[{\"name\":\"a-0-0\",\"comment\":\"\\ud83d\"}]}", "site.json holds half a character, such as \\ud800 without its second half")]
    [InlineData("{\"host\":{\"name\":\"a-0-0\"}}", "site.json: section host: it is no list; nothing was imported")]
    [InlineData("{\"host\":[7,{\"name\":\"a-0-0\"},null]}", "site.json: section host: 2 of its 3 items are no objects; nothing was imported")]
    [InlineData("{\"hosts\":[]}", "site.json is a dump of our own: \"stack load site.json\" takes it")]
    public void What_is_no_dump_is_refused(string text, string sentence)
    {
        _stack.Files = _stack.Files.Add("site.json", text);
        Assert.StartsWith(sentence, _stack.Refused("import", "stacki", "site.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_alone_and_comments_are_read_as_Stacki_reads_them()
    {
        _stack.Files = _stack.Files.Add(
            "net.json", "{ \"version\": \"5\", // a remark\n \"network\": [ { \"name\": \"lab\", \"address\": \"10.5.0.0\", \"mask\": \"255.255.0.0\", "
                + "\"pxe\": \"True\" }, ], \"sky\": 1 }");
        var rows = _stack.Type("import stacki net.json").Rows;
        Assert.Contains(rows, row => row is ["section", "1", "left out", _, "sky"]);
        Assert.True(_stack.Inventory.Networks["lab"] is { Pxe: true, Subnet.Prefix: 16 });
    }

    [Fact]
    public void Hosts_are_found_in_whatever_order_and_form_they_stand()
    {
        var rows = Import("""
            { "host": [ { "name": "early-0-0" } ], "attr": [ { "name": "site.a", "value": "x" } ],
              "host": [ /* the last list counts */ { "name": "a-0-0", "interface": [ { "interface": "eth0", "mac": "52:54:00:00:09:01" }, ] }, // and this
                        { "name": "b-0-0", "attr": [ { "name": "host", "value": "[1]" } ] }, ],
              "environment": [ { "name": "prod" } ] }
            """);
        Assert.Contains(rows, row => row is ["host", "2", "comes", _, "a-0-0, b-0-0"]);
        Assert.Contains(rows, row => row is ["environment", "1", "comes", _, "prod"]);
        Assert.NotNull(_stack.Inventory.AttributesOn(AttributeOwner.Global).Find(AttributeName.Parse("site.a")));
    }

    [Fact]
    public void Two_hosts_may_have_changed_their_addresses_since_they_came()
    {
        const string Two = """
            { "network": [ { "name": "lab", "address": "10.5.0.0", "mask": "255.255.0.0" } ],
              "host": [ { "name": "a-0-0", "interface": [ { "interface": "eth0", "network": "lab", "ip": "10.5.0.1" } ] },
                        { "name": "b-0-0", "interface": [ { "interface": "eth0", "network": "lab", "ip": "10.5.0.2" } ] } ] }
            """;
        Import(Two);
        Import(Two.Replace("10.5.0.1", "x", StringComparison.Ordinal).Replace("10.5.0.2", "10.5.0.1", StringComparison.Ordinal)
            .Replace("\"x\"", "\"10.5.0.2\"", StringComparison.Ordinal));
        Assert.Equal("10.5.0.2", _stack.Inventory.HostOf(HostName.Parse("a-0-0"))!.Interfaces[0].Address.ToString());
    }

    [Fact]
    public void To_bring_it_again_changes_nothing_more()
    {
        Import(Site);
        var text = _stack.Type("dump").Messages.Single();
        Import(Site);
        Assert.Equal(text, _stack.Type("dump").Messages.Single());
    }

    [Fact]
    public void Of_values_of_one_name_the_last_comes_and_a_secret_for_one_is_one_for_all()
    {
        Import("""
            { "attr": [ { "name": "site/door", "value": "1" }, { "name": "site.door", "value": "2" }, { "name": "site.a", "value": "x" } ],
              "appliance": [ { "name": "backend", "attr": [ { "name": "site.door", "value": "3", "shadow": true } ] } ] }
            """);
        var (all, some) = (_stack.Inventory.AttributesOn(AttributeOwner.Global), _stack.Inventory.AttributesOn(new(AttributeScope.Appliance, "backend")));
        Assert.Equal(("2", true), all.Find(AttributeName.Parse("site.door")) is { } door ? (door.Text, door.Shadow) : default);
        Assert.Equal(("3", true), some.Find(AttributeName.Parse("site.door")) is { } own ? (own.Text, own.Shadow) : default);
        Assert.False(all.Find(AttributeName.Parse("site.a"))?.Shadow);
    }

    public void Dispose() => _stack.Dispose();

    private List<string[]> Import(string text)
    {
        _stack.Files = _stack.Files.SetItem("site.json", text);
        return _stack.Type("import stacki site.json").Rows;
    }
}
