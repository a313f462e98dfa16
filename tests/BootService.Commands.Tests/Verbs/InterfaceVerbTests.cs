using System.Collections.Immutable;
using BootService.Commands.Tests.Support;
using BootService.Core.Hosts;

namespace BootService.Commands.Tests.Verbs;

/// <summary>Interfaces: how one is named, what of it is changed, of how many hosts at once, and what is left alone.</summary>
public sealed class InterfaceVerbTests : IDisposable
{
    private readonly Bench _stack = new();

    public InterfaceVerbTests()
    {
        _stack.Type("add network storage address=10.9.0.0 mask=255.255.0.0");
        _stack.Type("add host interface backend-0-0 interface=eth1 mac=52:54:00:00:02:00 ip=10.9.0.9");
    }

    public void Dispose() => _stack.Dispose();

    [Theory]
    [InlineData("interface=eth1")]
    [InlineData("interface=ETH1")]
    [InlineData("interface=10.9.0.9")]
    [InlineData("interface=52-54-00-00-02-00")]
    [InlineData("mac=5254.0000.0200")]
    [InlineData("network=storage")]
    [InlineData("network=STORAGE")]
    [InlineData("interface=eth1 mac=52:54:00:00:02:00 network=storage")]
    public void An_interface_is_named_by_whatever_it_has(string how)
    {
        _stack.Type($"set host interface options backend-0-0 {how} options=onboot=no");
        Assert.Equal([null, "onboot=no"], Nics("backend-0-0").Select(nic => nic.Options));
        _stack.Type($"remove host interface backend-0-0 {how}");
        Assert.Equal(["eth0"], Nics("backend-0-0").Select(nic => nic.Name));
    }

