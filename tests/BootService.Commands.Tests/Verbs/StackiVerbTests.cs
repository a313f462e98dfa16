using BootService.Commands.Tests.Support;
using BootService.Core.Hosts;

namespace BootService.Commands.Tests.Verbs;

/// <summary>Verbs that people who ran Stacki type daily.</summary>
public sealed class StackiVerbTests : IDisposable
{
    private readonly Bench _stack = new();

    [Fact]
    public void A_command_on_many_hosts_is_folded_when_asked()
    {
        var run = _stack.Do("run", "host", "backend-0-[0-1]", "command=uptime", "fold=yes", "threads=4").Run!;
        Assert.Equal(("uptime", true, 4, null), (run.Command, run.Fold, run.Threads, run.Copy));
        Assert.Equal([("backend-0-0", "10.1.255.254"), ("backend-0-1", "10.1.255.253")], run.Hosts.Select(host => (host.Host, host.Address.ToString())));
        Assert.True(_stack.Running!.Shape!.KeepOwner, "which hosts printed it is all that a folded line has to say beside it");
        Assert.False(_stack.Do("run", "host", "backend", "uptime").Run!.Fold);
    }

    [Theory]
    [InlineData("copy host backend-0-0 /etc/motd /root/motd", "/etc/motd", "/root/motd")]
    [InlineData("copy host backend-0-0 /etc/motd", "/etc/motd", "/etc/motd")]
    [InlineData("copy host backend-0-0 file=/etc/motd dest=/tmp", "/etc/motd", "/tmp")]
    public void A_file_is_copied_to_hosts(string line, string file, string destination)
    {
        var run = _stack.Type(line).Run!;
        Assert.Equal((file, destination), run.Copy);
        Assert.Equal(["backend-0-0"], run.Hosts.Select(host => host.Host));
    }

    [Fact]
    public void A_command_is_run_here_once_for_each_host()
    {
        var run = _stack.Do("iterate", "host", "backend-0-[0-2]", "command=scp f %:/tmp").Run!;
        Assert.Equal(("scp f %:/tmp", true, 1, 3), (run.Command, run.IsLocal, run.Threads, run.Hosts.Length));
        Assert.Equal(5, _stack.Do("iterate", "host", "command=true").Run!.Hosts.Length);
        _stack.Do("add", "appliance", "login");
        Assert.StartsWith("no host matches \"login\"", _stack.Refused("iterate", "host", "login", "command=true"), StringComparison.Ordinal);
    }

    [Fact]
    public void Cards_that_came_up_in_the_other_order_are_exchanged()
    {
        _stack.Type("add host interface backend-0-0 interface=eth1 mac=52:54:00:00:02:00");
        _stack.Type("swap host interface backend-0-0 interface=eth0,eth1");
        Assert.Equal(["52:54:00:00:02:00", "52:54:00:00:01:00"], Host("backend-0-0").Interfaces.Select(nic => nic.Mac.ToString()!));
        Assert.Equal("10.1.255.254", Host("backend-0-0").Interfaces[0].Address.ToString());
        Assert.StartsWith(
            "host backend-0-1 has no interface \"eth1\"", _stack.Refused("swap", "host", "interface", "backend-0-1", "interface=eth0,eth1"),
            StringComparison.Ordinal);
        _stack.NotUnderstood("swap", "host", "interface", "backend-0-0", "interface=eth0");
    }

    [Fact]
    public void What_hosts_are_of_is_listed_and_counted()
    {
        _stack.Type("set host os backend-0-0 os=sles");
        _stack.Type("set host environment backend-0-1 environment=lab");
        _stack.Type("set environment attr prod attr=a value=1");
        Assert.Equal([["redhat", "4"], ["sles", "1"]], _stack.Type("list os").Rows);
        Assert.Equal([["lab", "1"], ["prod", "0"]], _stack.Type("list environment").Rows);
        var hashes = _stack.Type("list host hash").Rows;
        Assert.Equal(5, hashes.Count);
        Assert.Equal(["backend-0-0", hashes[0][1]], _stack.Type("list host hash backend-0-0").Rows.Single());
    }

    [Fact]
    public void Attributes_that_hosts_share_are_told_from_those_that_differ()
    {
        _stack.Type("set attr attr=site.same value=1");
        _stack.Type("set host attr backend-0-0 attr=site.own value=2");
        string[] Shown(string words) => [.. _stack.Type($"list host attr backend-0-[0-1] attr=site.* {words}").Rows.Select(row => row[2]).Distinct()];
        Assert.Equal(["site.same"], Shown("display=common"));
        Assert.Equal(["site.own"], Shown("display=distinct"));
        Assert.Equal(["site.own", "site.same"], Shown("display=all").Order(StringComparer.Ordinal));
        _stack.Type("set attr attr=site.secret value=x shadow=yes");
        Assert.Contains("site.secret", Shown("shadow=true"));
        Assert.DoesNotContain("site.secret", Shown("shadow=0"));
    }

