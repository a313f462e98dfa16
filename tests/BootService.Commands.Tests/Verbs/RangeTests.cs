using BootService.Commands.Tests.Support;
using BootService.Core.Hosts;

namespace BootService.Commands.Tests.Verbs;

public sealed class RangeTests : IDisposable
{
    private readonly Bench _stack = new(nodes: false);

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void A_range_of_hosts_gets_addresses_one_after_the_other()
    {
        Assert.Equal(["40 hosts added"], _stack.Type("add host backend-5-[0-39] ip=10.1.5.1+").Messages);
        var hosts = _stack.Inventory.HostsInOrder().ToArray();
        Assert.Equal(40, hosts.Length);
        Assert.Equal(("backend-5-39", 5, 39, "backend"), (hosts[39].Name.ToString(), hosts[39].Rack.Number, hosts[39].Rank.Number, hosts[39].Appliance));
        Assert.Equal(
            ("eth0", "10.1.5.40", "private", true),
            hosts[39].Interfaces.Single() is var nic ? (nic.Name, nic.Address.ToString(), nic.Network, nic.IsDefault) : default);
    }

    [Fact]
    public void Names_of_another_form_count_their_places()
    {
        _stack.Type("add host node[08-10] appliance=backend rack=3 rank=8");
        Assert.Equal(
            [("node08", 8), ("node09", 9), ("node10", 10)], _stack.Inventory.HostsInOrder().Select(host => (host.Name.ToString(), host.Rank.Number!.Value)));
        Assert.All(_stack.Inventory.HostsInOrder(), host => Assert.Empty(host.Interfaces));
    }

    [Fact]
    public void Free_addresses_are_taken_for_each()
    {
        _stack.Type("add host backend-0-[0-1] ip=auto network=private");
        Assert.Equal(["10.1.255.254", "10.1.255.253"], _stack.Inventory.HostsInOrder().Select(host => host.Interfaces.Single().Address.ToString()));
    }

    [Fact]
    public void Interfaces_are_added_to_hosts_that_are_there()
    {
        _stack.Type("add host backend-0-[0-2]");
        _stack.Type("add host interface backend interface=eth1 ip=10.1.7.1+");
        Assert.Equal(["10.1.7.1", "10.1.7.2", "10.1.7.3"], _stack.Inventory.HostsInOrder().Select(host => host.Interfaces.Single().Address.ToString()));
        Assert.StartsWith(
            "\"backend\" names 3 hosts; an interface is added to one host, or to several with ",
            _stack.Refused("add", "host", "interface", "backend", "interface=eth2", "ip=auto", "mac=52:54:00:00:00:01"), StringComparison.Ordinal);
        Assert.StartsWith(
            "interface \"eth1\" of host backend-0-0 already exists", _stack.Refused("add", "host", "interface", "backend", "interface=eth1", "ip=10.1.8.1+"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "add host backend-0-[0-1] ip=10.1.5.1", 2, "\"ip\" parameter is one address for 2 hosts: ip=10.1.5.1+ counts on from it, ip=auto takes free ones")]
    [InlineData("add host backend-0-[0-1] mac=52:54:00:00:00:01", 2, "\"mac\" parameter is one card's, and these are 2 hosts")]
    [InlineData("add host backend-0-[0-1] ip=10.1.5+", 2, "\"ip\" parameter must be an IPv4 address")]
    [InlineData("add host backend-0-[0-300] ip=10.1.255.200+", 1, "cannot be given to a machine")]
    [InlineData("add host n[0-1] appliance=backend rack=0 rank=a", 2, "\"rank\" parameter must be a number for several hosts, and is \"a\"")]
    [InlineData("add host backend-0-[0-", 1, "lacks the ] of the bracket at character 11")]
    public void What_cannot_be_is_said_and_nothing_is_added(string line, int exit, string sentence)
    {
        var said = exit == 1 ? _stack.Refused(line.Split(' ')) : _stack.NotUnderstood(line.Split(' '));
        Assert.Contains(sentence, said, StringComparison.Ordinal);
        Assert.Empty(_stack.Inventory.Hosts);
    }

    [Fact]
    public void Ten_thousand_are_added_at_once()
    {
        _stack.Type("add network big address=10.64.0.0 mask=255.192.0.0");
        Assert.Equal(["10000 hosts added"], _stack.Type("add host backend-[0-99]-[0-99] ip=10.64.0.1+").Messages);
        Assert.Equal("10.64.39.16", _stack.Inventory.HostOf(HostName.Parse("backend-99-99"))!.Interfaces[0].Address.ToString());
    }
}
