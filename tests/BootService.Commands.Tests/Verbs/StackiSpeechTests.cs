using BootService.Commands.Tests.Support;
using BootService.Core.Hosts;

namespace BootService.Commands.Tests.Verbs;

/// <summary>Command lines as scripts of people who ran Stacki have them.</summary>
public sealed class StackiSpeechTests : IDisposable
{
    private readonly Bench _stack = new();

    private Host Node => _stack.Inventory.HostOf(HostName.Parse("backend-0-0"))!;

    private HostInterface Eth(int number) => Node.Interfaces.Single(nic => nic.Name == $"eth{number}");

    [Theory]
    [InlineData("set network mask private", "mask")]
    [InlineData("set network pxe private", "pxe")]
    [InlineData("set host interface vlan backend-0-0 interface=eth0", "vlan")]
    [InlineData("set host interface ip backend-0-0 interface=eth0", "ip")]
    [InlineData("set bootaction args memtest", "args")]
    public void A_verb_that_names_a_field_needs_it(string line, string field) =>
        Assert.StartsWith($"\"{field}\" parameter is required", _stack.NotUnderstood(line.Split(' ')), StringComparison.Ordinal);

    [Fact]
    public void What_names_an_interface_must_agree_and_is_never_changed_beside()
    {
        _stack.Type("add network storage address=10.2.0.0 mask=255.255.0.0");
        _stack.Type("add host interface backend-0-0 interface=eth1 mac=52:54:00:00:09:01");

        Assert.StartsWith(
            "interface eth1 of host backend-0-0 is on no network, and not on \"storage\"",
            _stack.Refused("set", "host", "interface", "options", "backend-0-0", "interface=eth1", "network=storage", "options=x"), StringComparison.Ordinal);
        Assert.Equal("interface eth1 of host backend-0-0 has the hardware address 52:54:00:00:09:01, and not 52:54:00:00:01:00",
            _stack.Refused("set", "host", "interface", "vlan", "backend-0-0", "interface=eth1", "mac=52:54:00:00:01:00", "vlan=7"));
        _stack.Type("set host interface options backend-0-0 interface=ETH0 network=Private mac=52:54:00:00:01:00 options=noreport");
        Assert.Equal(("noreport", "private"), (Eth(0).Options, Eth(0).Network));
        _stack.Type("set host interface network backend-0-0 interface=eth1 network=STORAGE");
        Assert.Equal("storage", Eth(1).Network);
        _stack.Type("set host interface ip backend-0-0 network=storage ip=10.2.0.7");
        _stack.Type("set host interface default backend-0-0 interface=eth1");
        Assert.Equal((true, false), (Eth(1).IsDefault, Eth(0).IsDefault));
    }

    [Fact]
    public void The_default_interface_may_wait_for_its_address()
    {
        _stack.Type("add host interface backend-0-0 interface=eth1 mac=52:54:00:00:09:01");
        _stack.Type("set host interface default backend-0-0 interface=eth1 default=true");
        Assert.Equal((true, false), (Eth(1).IsDefault, Eth(0).IsDefault));
        Assert.Equal("eth0", Node.Primary!.Name);
        _stack.Type("set host interface ip backend-0-0 interface=eth1 ip=10.1.200.1");
        Assert.Equal("eth1", Node.Primary!.Name);
    }

