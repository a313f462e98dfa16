using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Inventories;

/// <summary>What is stored follows a frontend to another address, and each clause of it is said.</summary>
public class RelocationTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly Inventory Stored = Inventory.Empty(Cluster.Frontend).With(
        new Change.NetworkSet(new Network("private", Ipv4Network.Parse("10.1.0.0/16"))
        {
            Gateway = Ipv4.Parse("10.1.1.1"),
            PoolFirst = Ipv4.Parse("10.1.9.0"),
            PoolLast = Ipv4.Parse("10.1.9.99"),
        }),
        new Change.NetworkSet(new Network("storage", Ipv4Network.Parse("10.2.0.0/16"))),
        new Change.HostSet(Host("frontend", "frontend", "10.1.1.1")),
        new Change.HostSet(Host("backend-0-0", "backend", "10.1.255.254", "10.2.0.5")),
        new Change.HostSet(Host("backend-0-1", "backend", "10.1.0.20")),
        Written("site.repo", "http://10.1.1.1/install/x and 10.1.1.10, 110.1.1.1, 10.1.1.1.example"),
        Written("site.other", "10.1.1.12"));

    [Fact]
    public void Another_network_takes_hosts_pool_and_gateway_to_the_same_places_of_it()
    {
        var moved = Move("10.7.0.1", "10.7.0.0/16", out var said);
        Assert.Equal(
            new Network("private", Ipv4Network.Parse("10.7.0.0/16"))
            {
                Gateway = Ipv4.Parse("10.7.0.1"),
                PoolFirst = Ipv4.Parse("10.7.9.0"),
                PoolLast = Ipv4.Parse("10.7.9.99"),
            },
            moved.Networks["private"]);
        Assert.Equal("10.7.0.1", Address(moved, "frontend"));
        Assert.Equal(["10.7.255.254", "10.2.0.5"], moved.HostOf(HostName.Parse("backend-0-0"))!.Interfaces.Select(card => $"{card.Address}"));
        Assert.Equal("http://10.7.0.1/install/x and 10.1.1.10, 110.1.1.1, 10.7.0.1.example", Text(moved, "site.repo"));
        Assert.Equal("10.1.1.12", Text(moved, "site.other"));
        Assert.Equal(
            [
                "network private is 10.7.0.0/16 and was 10.1.0.0/16",
                "3 addresses of hosts have their place in it, frontend is 10.7.0.1 and was 10.1.1.1",
                "10.7.0.1 stands in the place of 10.1.1.1 in 1 values: site.repo (global)",
            ],
            said);
    }

    [Fact]
    public void Whoever_has_the_new_address_takes_the_one_that_was_left()
    {
        var moved = Move("10.1.0.20", "10.1.0.0/16", out var said);
        Assert.Equal(("10.1.0.20", "10.1.1.1"), (Address(moved, "frontend"), Address(moved, "backend-0-1")));
        Assert.Equal(Ipv4Network.Parse("10.1.0.0/16"), moved.Networks["private"].Subnet);
        Assert.StartsWith("2 addresses of hosts", said[0], StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_place_in_a_smaller_network_stays_and_is_named()
    {
        var moved = Move("192.168.7.1", "192.168.7.0/24", out var said);
        Assert.Equal(("10.1.255.254", "192.168.7.20"), (Address(moved, "backend-0-0"), Address(moved, "backend-0-1")));
        Assert.Null(moved.Networks["private"].PoolFirst);
        Assert.Contains(said, clause => clause.StartsWith("1 addresses have no place in 192.168.7.0/24 and stay: backend-0-0", StringComparison.Ordinal));
        Assert.Contains(said, clause => clause.StartsWith("its pool 10.1.9.0 to 10.1.9.99 has no place there", StringComparison.Ordinal));
    }

    [Fact]
    public void A_network_that_is_there_already_is_not_taken_from_its_hosts()
    {
        var moved = Move("10.2.0.1", "10.2.0.0/16", out var said);
        Assert.Equal(Ipv4Network.Parse("10.1.0.0/16"), moved.Networks["private"].Subnet);
        Assert.Equal("10.1.0.20", Address(moved, "backend-0-1"));
        Assert.StartsWith("network private stays 10.1.0.0/16, because network storage is 10.2.0.0/16", said[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.1.1.1", "10.9.9.9")]
    [InlineData("x=10.1.1.1,10.1.1.1:80/", "x=10.9.9.9,10.9.9.9:80/")]
    [InlineData("10.1.1.1.", "10.9.9.9.")]
    [InlineData("10.1.1.1.1 210.1.1.1 10.1.1.11 0.10.1.1.1", "10.1.1.1.1 210.1.1.1 10.1.1.11 0.10.1.1.1")]
    [InlineData("", "")]
    public void An_address_is_found_where_it_stands_whole(string text, string expected) => Assert.Equal(
        expected,
        new FrontendMove(Ipv4.Parse("10.1.1.1"), Ipv4Network.Parse("10.1.0.0/16"), Ipv4.Parse("10.9.9.9"), Ipv4Network.Parse("10.9.0.0/16")).Reworded(text));

    private static Inventory Move(string to, string network, out string[] said)
    {
        var move = new FrontendMove(Ipv4.Parse("10.1.1.1"), Ipv4Network.Parse("10.1.0.0/16"), Ipv4.Parse(to), Ipv4Network.Parse(network));
        var relocation = Relocation.Of(Stored, move, Now);
        said = [.. relocation.Said];
        return Stored.With(relocation.Changes);
    }

    private static Host Host(string name, string appliance, params string[] addresses) => new(HostName.Parse(name), appliance, 0, 0)
    {
        Interfaces = [.. addresses.Select((address, at) => new HostInterface($"eth{at}", null, Ipv4.Parse(address), null, IsDefault: at == 0))],
    };

    private static Change.AttributeWritten Written(string name, string text) =>
        new(AttributeOwner.Global, AttributeName.Parse(name), new AttributeValue(text, Shadow: false, Now));

    private static string Address(Inventory inventory, string host) => $"{inventory.HostOf(HostName.Parse(host))!.Address}";

    private static string Text(Inventory inventory, string name) => inventory.AttributesOn(AttributeOwner.Global).Find(AttributeName.Parse(name))!.Text;
}
