using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Inventories;

public class SharedWireTests
{
    private static readonly Ipv4 First = Cluster.Frontend.Address;
    private static readonly Ipv4 Second = Ipv4.Parse("10.9.0.1");
    private static readonly MacAddress Card = MacAddress.Parse("52:54:00:00:0b:07");

    [Theory]
    [InlineData("eth1", "10.9.0.7", "10.9.0.1")]
    [InlineData("eth1", "10.1.9.7", "10.1.1.1")]
    [InlineData("eth1", "192.0.2.7", "10.1.1.1")]
    [InlineData("eth2", "10.9.0.7", "10.1.1.1")]
    public void A_card_of_a_second_network_on_the_wire_is_answered_by_our_address_there(string second, string machine, string answered)
    {
        var frontend =
            Cluster.Frontend with { Others = [Cluster.Frontend with { Interface = second, Address = Second, Subnet = Ipv4Network.Parse("10.9.0.0/24") }] };
        var inventory = Inventory.Empty(frontend).With(new Change.HostSet(new Host(HostName.Parse("backend-0-7"), "backend", 0, 7)
        {
            Interfaces = [new HostInterface("eth0", Card, Ipv4.Parse(machine), "second", IsDefault: true)],
        }));
        Assert.Equal(Ipv4.Parse(answered), inventory.AnsweredAt(inventory.HostOf(Card), Card, First));
        Assert.Equal(First, inventory.AnsweredAt(null, MacAddress.Parse("52:54:00:00:0b:08"), First));
    }
}
