using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Protocols.Net;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Hosts;

/// <summary>Where hosts stand, which addresses are left, and what unknown machines become.</summary>
public class HostPlacesTests
{
    private static readonly MacAddress Card = MacAddress.Parse("52:54:00:00:77:01");
    private static readonly Gen<string> Word = Gen.OneOf(Gen.String[Gen.Char["A0129a.-_"], 1, 6], Gen.Int[0, 300].Select(number => number.ToString()));

    [Fact]
    public void Places_have_one_order_that_agrees_with_their_equality() =>
        Gen.Select(Word, Word, Word).Sample(
            (a, b, c) =>
            {
                if (!Place.TryParse(a, null, out var one) || !Place.TryParse(b, null, out var two) || !Place.TryParse(c, null, out var three))
                {
                    return;
                }

                Assert.Equal(Math.Sign(one.CompareTo(two)), -Math.Sign(two.CompareTo(one)));
                Assert.Equal(one == two, one.CompareTo(two) == 0);
                Assert.False(one.CompareTo(two) <= 0 && two.CompareTo(three) <= 0 && one.CompareTo(three) > 0, $"{a} {b} {c} go in a circle");
                Assert.Equal(one, Place.Parse(one.ToString()));
            },
            iter: 20_000);

    [Fact]
    public void Versions_have_one_order() =>
        Gen.String[Gen.Char["0129.-ab"], 0, 7].Array[3].Sample(
            versions =>
            {
                var order = VersionOrder.Instance;
                Assert.Equal(Math.Sign(order.Compare(versions[0], versions[1])), -Math.Sign(order.Compare(versions[1], versions[0])));
                Assert.False(
                    order.Compare(versions[0], versions[1]) <= 0 && order.Compare(versions[1], versions[2]) <= 0 && order.Compare(versions[0], versions[2]) > 0,
                    string.Join(" ", versions));
            },
            iter: 20_000);

    [Theory]
    [InlineData("10.9.0.0/30", "10.9.0.2 10.9.0.1")]
    [InlineData("10.9.0.0/31", "10.9.0.1 10.9.0.0")]
    [InlineData("10.9.0.7/32", "10.9.0.7")]
    [InlineData("255.255.255.252/30", "255.255.255.254 255.255.255.253")]
    public void Free_addresses_go_down_from_the_top_to_the_last(string subnet, string free) =>
        Assert.Equal(free, All(new Network("n", Ipv4Network.Parse(subnet))));

    [Fact]
    public void An_address_that_is_anybodys_is_not_free()
    {
        var network = new Network("n", Ipv4Network.Parse("10.1.1.0/29"))
        {
            Gateway = Ipv4.Parse("10.1.1.6"),
            PoolFirst = Ipv4.Parse("10.1.1.4"),
            PoolLast = Ipv4.Parse("10.1.1.5"),
        };
        var inventory = Cluster.Inventory().With(new Change.HostSet(Cluster.Backend(0) with
        {
            Interfaces = [new HostInterface("eth0", null, Ipv4.Parse("10.1.1.3"), "n")],
        }));
        Assert.Equal("10.1.1.2", All(network, inventory));
        Assert.Null(new FreeAddresses(inventory, network).Take(new HashSet<Ipv4> { Ipv4.Parse("10.1.1.2") }));
    }

    [Fact]
    public void The_whole_of_the_internet_has_a_first_free_address() =>
        Assert.Equal(Ipv4.Parse("255.255.255.254"), new FreeAddresses(Cluster.Inventory(), new Network("all", Ipv4Network.Parse("0.0.0.0/0"))).Take());

    [Fact]
    public void A_machine_nobody_knows_gets_the_next_rank_and_the_highest_free_address()
    {
        var inventory = Enabled(("discovery.base.rack", "3"), ("discovery.base.rank", "7"));
        var first = Meet(inventory)!;
        Assert.Equal(
            ("backend-3-7", "10.1.255.249", "3", "7"),
            (first.Name.ToString(), first.Address.ToString(), first.Rack.ToString(), first.Rank.ToString()));
        var second = Discovery.Of(inventory)!.Meet(inventory.With(new Change.HostSet(first)), inventory.Networks[Network.Private], Card)!;
        Assert.Equal(("backend-3-8", "10.1.255.248"), (second.Name.ToString(), second.Address.ToString()));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    [InlineData("first")]
    [InlineData("")]
    public void A_base_that_is_no_number_counts_from_nought(string written) =>
        Assert.Equal("backend-0-5", Meet(Enabled(("discovery.base.rank", written), ("discovery.base.rack", written)))!.Name.ToString());

    [Fact]
    public void The_last_rank_there_is_ends_the_counting()
    {
        var inventory = Enabled(("discovery.base.rank", "2147483647"));
        var last = Meet(inventory)!;
        Assert.Equal("backend-0-2147483647", last.Name.ToString());
        Assert.Null(Discovery.Of(inventory)!.Meet(inventory.With(new Change.HostSet(last)), inventory.Networks[Network.Private], Card));
    }

    [Fact]
    public void An_appliance_whose_name_leaves_no_room_for_a_rank_names_no_host()
    {
        var name = new string('a', 60);
        var inventory = Cluster.Inventory().With(new Change.ApplianceSet(new Appliance(name, "Long", null)))
            .Set(AttributeOwner.Global, "discovery.appliance", name).Set(AttributeOwner.Global, "discovery.base.rank", "100");
        Assert.Null(Meet(inventory));
    }

    [Fact]
    public void A_network_that_is_full_makes_no_host()
    {
        var inventory = Enabled();
        var narrow = new Network("narrow", Ipv4Network.Parse("10.1.1.1/32"));
        Assert.Null(Discovery.Of(inventory)!.Meet(inventory, narrow, Card));
    }

    [Fact]
    public void Discovery_is_off_until_an_appliance_that_exists_is_named()
    {
        Assert.Null(Discovery.Of(Cluster.Inventory()));
        Assert.Null(Discovery.Of(Cluster.Inventory().Set(AttributeOwner.Global, "discovery.appliance", "bakcend")));
        Assert.False(Discovery.Of(Enabled())!.Install);
        Assert.True(Discovery.Of(Enabled(("discovery.install", "true")))!.Install);
        Assert.True(Discovery.Of(Enabled(("discovery.install", "Yes")))!.Install);
    }

    private static Inventory Enabled(params (string Name, string Value)[] attributes) => attributes.Aggregate(
        Cluster.Inventory().Set(AttributeOwner.Global, "discovery.appliance", "backend"),
        (inventory, attribute) => inventory.Set(AttributeOwner.Global, attribute.Name, attribute.Value));

    private static Host? Meet(Inventory inventory) => Discovery.Of(inventory)!.Meet(inventory, inventory.Networks[Network.Private], Card);

    private static string All(Network network, Inventory? inventory = null)
    {
        var (free, found) = (new FreeAddresses(inventory ?? Cluster.Inventory(), network), new List<Ipv4>());
        while (free.Take() is { } address)
        {
            found.Add(address);
        }

        return string.Join(' ', found);
    }
}
