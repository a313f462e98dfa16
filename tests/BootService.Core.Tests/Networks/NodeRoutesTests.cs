using System.Collections.Immutable;
using BootService.Core.Networks;
using BootService.Protocols.Net;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Networks;

public class NodeRoutesTests
{
    private static readonly NodeLink[] Links = [new("eth0", new LinkKind.Ethernet()), new("eth1", new LinkKind.Ethernet())];

    [Fact]
    public void A_route_is_read_as_it_was_written() =>
        Gen.Select(Gen.UInt, Gen.Int[0, 32], Gen.UInt, Choice.Among(null, "eth0", "bond0.7")).Sample(
            (target, prefix, router, device) =>
            {
                var (network, gateway) = (new Ipv4Network(new Ipv4(target), prefix), new Ipv4(router));
                Assert.Equal(new RouteWish(network, gateway, device), NodeRoutes.Read(NodeRoutes.AttributeOf(network), NodeRoutes.ValueOf(gateway, device)));
            },
            iter: 2000);

    [Fact]
    public void A_route_may_name_an_interface_or_a_network_alone()
    {
        var target = Ipv4Network.Parse("10.2.0.0/16");
        Assert.Equal(new RouteWish(target, null, "eth1"), NodeRoutes.Read("route.10.2.0.0.16", NodeRoutes.ValueOf(null, "eth1")));
        Assert.Equal(new RouteWish(target, null, null) { Network = "storage" }, NodeRoutes.Read("route.10.2.0.0.16", NodeRoutes.ValueOf("storage")));
        Assert.Null(NodeRoutes.Read("route.10.2.0.0.16", " "));
    }

    [Theory]
    [InlineData("route.10.2.0.1.16", "10.1.1.1", "attribute route.10.2.0.1.16 is no route: its name is route.ADDRESS.PREFIX")]
    [InlineData("route.10.2.0.0.33", "10.1.1.1", "is no route")]
    [InlineData("route.10.2.0.0", "10.1.1.1", "is no route")]
    [InlineData("route.", "10.1.1.1", "is no route")]
    [InlineData("route.10.2.0.0.016", "10.1.1.1", "is no route")]
    [InlineData("route.10.2.0.0.16", "router",
        "if need be; or - and an interface; or network and the name of one")]
    [InlineData("route.10.2.0.0.16", "-", "and must be")]
    [InlineData("route.10.2.0.0.16", "10.1.1.1 eth0 eth1", "and must be")]
    [InlineData("route.10.2.0.0.16", "10.1.1.256", "and must be")]
    public void What_is_no_route_is_refused(string name, string value, string why) =>
        Assert.Contains(why, Assert.Throws<RefusedException>(() => NodeRoutes.Read(name, value)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_route_leaves_by_the_link_whose_network_holds_its_router() =>
        Assert.Equal(
            [new NodeRoute("10.4.0.0/16".Net(), null, "eth1"), new("10.3.0.0/16".Net(), null, "eth0"),
                new("10.2.0.0/16".Net(), Ipv4.Parse("10.9.0.1"), "eth1")],
            Of(new RouteWish("10.4.0.0/16".Net(), null, null) { Network = "storage" }, new("10.3.0.0/16".Net(), null, "eth0"),
                new("10.2.0.0/16".Net(), Ipv4.Parse("10.9.0.1"), null)));

    [Fact]
    public void A_route_without_a_way_is_refused_by_what_is_missing()
    {
        Assert.Equal("the route to 10.2.0.0/16 goes by router 192.0.2.1, which is on none of the host's networks",
            Refusal(new("10.2.0.0/16".Net(), Ipv4.Parse("192.0.2.1"), null)));
        Assert.Equal("the route to 10.2.0.0/16 leaves by interface eth9, which the host does not have: did you mean \"eth0\"?",
            Refusal(new("10.2.0.0/16".Net(), null, "eth9")));
        Assert.Equal("the route to 10.2.0.0/16 leaves by network lost, on which the host has no interface",
            Refusal(new("10.2.0.0/16".Net(), null, null) { Network = "lost" }));
        Assert.Equal(
            "the route to 10.2.0.0/16 goes by router 10.9.0.1, which is no neighbour on interface eth0 (10.1.0.0/16)",
                Refusal(new("10.2.0.0/16".Net(), Ipv4.Parse("10.9.0.1"), "eth0")));
    }

    [Theory]
    [InlineData(null, "", true)]
    [InlineData("mode=1 miimon=100", "mode=1 miimon=100", true)]
    [InlineData("bonding-opts=\"mode=802.3ad miimon=100\" onboot=no", "mode=802.3ad miimon=100", true)]
    [InlineData("mode=1,arp_interval=100,arp_ip_target=10.1.1.1,10.1.1.2 dhcp", "mode=1 arp_interval=100 arp_ip_target=10.1.1.1,10.1.1.2", true)]
    [InlineData("mode=6", "mode=6", true)]
    [InlineData("mode=7", "mode=7", false)]
    [InlineData("mode=-1", "mode=-1", false)]
    [InlineData("mode=activebackup", "mode=activebackup", false)]
    [InlineData("mode=", "mode=", false)]
    [InlineData("dhcp", "", true)]
    public void The_options_of_a_bond_are_its_drivers(string? text, string driver, bool can)
    {
        var options = new LinkOptions(text);
        Assert.Equal((driver, can), (options.Bonding, options.WhyNoBond() is null));
    }

    [Fact]
    public void Words_of_options_are_known_in_any_case_and_order()
    {
        var options = new LinkOptions("onboot=NO, Bridge\tDHCP");
        Assert.Equal((true, true, false, false, false), (options.IsBridge, options.Asks, options.Starts, options.IsFixed, options.IsBond));
        Assert.True(new LinkOptions("noreport").IsUnconfigured);
        Assert.True(new LinkOptions(null).Starts);
    }

    [Fact]
    public void The_kernels_routes_are_read_whatever_else_the_text_holds() =>
        Gen.String[Gen.Char["\t\n 0123456789ABCDEFeth"], 0, 300].Sample(text => { _ = KernelRoute.Read("Iface\n" + text).ToList(); }, iter: 2000);

    private static Network Private => new("private", "10.1.0.0/16".Net());

    private static Network Storage => new("storage", "10.9.0.0/24".Net());

    private static ImmutableArray<NodeRoute> Of(params RouteWish[] wishes) =>
        [.. wishes.Select(wish => NodeRoutes.Of(wish, Links, link => link.Name == "eth0" ? Private : Storage))];

    private static string Refusal(RouteWish wish) => Assert.Throws<RefusedException>(() => Of(wish)).Message;
}

internal static class NetworkEmitter
{
    public static Ipv4Network Net(this string text) => Ipv4Network.Parse(text);
}
