using BootService.Commands.Tests.Support;
using BootService.Core.Hosts;
using BootService.Core.Networks;

namespace BootService.Commands.Tests.Verbs;

public sealed class LinkVerbTests : IDisposable
{
    private readonly Bench _stack = new();

    public LinkVerbTests() => _stack.Do("add", "host", "interface", "backend-0-0", "interface=eth1", "mac=52:54:00:00:02:00");

    public void Dispose() => _stack.Dispose();

    private Host Node => _stack.Inventory.HostsInOrder().First();

    [Fact]
    public void A_bond_takes_the_address_of_its_members()
    {
        _stack.Do("add", "host", "bonded", "backend-0-0", "channel=bond0", "interfaces=eth0,eth1", "options=mode=1 miimon=100");
        Assert.Equal("10.1.255.254", Node.Address.ToString());
        Assert.Equal(["bond0 10.1.255.254 private ", "eth0   bond0", "eth1   bond0"],
            Node.Interfaces.Select(nic => $"{nic.Name} {nic.Address} {nic.Network} {nic.Channel}"));
        Assert.Equal(["eth0", "eth1", "bond0"], NodeNetworkPlan.Of(_stack.Inventory, Node).Links.Select(link => link.Name));
    }

    [Fact]
    public void A_bridge_takes_the_address_of_the_interface_under_it()
    {
        _stack.Do("add", "host", "bridge", "backend-0-0", "name=br0", "interface=eth0");
        var plan = NodeNetworkPlan.Of(_stack.Inventory, Node);
        Assert.True(plan.Links.Single(link => link.Name == "br0") is { Kind: LinkKind.Bridge, IsDefault: true, Addresses: [_] });
        Assert.Equal("br0", plan.Links.Single(link => link.Name == "eth0").Master);
    }

    [Theory]
    [InlineData("add host bonded backend-0-0 channel=bond0 interfaces=eth0", "one member only")]
    [InlineData("add host bonded backend-0-0 channel=bond0 interfaces=eth0,eth7", "no interface \"eth7\"")]
    [InlineData("add host bonded backend-0-0 channel=eth1 interfaces=eth0,eth1", "already exists")]
    [InlineData("add host bonded backend-0-0 channel=bond0 interfaces=eth0,eth1 options=mode=fast", "mode fast of a bond")]
    [InlineData("add host bonded backend-0-0 channel=bond0 interfaces=eth0,eth1 ip=192.168.0.1 network=private", "not in network private")]
    [InlineData("add host bridge backend name=br0 interface=eth0", "one host at a time")]
    public void What_cannot_be_is_refused(string line, string why) => Assert.Contains(why, _stack.Refused(line.Split(' ')), StringComparison.Ordinal);

    [Fact]
    public void Routes_are_added_listed_and_removed_at_every_scope()
    {
        _stack.Do("add", "route", "address=10.2.0.0", "netmask=255.255.0.0", "gateway=10.1.0.1");
        _stack.Do("add", "appliance", "route", "backend", "address=10.3.0.0/16", "gateway=10.1.0.1");
        _stack.Do("add", "host", "route", "backend-0-0", "address=10.4.0.9", "interface=eth0");
        Assert.Equal(
            [["global", "10.2.0.0", "255.255.0.0", "10.1.0.1", "", "", "G"], ["backend", "10.3.0.0", "255.255.0.0", "10.1.0.1", "", "", "A"],
                ["backend-0-0", "10.4.0.9", "255.255.255.255", "", "", "eth0", "H"]],
            _stack.Do("list", "route").Rows);
        Assert.Equal(["10.2.0.0/16", "10.3.0.0/16", "10.4.0.9/32"], NodeNetworkPlan.Of(_stack.Inventory, Node).Routes.Select(route => route.Target.ToString()));
        Assert.Contains("already", _stack.Refused("add", "route", "address=10.2.0.0/16", "gateway=10.1.0.2"), StringComparison.Ordinal);
        _stack.Do("remove", "route", "address=10.2.0.0/16");
        Assert.Contains("no route", _stack.Refused("remove", "route", "address=10.2.0.0/16"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_may_stand_for_the_router_of_what_lies_on_it()
    {
        _stack.Do("add", "appliance", "route", "backend", "address=10.3.0.0/16", "gateway=PRIVATE");
        var listed = _stack.Do("list", "appliance", "route", "backend");
        Assert.Equal([["backend", "10.3.0.0", "255.255.0.0", "", "private", "", "A"]], listed.Rows);
        Assert.Equal(["var", "backend"], listed.More[0]);
        var route = Assert.Single(NodeNetworkPlan.Of(_stack.Inventory, Node).Routes);
        Assert.Equal(("eth0", null), (route.Link, route.Gateway));
        Assert.Equal(
            ["backend-0-0", "A"], Assert.Single(_stack.Do("list", "host", "route", "backend-0-0").Rows) is [var host, .., var source] ? [host, source] : []);
        Assert.Contains(
            "has no part in it", _stack.Refused("add", "host", "route", "backend-0-0", "address=10.9.0.0/16", "gateway=private", "interface=eth0"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("address=10.2.0.1/16 gateway=10.1.0.1", "bits beyond the mask")]
    [InlineData("address=there gateway=10.1.0.1", "neither an IPv4 address nor a network")]
    [InlineData("address=10.2.0.0 netmask=255.0.255.0 gateway=10.1.0.1", "is not a mask")]
    [InlineData("address=10.2.0.0/16", "no way to go")]
    [InlineData("address=10.2.0.0/16 gateway=here", "neither an IPv4 address nor a network")]
    public void What_is_no_route_is_refused(string words, string why) =>
        Assert.Contains(why, _stack.Refused([.. "add route".Split(' '), .. words.Split(' ')]), StringComparison.Ordinal);

    [Fact]
    public void An_InfiniBand_port_is_an_interface_like_any_other()
    {
        _stack.Do("add", "host", "interface", "backend-0-0", "interface=ib0", "mac=80:00:02:08:fe:80:00:00:00:00:00:00:f4:52:14:03:00:7b:cb:a1");
        Assert.Contains(_stack.Do("list", "host", "interface", "backend-0-0").Rows, row => row.Contains("f4:52:14:03:00:7b:cb:a1"));
        Assert.Contains("already interface ib0", _stack.Refused("add", "host", "interface", "backend-0-1", "interface=ib0", "mac=f4:52:14:03:00:7b:cb:a1"),
            StringComparison.Ordinal);
    }
}