    [Theory]
    [InlineData("interface=eth0 network=storage", "interface eth0 of host backend-0-0 is on network private, and not on \"storage\"")]
    [InlineData(
        "interface=eth1 mac=52:54:00:00:01:00", "interface eth1 of host backend-0-0 has the hardware address 52:54:00:00:02:00, and not 52:54:00:00:01:00")]
    [InlineData("interface=eth9", "host backend-0-0 has no interface \"eth9\"")]
    [InlineData("mac=52:54:00:00:09:09", "host backend-0-0 has no interface with the hardware address 52:54:00:00:09:09")]
    [InlineData("network=strage", "host backend-0-0 has no interface on network \"strage\": did you mean \"storage\"?")]
    public void What_names_it_must_agree(string how, string sentence)
    {
        Assert.StartsWith(
            sentence, _stack.Refused([.. $"set host interface options backend-0-0 {how} options=dhcp".Split(' ')]), StringComparison.Ordinal);
        Assert.StartsWith(sentence, _stack.Refused([.. $"remove host interface backend-0-0 {how}".Split(' ')]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_with_two_of_its_interfaces_names_none()
    {
        _stack.Type("add host interface backend-0-0 interface=eth2 ip=10.9.0.10");
        Assert.Equal(
            "host backend-0-0 has 2 interfaces on network storage: name one by interface=eth1",
            _stack.Refused("set", "host", "interface", "options", "backend-0-0", "network=storage", "options=dhcp"));
    }

    [Theory]
    [InlineData("set host interface backend-0-0 options=dhcp")]
    [InlineData("set host interface network backend-0-0 network=storage")]
    [InlineData("set host interface mac backend-0-0 mac=52:54:00:00:09:09")]
    [InlineData("remove host interface backend-0-0")]
    public void Something_must_name_it(string line) =>
        Assert.StartsWith("\"interface\" parameter is required", _stack.NotUnderstood(line.Split(' ')), StringComparison.Ordinal);

    [Fact]
    public void A_device_gets_another_name_and_what_is_on_it_stays()
    {
        _stack.Type("set host interface interface backend-0-0 mac=52:54:00:00:02:00 interface=ens7");
        var renamed = Nics("backend-0-0").Single(nic => nic.Name == "ens7");
        Assert.Equal(("52:54:00:00:02:00", "10.9.0.9", "storage"), (renamed.Mac.ToString(), renamed.Address.ToString(), renamed.Network));
        string[] line = ["set", "host", "interface", "interface", "backend-0-0", "mac=52:54:00:00:02:00"];
        Assert.Contains("eth0", _stack.Refused([.. line, "interface=eth0"]), StringComparison.Ordinal);
        Assert.StartsWith("\"a/b\" is not the name of an interface", _stack.Refused([.. line, "interface=a/b"]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_on_a_device_that_gets_another_name_and_routes_by_it_go_along()
    {
        _stack.Type("add host interface backend-0-0 interface=eth1.7 channel=eth1 vlan=7");
        _stack.Type("add host route backend-0-0 address=10.20.0.0/16 gateway=10.9.0.1 interface=eth1");
        _stack.Type("add host route backend-0-0 address=10.21.0.0/16 gateway=10.1.0.1");
        _stack.Type("set host interface interface backend-0-0 network=storage interface=ens7");
        Assert.Equal([("ens7", null), ("eth0", null), ("eth1.7", "ens7")], Nics("backend-0-0").Select(nic => (nic.Name, nic.Channel)));
        Assert.Equal(["ens7", ""], _stack.Type("list host route backend-0-0").Rows.Select(row => row[5]));
    }

    [Theory]
    [InlineData("ip=10.1.9.9", "address")]
    [InlineData("mac=52:54:00:00:09:09", "hardware address")]
    [InlineData("name=other", "name")]
    public void What_only_one_host_can_have_is_not_given_to_two(string field, string what) => Assert.Equal(
        $"\"backend-0-0 backend-0-1\" names 2 hosts, and one {what} is of one host",
        _stack.Refused("set", "host", "interface", "backend-0-0", "backend-0-1", "interface=eth0", field));

    [Fact]
    public void The_same_field_of_many_hosts_is_changed_in_one_commit_or_in_none()
    {
        var before = _stack.Appliance.Commits;
        _stack.Type("set host interface module backend interface=eth0 module=virtio_net");
        Assert.Equal(before + 1, _stack.Appliance.Commits);
        Assert.All(Enumerable.Range(0, 5), rank => Assert.Equal("virtio_net", Nics($"backend-0-{rank}")[0].Module));
        Assert.StartsWith(
            "host backend-0-1 has no interface \"eth1\"", _stack.Refused("set", "host", "interface", "module", "backend", "interface=eth1", "module=x"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Each_of_several_hosts_gets_the_next_free_address()
    {
        _stack.Type("set network private first=10.1.255.200 last=10.1.255.240");
        _stack.Type("set host interface ip backend-0-[1-3] interface=eth0 ip=auto");
        var addresses = Enumerable.Range(1, 3).Select(rank => Nics($"backend-0-{rank}")[0].Address!.Value).ToArray();
        Assert.Equal(3, addresses.Distinct().Count());
        Assert.All(addresses, address => Assert.True(address.Value < 0x0A01FFC8 || address.Value > 0x0A01FFF0, $"{address} is of the pool"));
    }

    [Fact]
    public void More_than_ten_hosts_are_counted_before_they_lose_their_addresses()
    {
        _stack.Type("add host backend-7-[0-11] ip=10.1.7.1+");
        const string Line = "remove host interface backend-7-[0-11] interface=eth0";
        Assert.Equal("this takes addresses from 12 hosts: add confirm=12 if that is what you want", _stack.Refused(Line.Split(' ')));
        Assert.Equal("confirm=11, but this takes addresses from 12 hosts; nothing was changed", _stack.Refused([.. Line.Split(' '), "confirm=11"]));
        _stack.Type($"{Line} confirm=12");
        Assert.Empty(Nics("backend-7-0"));
    }

    [Fact]
    public void An_interface_that_goes_leaves_the_default_to_another_with_an_address()
    {
        Assert.True(Nics("backend-0-0")[0].IsDefault);
        _stack.Type("remove host interface backend-0-0 interface=eth0");
        Assert.Equal(("eth1", true), (Nics("backend-0-0")[0].Name, Nics("backend-0-0")[0].IsDefault));
        _stack.Type("remove host interface backend-0-0 all=yes");
        Assert.Empty(Nics("backend-0-0"));
        Assert.StartsWith(
            "\"all\" parameter leaves nothing to be named", _stack.NotUnderstood("remove", "host", "interface", "backend-0-0", "all=yes", "interface=eth0"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vlan=0", null)]
    [InlineData("vlan=7", 7)]
    [InlineData("vlan=4094", 4094)]
    public void The_number_of_a_VLAN_is_kept(string field, int? vlan)
    {
        _stack.Type($"set host interface vlan backend-0-0 interface=eth1 {field}");
        Assert.Equal(vlan, Nics("backend-0-0")[1].Vlan);
    }

    [Theory]
    [InlineData("add host interface backend-0-0 interface=eth3 vlan=4095", "vlan \"4095\" is not a number from 1 to 4094")]
    [InlineData("add host interface backend-0-0 interface=eth3 vlan=x", "vlan \"x\" is not a number from 1 to 4094")]
    [InlineData("add host interface backend-0-0 interface=eth3 network=strage", "unknown network \"strage\": did you mean \"storage\"?")]
    [InlineData("add host interface backend-0-0 interface=eth3 ip=10.9.255.255", "address 10.9.255.255 cannot be given to a machine")]
    [InlineData("add host interface backend-0-0 interface=eth3 ip=224.0.0.1", "address 224.0.0.1 cannot be given to a machine")]
    [InlineData("add host interface backend-0-0 interface=eth3 mac=01:00:5e:00:00:01", "01:00:5e:00:00:01 is no hardware address of one machine")]
    [InlineData("add host interface backend-0-0 interface=eth3 mac=52:54:00:00:02:00", "hardware address 52:54:00:00:02:00 is already interface eth1")]
    [InlineData("add host interface backend-0-9 interface=eth0", "cannot resolve host \"backend-0-9\"")]
    [InlineData("set host interface ip backend-0-1 interface=eth0 ip=10.1.255.254", "address 10.1.255.254 is already used by host backend-0-0")]
    [InlineData(
        "set host interface ip backend-0-1 interface=eth0 ip=192.168.7.9", "address 192.168.7.9 of backend-0-1 is not in network private (10.1.0.0/16)")]
    [InlineData("set host interface network backend-0-1 interface=eth0 network=storage", "address 10.1.255.253 of backend-0-1 is not in network storage")]
    public void An_interface_that_cannot_be_is_refused(string line, string sentence) =>
        Assert.StartsWith(sentence, _stack.Refused(line.Split(' ')), StringComparison.Ordinal);

    [Theory]
    [InlineData("add host interface backend-0-0")]
    [InlineData("add host interface backend-0-0 interface=averyverylongname0")]
    [InlineData("add host interface backend-0-0 interface=NULL ip=10.1.0.7")]
    [InlineData("add host interface backend-0-0 interface=eth3 ip=10.1.0.999")]
    [InlineData("add host interface backend-0-0 interface=eth3 mac=52:54")]
    [InlineData("add host interface backend-0-0 interface=eth3 default=maybe")]
    public void What_is_no_interface_is_not_understood(string line) => _stack.NotUnderstood(line.Split(' '));

    [Fact]
    public void Two_interfaces_of_a_host_exchange_their_cards()
    {
        _stack.Type("set host interface module backend-0-0 interface=eth0 module=e1000");
        _stack.Type("swap host interface backend-0-0 interfaces=eth0,eth1");
        Assert.Equal(["52:54:00:00:02:00", "52:54:00:00:01:00"], Nics("backend-0-0").Select(nic => nic.Mac.ToString()!));
        Assert.Equal([null, "e1000"], Nics("backend-0-0").Select(nic => nic.Module));
        Assert.StartsWith("\"interfaces\" parameter is required", _stack.NotUnderstood("swap", "host", "interface", "backend-0-0"), StringComparison.Ordinal);
        Assert.Equal(["10.1.255.254", "10.9.0.9"], Nics("backend-0-0").Select(nic => nic.Address.ToString()!));
    }

    [Fact]
    public void An_address_goes_alone_and_a_network_not_before_it()
    {
        Assert.StartsWith(
            "interface eth1 of host backend-0-0 has address 10.9.0.9, which is in network storage: take the address away too, with ip=NULL",
            _stack.Refused("set", "host", "interface", "network", "backend-0-0", "interface=eth1", "network=NULL"), StringComparison.Ordinal);
        _stack.Type("set host interface ip backend-0-0 interface=eth1 ip=NULL");
        Assert.Equal((null, "storage"), (Nics("backend-0-0")[1].Address, Nics("backend-0-0")[1].Network));
        _stack.Type("set host interface backend-0-0 interface=eth1 network=NULL");
        Assert.Null(Nics("backend-0-0")[1].Network);
    }

    private ImmutableArray<HostInterface> Nics(string host) => _stack.Inventory.HostOf(HostName.Parse(host))!.Interfaces;
}