    [Fact]
    public void A_card_without_a_name_gets_the_next_one()
    {
        _stack.Type("add host interface backend-0-0 mac=52:54:00:00:09:01");
        _stack.Type("add host interface backend-0-0 mac=52:54:00:00:09:02 network=private");
        Assert.Equal(["eth0", "eth1", "eth2"], Node.Interfaces.Select(nic => nic.Name));
        Assert.Contains(
            "\"mac\" for the next device", _stack.NotUnderstood("add", "host", "interface", "backend-0-0", "network=private"), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_networks_and_patterns_of_names_are_taken()
    {
        _stack.Type("add network storage address=10.2.0.0 mask=255.255.0.0");
        _stack.Type("add network storage2 address=10.3.0.0 mask=255.255.0.0");
        _stack.Type("set network mtu storage storage2 mtu=9000");
        Assert.Equal(["9000", "9000"], _stack.Type("list network stor%").Rows.Select(row => row[4]));
        _stack.Type("set network zone stor* zone=site");
        Assert.Equal(["site", "site"], _stack.Type("list network storage storage2 pxe=no").Rows.Select(row => row[5]));
        Assert.Equal("no network fits \"x*\"", _stack.Refused("list", "network", "x*"));
        _stack.Type("set host environment backend-0-0 environment=lab");
        Assert.Equal("lab", Assert.Single(_stack.Type("list environment lab").Rows)[0]);
        Assert.StartsWith("unknown environment \"lap\"", _stack.Refused("list", "environment", "lap"), StringComparison.Ordinal);
        Assert.Equal("redhat", Assert.Single(_stack.Type("list os %hat").Rows)[0]);
        _stack.Type("set appliance attr % attr=site.a value=1");
        Assert.Equal(["backend", "frontend"], _stack.Type("list appliance attr").Rows.Select(row => row[0]).Order());
        Assert.Equal(2, _stack.Type("list appliance *end").Rows.Count);
    }

    [Fact]
    public void An_appliance_may_have_capitals_and_underscores_and_its_hosts_have_not()
    {
        _stack.Type("add appliance Data_Node");
        _stack.Type("add host data-node-3-4");
        var host = _stack.Inventory.HostOf(HostName.Parse("data-node-3-4"))!;
        Assert.Equal(("Data_Node", "3", "4"), (host.Appliance, host.Rack.ToString(), host.Rank.ToString()));
        Assert.Equal("data-node-3-4", Assert.Single(_stack.Type("list host a:Data_Node").Rows)[0]);
    }

    [Fact]
    public void Programs_find_the_columns_that_Stacki_5_had()
    {
        Assert.Equal(["osaction"], _stack.Type("list host backend-0-0").Shape!.More);
        Assert.Equal(["os"], _stack.Running!.More[0]);
        Assert.Equal(["bootaction"], _stack.Type("list bootaction type=os").Shape!.More);
        Assert.Equal("memtest", _stack.Running!.More[0][0]);
        _stack.Type("add host attr backend-0-0 attr=site.a value=1");
        _stack.Type("add host attr backend-0-0 attr=site.b value=1 shadow=yes");
        Assert.Equal(["var", "shadow"], _stack.Type("list host attr backend-0-0 attr=site.").More.Select(cells => cells[0]));
        Assert.Equal(["site.b"], _stack.Type("list host attr backend-0-0 attr=site. var=no").Rows.Select(row => row[2]));
        Assert.Equal("const", _stack.Type("list host attr backend-0-0 attr=hostname").More[0][0]);
        Assert.Empty(_stack.Type("list attr attr=Kickstart_* const=false").Rows);
        _stack.Type("add host firewall backend-0-0 service=22 chain=INPUT action=ACCEPT protocol=tcp rulename=ssh");
        Assert.Equal(["type", "host"], _stack.Type("list host firewall backend-0-0").Shape!.More);
        Assert.Equal(["var", "backend-0-0"], _stack.Running!.More[0]);
        _stack.Type("add firewall service=80 chain=INPUT action=ACCEPT protocol=tcp rulename=web");
        _stack.Type("add environment firewall lab service=443 chain=INPUT action=ACCEPT protocol=tcp rulename=tls");
        Assert.Equal(["ssh H", "web G"], _stack.Type("list host firewall backend-0-0").Rows.Select(row => $"{row[1]} {row[^1]}"));
    }

    [Fact]
    public void Boot_actions_are_understood_by_Stacki_5s_names()
    {
        _stack.Type("set host bootaction backend-0-0 type=os action=hplocalboot");
        _stack.Type("add host backend-7-7 osaction=localboot installaction=default");
        Assert.Equal("os.hplocalboot", Node.OsAction);
        Assert.Equal("os.localboot", _stack.Inventory.HostOf(HostName.Parse("backend-7-7"))!.OsAction);
        Assert.Equal("action \"memtest\" is of type os, not install", _stack.Refused("remove", "bootaction", "memtest", "type=install"));
    }

    [Fact]
    public void Lists_are_cut_down_and_turned_as_asked()
    {
        Assert.Equal("backend-0-4", _stack.Type("list host order=desc").Rows[0][0]);
        Assert.Equal(["255.255.0.0", "", "cluster.example"], _stack.Type("list host interface backend-0-0 expanded=true").Rows[0][^4..^1]);
        _stack.Type("add host alias backend-0-0 alias=web interface=eth0");
        Assert.Empty(_stack.Type("list host interface alias backend-0-0 interface=eth7").Rows);
        _stack.Type("add group blue");
        _stack.Type("add host group backend-0-2 group=blue");
        Assert.Equal("backend-0-2", Assert.Single(_stack.Type("list host group group=blue").Rows)[0]);
    }

    [Fact]
    public void A_host_answers_to_the_names_of_its_interfaces_and_aliases()
    {
        _stack.Type("set host interface name backend-0-3 interface=eth0 name=web");
        _stack.Type("add host alias backend-0-4 alias=www interface=eth0");
        Assert.Equal(["backend-0-3", "backend-0-4"], _stack.Type("list host web.cluster.example www").Rows.Select(row => row[0]));
        Assert.Contains("cannot resolve host \"web.elsewhere\"", _stack.Refused("list", "host", "web.elsewhere"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bridge_is_put_over_what_a_network_names_and_is_on_that_network()
    {
        _stack.Type("add host interface backend-0-0 interface=eth1 mac=52:54:00:00:09:01");
        _stack.Type("add network storage address=10.2.0.0 mask=255.255.0.0");
        _stack.Type("set host interface network backend-0-0 interface=eth1 network=storage");
        _stack.Type("add host bridge backend-0-0 name=br0 network=storage");
        Assert.Equal(("storage", "br0"), (Node.Interfaces.Single(nic => nic.Name == "br0").Network, Eth(1).Channel));
    }

    [Fact]
    public void A_yes_or_no_that_is_left_empty_was_not_said()
    {
        _stack.Do("add", "host", "interface", "backend-0-0", "interface=eth1", "mac=52:54:00:00:09:01", "default=", "vlan=", "name=");
        Assert.False(Eth(1).IsDefault);
    }

    [Fact]
    public void What_all_hosts_have_is_listed_once()
    {
        _stack.Type("set host attr backend attr=site.a value=1");
        _stack.Type("set host attr backend-0-1 attr=site.b value=1");
        Assert.Equal(["_common_ site.a"], _stack.Type("list host attr backend attr=site. display=common").Rows.Select(row => $"{row[0]} {row[2]}"));
        Assert.Equal(["backend-0-1 site.b"], _stack.Type("list host attr backend attr=site. display=distinct").Rows.Select(row => $"{row[0]} {row[2]}"));
    }

    [Fact]
    public void A_row_of_global_with_an_environment_is_the_environments_and_the_hosts_of_the_file_are_put_there()
    {
        _stack.Files = _stack.Files.Add("a.csv", "target,environment,site.a,site.b\nglobal,lab,1,\nbackend-0-0,,,2\nbackend-0-1,other,,3\n");
        _stack.Type("load attrfile file=a.csv");
        Assert.Equal("1", Assert.Single(_stack.Type("list environment attr lab").Rows)[3]);
        Assert.Empty(_stack.Type("list attr attr=site.a").Rows);
        Assert.Equal(["lab", "other", ""], _stack.Type("list host backend-0-0 backend-0-1 backend-0-2").Rows.Select(row => row[6]));
    }

    [Fact]
    public void A_box_that_is_not_there_is_told_whatever_the_pallet() =>
        Assert.StartsWith("unknown box \"tset\"", _stack.Refused("disable", "pallet", "x", "box=tset"), StringComparison.Ordinal);

    [Fact]
    public void A_dump_of_Stackis_is_loaded_as_Stacki_loaded_it()
    {
        _stack.Files = _stack.Files.Add(
            "site.json", """{ "version": "05", "network": [ { "name": "storage", "address": "10.2.0.0", "mask": "255.255.0.0", "pxe": false } ] }""");
        Assert.StartsWith(
            "site.json is what Stacki's \"stack dump\" writes: \"stack import stacki site.json\" brings it over", _stack.Refused("load", "site.json"),
            StringComparison.Ordinal);
        _stack.Type("load document=site.json exec=True");
        Assert.True(_stack.Inventory.Networks.ContainsKey("storage"));
    }

    public void Dispose() => _stack.Dispose();
}
