using BootService.Commands.Tests.Support;
using BootService.Core.Firewalls;
using BootService.Core.Hosts;

namespace BootService.Commands.Tests.Verbs;

/// <summary>Routes and firewall rules that name a network: it does not go from under them, and takes them along when it is renamed.</summary>
public sealed class NetworkMentionTests : IDisposable
{
    private readonly Bench _stack = new();

    public NetworkMentionTests() => _stack.Type("add network storage address=10.2.0.0/16");

    public void Dispose() => _stack.Dispose();

    [Theory]
    [InlineData("add route address=10.9.0.0/16 gateway=storage", "route 10.9.0.0.16 of global names network storage: remove it first")]
    [InlineData("add host route backend-0-1 address=10.9.0.9 gateway=storage", "route 10.9.0.9.32 of backend-0-1 names network storage: remove it first")]
    [InlineData("add environment route lab address=10.9.0.9 gateway=storage", "route 10.9.0.9.32 of e:lab names network storage: remove it first")]
    [InlineData(
        "add appliance firewall backend rulename=A chain=INPUT protocol=tcp service=1 action=ACCEPT network=storage",
        "firewall rule A of backend names network storage: remove it first")]
    [InlineData(
        "add os firewall redhat rulename=N chain=POSTROUTING protocol=all action=MASQUERADE output-network=storage",
        "firewall rule N of o:redhat names network storage: remove it first")]
    public void A_network_that_is_named_is_not_removed(string line, string sentence)
    {
        _stack.Type(line);
        Assert.Equal(sentence, _stack.Refused("remove", "network", "storage"));
        Assert.Contains("storage", _stack.Inventory.Networks.Keys);
    }

    [Fact]
    public void What_names_others_does_not_hold_a_network()
    {
        _stack.Type("add network other address=10.3.0.0/16");
        _stack.Type("add route address=10.9.0.0/16 gateway=other");
        _stack.Type("add route address=10.8.0.0/16 gateway=10.1.0.1");
        _stack.Type("add firewall rulename=A chain=INPUT protocol=tcp service=1 action=ACCEPT network=other");
        _stack.Type("remove network storage");
        Assert.Equal(["other", "private"], _stack.Inventory.Networks.Keys);
    }

    [Fact]
    public void A_renamed_network_takes_the_routes_and_rules_along()
    {
        _stack.Type("add host interface backend-0-0 interface=eth1 ip=10.2.0.9");
        _stack.Type("add host route backend-0-0 address=10.9.0.0/16 gateway=storage");
        _stack.Do(
            "add", "firewall", "rulename=A", "chain=INPUT", "protocol=tcp", "service=80", "action=ACCEPT", "network=storage", "comment=for the storage net");
        _stack.Type("add firewall rulename=F chain=FORWARD protocol=all action=ACCEPT network=private output-network=storage");

        _stack.Type("set network name storage name=ceph");

        Assert.Equal(["backend-0-0", "10.9.0.0", "255.255.0.0", "", "ceph", "", "H"], _stack.Type("list host route backend-0-0").Rows.Single());
        Assert.Equal(
            [("ceph", "", "for the storage net"), ("private", "ceph", "")],
            _stack.Type("list firewall").Rows.Select(row => (row[7], row[8], row[10])));
        Assert.Equal(["A", "F"], NodeFirewall.Of(_stack.Inventory, Host()).Rules.Select(rule => rule.Rule.Name));
        _stack.Type("add network storage address=10.4.0.0/16");
        _stack.Type("remove network storage");
    }

    [Fact]
    public void What_is_no_route_is_told_with_the_words_there_are()
    {
        _stack.Type("set host attr backend-0-0 attr=route.10.9.0.0.16 value=10.1.0.1");
        Assert.Contains("attribute route.here is no route", _stack.Refused("set", "attr", "attr=route.here", "value=10.1.0.1"), StringComparison.Ordinal);
        Assert.Contains(
            "firewall rule A cannot be", _stack.Refused("set", "attr", "attr=firewall.A", "value=chain=INPUT action=ACCEPT protocol=icmp service=80"),
            StringComparison.Ordinal);
        var sentence = _stack.Refused("set", "host", "attr", "backend-0-0", "attr=route.10.9.0.0.16", "value=somewhere else entirely");
        Assert.Contains("or - and an interface; or network and the name of one", sentence, StringComparison.Ordinal);
    }

    private Host Host() => _stack.Inventory.HostOf(HostName.Parse("backend-0-0"))!;
}
