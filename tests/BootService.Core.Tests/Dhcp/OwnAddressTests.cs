using BootService.Core.Dhcp;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Dhcp;

public class OwnAddressTests
{
    [Fact]
    public void The_frontends_own_address_is_offered_to_nobody_though_a_host_has_it()
    {
        var self = new Host(Cluster.Name("frontend-0-0"), "frontend", 0, 0)
        {
            Interfaces = [new HostInterface("eth0", Cluster.Mac(99), Cluster.Frontend.Address, Network.Private, IsDefault: true)],
        };
        var book = new LeaseBook(new LeaseTerms());
        book.Follow(Cluster.Inventory().With(new Change.HostSet(self)), new DhcpMoment(Cluster.Noon, 0));

        Assert.Equal(Ipv4.Parse("10.1.255.254"), Asked(Cluster.Mac(0)).Fixed);
        var facts = Asked(Cluster.Mac(99));
        Assert.Equal((self.Name, default), (facts.Host!.Name, facts.Fixed));

        DhcpFacts Asked(MacAddress mac) => book.FactsFor(
            new DhcpQuestion { Type = DhcpMessageType.Discover, Mac = mac, Client = mac.Value, ReceivedAt = Cluster.Frontend.Address },
            DhcpMode.Authoritative, 0);
    }
}