    [Fact]
    public void The_fields_of_an_interface_are_set_one_by_one()
    {
        _stack.Type("set host interface vlan backend-0-0 interface=eth0 vlan=7");
        _stack.Type("set host interface options backend-0-[0-1] network=private options=onboot=no");
        _stack.Type("set host interface module backend-0-0 interface=10.1.255.254 module=e1000");
        Assert.Equal((7, "onboot=no", "e1000"), Host("backend-0-0").Interfaces[0] is var nic ? (nic.Vlan, nic.Options, nic.Module) : default);
        _stack.Type("set host interface backend-0-0 interface=eth0 vlan=0 options=NULL module=");
        Assert.Equal((null, null, null), Host("backend-0-0").Interfaces[0] is var bare ? (bare.Vlan, bare.Options, bare.Module) : default);
        Assert.Equal("vlan \"4095\" is not a number from 1 to 4094", _stack.Refused("set", "host", "interface", "backend-0-0", "interface=eth0", "vlan=4095"));
        _stack.Type("add host interface backend-0-0 interface=eth0.9 vlan=9 ip=10.1.9.9 options=onboot=no");
        Assert.Equal((9, "onboot=no"), Host("backend-0-0").Interfaces[1] is var tagged ? (tagged.Vlan, tagged.Options) : default);
    }

    [Fact]
    public void Bonds_and_bridges_are_listed_and_taken_apart()
    {
        _stack.Type("add host interface backend-0-0 interface=eth1 mac=52:54:00:00:02:00");
        _stack.Type("add host alias backend-0-0 alias=www");
        _stack.Do("add", "host", "bonded", "backend-0-0", "channel=bond0", "interfaces=eth0,eth1", "options=mode=active-backup");
        _stack.Type("add host bridge backend-0-1 name=br0 interface=eth0");
        Assert.Equal(["backend-0-0", "bond0", "eth0 eth1", "10.1.255.254", "private", "mode=active-backup"], _stack.Type("list host bonded").Rows.Single());
        Assert.Equal(["backend-0-1", "br0", "eth0", "10.1.255.253", "private", "bridge"], _stack.Type("list host bridge").Rows.Single());

        _stack.Type("remove host bonded backend-0-0 channel=bond0");
        Assert.Equal(
            [("eth0", "10.1.255.254", true, null), ("eth1", null, false, (string?)null)],
            Host("backend-0-0").Interfaces.Select(nic => (nic.Name, nic.Address?.ToString(), nic.IsDefault, nic.Channel)));
        _stack.Type("remove host bridge backend-0-1 name=br0");
        Assert.Equal(["eth0"], Host("backend-0-1").Interfaces.Select(nic => nic.Name));
        Assert.StartsWith(
            "host backend-0-1 has no bond or bridge \"br0\"", _stack.Refused("remove", "host", "bridge", "backend-0-1", "name=br0"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_is_renamed_with_the_interfaces_on_it()
    {
        _stack.Type("add network storage address=10.2.0.0/16");
        _stack.Type("add host interface backend-0-0 interface=eth1 ip=10.2.0.9");
        _stack.Type("set network name storage name=ceph");
        Assert.Equal("ceph", Host("backend-0-0").Interfaces[1].Network);
        Assert.Equal(["ceph", "private"], _stack.Inventory.Networks.Keys);
        Assert.StartsWith("network \"private\" exists", _stack.Refused("set", "network", "name", "ceph", "name=private"), StringComparison.Ordinal);
        Assert.StartsWith("network private is the one", _stack.Refused("set", "network", "name", "private", "name=x"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_DHCP_says_is_written_as_its_files_would_say_it()
    {
        _stack.Type("set network private gateway=10.1.0.1 first=10.1.2.1 last=10.1.2.9");
        _stack.Do("set", "attr", "attr=Kickstart_PrivateDNSServers", "value=10.1.0.2, 10.1.0.3");
        var text = _stack.Type("report dhcpd").Messages.Single();
        Assert.Contains(
            "subnet 10.1.0.0 netmask 255.255.0.0 {\n\toption routers 10.1.0.1;\n\toption domain-name \"cluster.example\";\n\toption broadcast-address "
                + "10.1.255.255;\n\trange 10.1.2.1 10.1.2.9;\n}\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "host backend-0-0.eth0 {\n\thardware ethernet 52:54:00:00:01:00;\n\toption host-name \"backend-0-0\";\n\tfixed-address 10.1.255.254;\n}", text,
            StringComparison.Ordinal);
        Assert.Equal("search cluster.example\nnameserver 10.1.0.2\nnameserver 10.1.0.3", _stack.Type("report host resolv backend-0-0").Messages.Single());
        Assert.Equal(_stack.Type("report resolv").Messages, _stack.Type("report resolv backend-0-1").Messages);
    }

    public void Dispose() => _stack.Dispose();

    private Host Host(string name) => _stack.Inventory.HostOf(HostName.Parse(name))!;
}
