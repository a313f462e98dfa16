using BootService.Commands.Tests.Support;
using BootService.Core.Attributes;
using BootService.Core.Hosts;

namespace BootService.Commands.Tests.Verbs;

/// <summary>Boxes, groups, networks and appliances: what is in use is not taken away, what is renamed or removed leaves nothing behind.</summary>
public sealed class SoftwareAndSiteVerbTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Theory]
    [InlineData("remove box default", "box default is built in and stays")]
    [InlineData("remove box tset", "unknown box \"tset\": did you mean \"test\"?")]
    [InlineData("remove box test", "host backend-0-0 is in box test: \"stack set host box backend-0-0 box=default\" first")]
    [InlineData("add box test", "box \"test\" already exists")]
    [InlineData("add box a/b", "box \"a/b\" must be a word")]
    [InlineData("list box nosuch", "unknown box \"nosuch\"")]
    [InlineData("set host box backend-0-1 box=nosuch", "unknown box \"nosuch\"; \"stack add box nosuch\" makes it")]
    [InlineData("add host backend-0-9 box=nosuch", "unknown box \"nosuch\"")]
    [InlineData("enable cart nosuch", "unknown cart \"nosuch\"")]
    [InlineData("disable cart nosuch", "unknown cart \"nosuch\"")]
    [InlineData("remove group web", "host backend-0-0 is in group \"web\": \"stack remove host group g:web group=web\" empties it")]
    [InlineData("remove group wbe", "unknown group \"wbe\": did you mean \"web\"?")]
    [InlineData("add host group backend-0-0 group=web", "host backend-0-0 is in group \"web\" already")]
    [InlineData("remove host group backend-0-1 group=web", "host backend-0-1 is not in group \"web\"")]
    [InlineData("remove network storage", "host backend-0-0 has an interface on network storage")]
    [InlineData("remove network strage", "unknown network \"strage\": did you mean \"storage\"?")]
    [InlineData("add network storage address=10.3.0.0/16", "network \"storage\" exists; \"stack set network\" changes it")]
    [InlineData("add network a/b address=10.3.0.0/16", "network \"a/b\" must be a word")]
    [InlineData("add network x address=10.3.0.0/16 zone=a_b", "\"a_b\" is not the name of a DNS zone")]
    [InlineData("add network x address=10.3.0.0/16 mtu=575", "the mtu of network x must be from 576 to 65535")]
    [InlineData("set network mtu storage mtu=70000", "the mtu of network storage must be from 576 to 65535")]
    [InlineData("set network address storage address=10.1.0.0/16", "network private already is 10.1.0.0/16")]
    [InlineData("set network gateway storage gateway=10.1.0.1", "gateway 10.1.0.1 is not a machine's address in network storage")]
    [InlineData("set network gateway storage gateway=10.9.255.255", "gateway 10.9.255.255 is not a machine's address in network storage")]
    [InlineData("set network storage first=10.9.0.1", "the pool of network storage needs both first= and last=")]
    [InlineData("set network storage first=10.9.0.9 last=10.9.0.1", "the pool 10.9.0.9 to 10.9.0.1 does not lie in network storage")]
    [InlineData("set network mask storage mask=255.255.255.0", "address 10.9.7.9 of host backend-0-0 would no longer be in network storage")]
    [InlineData("remove appliance login", "host login-0-0 is of appliance login")]
    [InlineData("remove appliance logn", "unknown appliance \"logn\": did you mean \"login\"?")]
    [InlineData("set appliance membership login membership=Backend", "membership \"Backend\" already names an appliance")]
    [InlineData("set appliance node login node=../x", "node \"../x\" must be a word")]
    [InlineData("add host backend-0-1", "host \"backend-0-1\" already exists")]
    [InlineData("set host appliance backend-0-1 appliance=lgin", "unknown appliance \"lgin\": did you mean \"login\"?")]
    [InlineData("set host name backend-0-1 name=login", "\"login\" names a group of hosts")]
    public void What_cannot_be_is_refused_and_changes_nothing(string line, string sentence)
    {
        string[] site =
        [
            "add box test", "set host box backend-0-0 box=test", "add group web", "add host group backend-0-0 group=web", "add appliance login node=backend",
            "add host login-0-0", "add network storage address=10.9.0.0/16", "add host interface backend-0-0 interface=eth1 ip=10.9.7.9",
        ];
        Array.ForEach(site, one => _stack.Type(one));
        var before = _stack.Inventory;
        Assert.StartsWith(sentence, _stack.Refused(line.Split(' ')), StringComparison.Ordinal);
        Assert.Same(before, _stack.Inventory);
    }

    [Fact]
    public void The_fields_of_a_network_are_set_one_by_one()
    {
        _stack.Type("add network storage address=10.9.0.0 mask=16");
        string[] lines =
        [
            "set network gateway storage gateway=10.9.0.1", "set network zone storage zone=storage.example", "set network mtu storage mtu=9000",
            "set network pxe storage pxe=yes", "set network mask storage mask=255.255.255.0",
        ];
        Array.ForEach(lines, line => _stack.Type(line));
        var network = _stack.Inventory.Networks["storage"];
        Assert.Equal(("10.9.0.0/24", "10.9.0.1", "storage.example"), (network.Subnet.ToString(), network.Gateway.ToString(), network.Zone));
        Assert.Equal((9000, true), (network.Mtu, network.Pxe));
        _stack.Do("set", "network", "gateway", "storage", "gateway=");
        _stack.Do("set", "network", "zone", "storage", "zone=");
        Assert.Equal((null, null), (_stack.Inventory.Networks["storage"].Gateway, _stack.Inventory.Networks["storage"].Zone));
    }

    [Fact]
    public void A_pattern_of_networks_changes_all_that_fit_or_none()
    {
        _stack.Type("add network lab-1 address=10.21.0.0/16");
        _stack.Type("add network lab-2 address=10.22.0.0/16");
        _stack.Type("set network mtu lab-% mtu=9000");
        Assert.Equal([9000, 9000, 1500], _stack.Inventory.Networks.Values.Select(network => network.Mtu));
        Assert.StartsWith(
            "gateway 10.21.0.1 is not a machine's address in network lab-2", _stack.Refused("set", "network", "gateway", "lab-*", "gateway=10.21.0.1"),
            StringComparison.Ordinal);
        Assert.Null(_stack.Inventory.Networks["lab-1"].Gateway);
    }

    [Fact]
    public void An_appliance_takes_its_attributes_along_when_it_goes()
    {
        _stack.Type("add appliance login node=backend");
        _stack.Type("set appliance attr login attr=site.a value=1");
        _stack.Type("add appliance route login address=10.9.0.0/16 gateway=10.1.0.1");
        _stack.Type("remove appliance login");
        Assert.False(_stack.Inventory.Knows(AttributeName.Parse("site.a")));
        _stack.Type("add appliance login node=backend");
        Assert.Empty(_stack.Type("list appliance attr login").Rows);
        Assert.Empty(_stack.Type("list appliance route login").Rows);
    }

    [Fact]
    public void A_host_takes_its_attributes_and_aliases_along_when_it_goes()
    {
        _stack.Type("set host attr backend-0-0 attr=site.a value=1");
        _stack.Type("add host alias backend-0-0 alias=www");
        _stack.Type("remove host backend-0-0");
        _stack.Type("add host backend-0-0 ip=10.1.255.254");
        Assert.Empty(_stack.Type("list host attr backend-0-0 attr=site.a").Rows);
        Assert.Empty(_stack.Type("list host alias backend-0-0").Rows);
    }

    [Fact]
    public void A_renamed_host_is_found_by_its_new_name_everywhere()
    {
        string[] lines =
        [
            "set host attr backend-0-0 attr=site.a value=1", "add host alias backend-0-0 alias=www", "add group web", "add host group backend-0-0 group=web",
            "add host route backend-0-0 address=10.9.0.0/16 gateway=10.1.0.1", "set host name backend-0-0 name=front",
        ];
        Array.ForEach(lines, line => _stack.Type(line));
        Assert.Equal(["front"], _stack.Type("list host g:web").Rows.Select(row => row[0]));
        Assert.Equal("1", _stack.Type("list host attr front attr=site.a").Rows.Single()[3]);
        Assert.Equal("www", _stack.Type("list host alias front").Rows.Single()[1]);
        Assert.Single(_stack.Type("list host route front").Rows);
        Assert.Null(_stack.Inventory.HostOf(HostName.Parse("backend-0-0")));
        Assert.Empty(_stack.Inventory.AttributesOn(AttributeOwner.Of(HostName.Parse("backend-0-0"))));
        Assert.Equal("front", _stack.Type("list host 10.1.255.254").Rows.Single()[0]);
    }

    [Theory]
    [InlineData("list network p*", "private")]
    [InlineData("list network PRIVATE", "private")]
    [InlineData("list appliance %end", "backend frontend")]
    [InlineData("list box d%", "default")]
    [InlineData("list os red*", "redhat")]
    public void Names_to_be_listed_may_be_patterns(string line, string names) =>
        Assert.Equal(names.Split(' '), _stack.Type(line).Rows.Select(row => row[0]).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("sync config")]
    [InlineData("create distribution")]
    [InlineData("sync dhcpd")]
    [InlineData("sync dns")]
    public void What_needed_doing_there_is_done_already_here(string line)
    {
        var before = _stack.Inventory;
        Assert.NotEmpty(_stack.Type(line).Messages);
        Assert.Same(before, _stack.Inventory);
    }

    [Fact]
    public void Discovery_says_what_it_makes_of_machines_and_is_switched_off_again()
    {
        Assert.StartsWith("\"appliance\" parameter is required", _stack.NotUnderstood("enable", "discovery"), StringComparison.Ordinal);
        Assert.Equal("unknown appliance \"bakcend\": did you mean \"backend\"?", _stack.Refused("enable", "discovery", "appliance=bakcend", "rack=0"));
        _stack.Type("enable discovery appliance=backend rack=3 rank=7 install=no");
        Assert.Contains("rack 3", _stack.Type("report discovery").Messages.Single(), StringComparison.Ordinal);
        _stack.Type("disable discovery");
        Assert.Equal(["nothing changed"], _stack.Type("disable discovery").Messages);
    }

    [Fact]
    public void A_trial_changes_nothing_and_says_what_it_would()
    {
        var before = _stack.Inventory;
        foreach (var line in (string[])["add network x address=10.3.0.0/16", "remove host backend-0-0", "add environment lab", "set host rack backend rack=7"])
        {
            var output = _stack.Type($"{line} dryrun=yes");
            Assert.NotEmpty(output.Rows);
            Assert.Contains("nothing was changed; without dryrun=yes:", output.Messages[^1], StringComparison.Ordinal);
        }

        Assert.Same(before, _stack.Inventory);
        Assert.StartsWith(
            "network \"private\" exists", _stack.Refused("add", "network", "private", "address=10.3.0.0/16", "dryrun=yes"), StringComparison.Ordinal);
    }
}
