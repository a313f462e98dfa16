using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Inventories;

public class InventoryTests
{
    [Fact]
    public void The_last_scope_wins_and_intrinsics_win_over_all()
    {
        var host = AttributeOwner.Of(Cluster.Name("backend-0-0"));
        var inventory = Cluster.Inventory()
            .Set(AttributeOwner.Global, "is_mesos_master", "false")
            .Set(host, "is_mesos_master", "true")
            .Set(AttributeOwner.Global, "zookeeper_ip", "10.1.255.254")
            .Set(new AttributeOwner(AttributeScope.Appliance, "backend"), "a", "appliance")
            .Set(new AttributeOwner(AttributeScope.Os, "redhat"), "a", "os")
            .Set(host, "hostaddr", "9.9.9.9");
        var master = inventory.AttributesOf(inventory.HostOf(Cluster.Name("backend-0-0"))!);
        Assert.Equal("true", master.Text("is_mesos_master"));
        Assert.Equal("appliance", master.Text("a"));
        Assert.Equal("10.1.255.254", master.Text("hostaddr"));
        Assert.Equal("10.1.1.1", master.Text("Kickstart_PrivateAddress"));
        Assert.Null(master.Text("undefined"));
        Assert.Equal("false", inventory.AttributesOf(inventory.HostOf(Cluster.Name("backend-0-1"))!).Text("is_mesos_master"));
        Assert.Contains(master.All(), attribute => attribute.Name.ToString() == "zookeeper_ip" && attribute.Owner.Scope is AttributeScope.Global);
    }

    [Fact]
    public void A_host_is_found_by_its_card_and_address_and_only_while_it_has_them()
    {
        var inventory = Cluster.Inventory();
        Assert.Equal("backend-0-3", inventory.HostOf(Cluster.Mac(3))!.Name.ToString());
        Assert.Equal("backend-0-1", inventory.HostOf(Ipv4.Parse("10.1.255.253"))!.Name.ToString());

        var moved = Cluster.Backend(3) with { Interfaces = [new HostInterface("eth0", MacAddress.Parse("02:00:00:00:00:09"), null, null)] };
        var after = inventory.With(new Change.HostSet(moved));
        Assert.Null(after.HostOf(Cluster.Mac(3)));
        Assert.NotNull(after.HostOf(MacAddress.Parse("02:00:00:00:00:09")));
        Assert.NotNull(inventory.HostOf(Cluster.Mac(3)));
        Assert.Null(after.With(new Change.HostRemoved(moved.Name)).HostOf(MacAddress.Parse("02:00:00:00:00:09")));
    }

    [Fact]
    public void Removing_a_host_takes_its_attributes_and_attempts_along()
    {
        var name = Cluster.Name("backend-0-0");
        var armed = Cluster.Inventory().Set(AttributeOwner.Of(name), "a", "b").Arm(0);
        var secret = armed.AttemptOf(name)!.Secret;
        var after = armed.With(new Change.HostRemoved(name));
        Assert.Empty(after.AttributesOn(AttributeOwner.Of(name)));
        Assert.Null(after.AttemptOf(name));
        Assert.Null(after.AttemptOf(secret));
        Assert.Equal(armed.LastAttempt, after.LastAttempt);
    }

    [Fact]
    public void What_the_pallet_says_of_a_host_gives_way_to_what_anybody_says()
    {
        var inventory = Cluster.Inventory();
        var host = inventory.HostOf(Cluster.Name("backend-0-0"))!;
        Assert.Equal(
            ("x86_64", "6.6", "1.0"),
            (inventory.AttributesOf(host).Text("arch"), inventory.AttributesOf(host).Text("release"), inventory.AttributesOf(host).Text("version")));
        var said = inventory.Set(AttributeOwner.Global, "version", "mine");
        Assert.Equal("mine", said.AttributesOf(host).Text("version"));
        Assert.Equal(["mine"], said.AttributesOf(host).All().Where(entry => entry.Name.ToString() == "version").Select(entry => entry.Value.Text));
        Assert.Equal(["mine", "1.0"], said.AttributesOf(host).Layers(AttributeName.Parse("version")).Select(layer => layer.Value.Text));
    }

    [Fact]
    public void The_public_side_of_the_frontend_is_known_once_it_was_told()
    {
        var host = Cluster.Backend(0);
        Assert.Null(Cluster.Inventory().AttributesOf(host).Text("Kickstart_PublicAddress"));
        var inventory = Cluster.Inventory().With(
            new Change.NetworkSet(new Network("public", Ipv4Network.Parse("192.0.2.0/24")) { Zone = "example.org", Gateway = Ipv4.Parse("192.0.2.254") }),
            new Change.HostSet(
                new Host(
                    Cluster.Name("frontend"), "frontend", 0,
                    0)
                { Interfaces = [new HostInterface("eth0", null, Ipv4.Parse("192.0.2.1"), "public", IsDefault: true)] }));
        Assert.Equal(
            ["192.0.2.1", "192.0.2.255", "example.org", "192.0.2.254", "frontend.example.org", "255.255.255.0", "24", "192.0.2.0"],
            inventory.AttributesOf(host).All().Where(entry => entry.Name.ToString().StartsWith("Kickstart_Public", StringComparison.Ordinal))
                .Select(entry => entry.Value.Text));
    }

    [Fact]
    public void The_groups_of_a_host_are_attributes_in_their_order()
    {
        var inventory = Cluster.Inventory()
            .With(new Change.GroupSet("web"), new Change.GroupSet("db"), new Change.HostSet(Cluster.Backend(0) with { Groups = ["db", "web"] }));
        var all = inventory.AttributesOf(inventory.HostOf(Cluster.Name("backend-0-0"))!).All();
        Assert.Equal(
            ["group.db=true", "group.web=true", "groups=db web"],
            all.Where(entry => entry.Name.ToString().StartsWith("group", StringComparison.Ordinal)).Select(entry => $"{entry.Name}={entry.Value.Text}"));
        Assert.Equal(all.Select(entry => entry.Name).Order(), all.Select(entry => entry.Name));
    }

    [Theory]
    [InlineData("zookeeper_ip", true)]
    [InlineData("network.private.gateway", true)]
    [InlineData("_a-b", true)]
    [InlineData("1a", false)]
    [InlineData("a b", false)]
    [InlineData("a&b", false)]
    [InlineData("", false)]
    public void An_attribute_name_can_be_an_entity(string name, bool valid) => Assert.Equal(valid, AttributeName.TryParse(name, null, out _));

    [Theory]
    [InlineData("backend-0-0", true)]
    [InlineData("Backend-0-0", true)]
    [InlineData("web.rack1", true)]
    [InlineData("-a", false)]
    [InlineData("a_b", false)]
    [InlineData("a..b", false)]
    [InlineData("a b", false)]
    public void A_host_name_is_a_name_of_the_network(string name, bool valid) => Assert.Equal(valid, HostName.TryParse(name, null, out _));
}
