using BootService.Core.Dhcp;
using BootService.Core.Reasons;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Dhcp;

public class ReplyRouteTests
{
    private static readonly Ipv4 Given = Ipv4.Parse("10.1.0.9");
    private static readonly Ipv4 Relay = Ipv4.Parse("10.3.0.1");
    private static readonly DhcpQuestion Direct = new() { Mac = Cluster.Mac(0), Client = Cluster.Mac(0).Value, SourcePort = 68 };

    [Fact]
    public void A_relay_is_answered_at_its_address_whatever_else_is_said()
    {
        var question = Direct with { RelayAddress = Relay, ClientAddress = Given, WantsBroadcast = true, SourcePort = 4000 };
        var expected = new ReplyRoute(ReplyRouteKind.Unicast, Relay, 67);
        Assert.Equal(expected, ReplyRoute.For(question, DhcpAnswer.Offer(Given)));
        Assert.Equal(expected, ReplyRoute.For(question, DhcpAnswer.Refuse(DhcpReason.NotItsOwn)));
        Assert.Equal(expected with { Port = 4000 }, ReplyRoute.For(question with { RelayWantsSourcePort = true }, DhcpAnswer.Offer(Given)));
    }

    [Fact]
    public void A_refusal_is_broadcast_also_to_a_client_that_has_an_address() =>
        Assert.Equal(ReplyRouteKind.Broadcast, ReplyRoute.For(Direct with { ClientAddress = Given }, DhcpAnswer.Refuse(DhcpReason.NotItsOwn)).Kind);

    [Fact]
    public void A_client_that_has_an_address_is_answered_there() =>
        Assert.Equal(
            new ReplyRoute(ReplyRouteKind.Unicast, Given, 68),
            ReplyRoute.For(Direct with { ClientAddress = Given, WantsBroadcast = true }, DhcpAnswer.Acknowledge(Given)));

    [Fact]
    public void A_client_that_asks_for_broadcast_gets_it() =>
        Assert.Equal(
            new ReplyRoute(ReplyRouteKind.Broadcast, Ipv4.Broadcast, 68), ReplyRoute.For(Direct with { WantsBroadcast = true }, DhcpAnswer.Offer(Given)));

    [Fact]
    public void A_client_without_an_address_is_answered_by_its_hardware_address() =>
        Assert.Equal(new ReplyRoute(ReplyRouteKind.Hardware, Given, 68), ReplyRoute.For(Direct, DhcpAnswer.Offer(Given)));

    [Fact]
    public void What_has_no_hardware_or_no_given_address_is_broadcast()
    {
        Assert.Equal(ReplyRouteKind.Broadcast, ReplyRoute.For(Direct with { Mac = default }, DhcpAnswer.Offer(Given)).Kind);
        Assert.Equal(ReplyRouteKind.Broadcast, ReplyRoute.For(Direct, DhcpAnswer.Offer(default)).Kind);
        Assert.Equal(ReplyRouteKind.Broadcast, ReplyRoute.For(Direct, DhcpAnswer.Offer(Given), alwaysBroadcast: true).Kind);
    }

    [Fact]
    public void INFORM_without_ciaddr_is_answered_where_it_came_from() =>
        Assert.Equal(new ReplyRoute(ReplyRouteKind.Unicast, Given, 68), ReplyRoute.For(Direct with { SourceAddress = Given }, DhcpAnswer.Inform()));

    [Fact]
    public void INFORM_is_answered_at_the_client_also_when_a_relay_brought_it()
    {
        var relayed = Direct with { RelayAddress = Relay, ClientAddress = Given };
        Assert.Equal(new ReplyRoute(ReplyRouteKind.Unicast, Given, 68), ReplyRoute.For(relayed, DhcpAnswer.Inform()));
        Assert.Equal(new ReplyRoute(ReplyRouteKind.Unicast, Relay, 67), ReplyRoute.For(relayed with { ClientAddress = default }, DhcpAnswer.Inform()));
    }

    [Fact]
    public void The_boot_server_answers_the_port_it_was_asked_from()
    {
        var question = Direct with { Door = DhcpDoor.BootServer, ClientAddress = Given, SourceAddress = Given, SourcePort = 4011 };
        Assert.Equal(new ReplyRoute(ReplyRouteKind.Unicast, Given, 4011), ReplyRoute.For(question, DhcpAnswer.Inform()));
    }

    [Fact]
    public void On_another_port_clients_are_one_above_it() =>
        Assert.Equal(6768, ReplyRoute.For(Direct, DhcpAnswer.Offer(Given), 6767).Port);
}
