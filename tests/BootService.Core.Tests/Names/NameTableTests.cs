using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Names;
using BootService.Core.Networks;
using BootService.Protocols.Net;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Names;

/// <summary>What machines are called, to the name server and to files alike.</summary>
public class NameTableTests
{
    private static readonly Inventory Zoned = Cluster.Inventory()
        .With(new Change.NetworkSet(new Network(Network.Private, Cluster.Frontend.Subnet) { Zone = "Cluster.Example" }));

    [Fact]
    public void Names_are_found_in_any_case_with_their_zone_and_without()
    {
        var table = NameTable.Of(Zoned);
        Assert.Equal([Ipv4.Parse("10.1.255.254")], table.AddressesOf("backend-0-0").ToArray());
        Assert.Equal([Ipv4.Parse("10.1.255.254")], table.AddressesOf("backend-0-0.cluster.example").ToArray());
        Assert.Empty(table.AddressesOf("backend-0-9").ToArray());
        Assert.Equal("backend-0-0.cluster.example", table.NameOf(Ipv4.Parse("10.1.255.254")));
        Assert.Null(table.NameOf(Ipv4.Parse("10.1.9.9")));
        Assert.Equal([Ipv4.Parse("10.1.1.1")], table.AddressesOf("frontend").ToArray());
    }

    [Theory]
    [InlineData("a.cluster.example", "cluster.example")]
    [InlineData("cluster.example", "cluster.example")]
    [InlineData("notcluster.example", null)]
    [InlineData("cluster.example.org", null)]
    [InlineData("x.local", "local")]
    [InlineData("", null)]
    public void A_zone_of_ours_is_told_by_whole_labels(string name, string? zone) => Assert.Equal(zone, NameTable.Of(Zoned).ZoneOf(name));

    [Theory]
    [InlineData("10.1.9.9", true)]
    [InlineData("10.2.0.1", false)]
    public void Only_addresses_of_our_networks_are_ours(string address, bool ours) => Assert.Equal(ours, NameTable.Of(Zoned).IsOurs(Ipv4.Parse(address)));

    [Fact]
    public void A_host_of_two_addresses_has_a_name_for_each_and_its_aliases()
    {
        var host = Cluster.Backend(0) with
        {
            Interfaces = [.. Cluster.Backend(0).Interfaces, new HostInterface("eth1", null, Ipv4.Parse("10.1.9.9"), Network.Private)],
        };
        var inventory = Zoned.With(new Change.HostSet(host)).Set(AttributeOwner.Of(host.Name), "alias.eth0", "web db.other.example, web");
        var table = NameTable.Of(inventory);
        Assert.Equal([Ipv4.Parse("10.1.9.9")], table.AddressesOf("backend-0-0-eth1.cluster.example").ToArray());
        Assert.Equal([Ipv4.Parse("10.1.255.254")], table.AddressesOf("web.cluster.example").ToArray());
        Assert.Equal([Ipv4.Parse("10.1.255.254")], table.AddressesOf("db.other.example").ToArray());
        Assert.Equal("backend-0-0.cluster.example", table.NameOf(Ipv4.Parse("10.1.255.254")));
        Assert.Equal([("eth0", "db.other.example"), ("eth0", "web")], HostAliases.Of(inventory, host));
        Assert.Equal(host.Name, HostAliases.Owner(inventory, "web"));
        Assert.Null(HostAliases.Owner(inventory, "we"));
        Assert.Equal(host.Name, HostPattern.Resolve(inventory, ["web"]).Single().Name);
    }

    [Fact]
    public void The_file_and_the_server_know_the_same_names() =>
        Gen.Select(Gen.Int[0, 4], Choice.Among(null, "web", "backend-0-1"), Choice.Among(null, Network.Private, "bare", "lost"),
            Choice.Among("", "web", "x.other y")).Array[0, 8]
            .Sample(
                cards =>
                {
                    var inventory = Zoned.With(new Change.NetworkSet(new Network("bare", Ipv4Network.Parse("10.9.0.0/24"))));
                    foreach (var (at, (rank, name, network, aliases)) in cards.Index())
                    {
                        var host = inventory.HostOf(Cluster.Name($"backend-0-{rank}"))!;
                        var nic = new HostInterface($"eth{at + 1}", null, new Ipv4(0x0A090001u + (uint)at), network, HostName: name);
                        inventory = inventory.With(new Change.HostSet(host with { Interfaces = [.. host.Interfaces, nic] }))
                            .Set(AttributeOwner.Of(host.Name), $"alias.{nic.Name}", aliases);
                    }

                    var table = NameTable.Of(inventory);
                    foreach (var line in HostsFile.Lines(inventory).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                    {
                        var (address, names) = (Ipv4.Parse(line.Split('\t')[0]), line.Split('\t')[1].Split(' '));
                        Assert.All(names, name => Assert.Contains(address, table.AddressesOf(name.ToLowerInvariant()).ToArray()));
                        Assert.NotNull(table.NameOf(address));
                    }
                },
                iter: 1000);

    [Theory]
    [InlineData(null, true, "10.1.1.1")]
    [InlineData(null, false, "")]
    [InlineData("", true, "")]
    [InlineData("10.9.9.9, 10.9.9.8", true, "10.9.9.9 10.9.9.8")]
    [InlineData("ns1.example.org 10.9.9.9", true, "10.9.9.9")]
    [InlineData("1.0.0.1 1.0.0.2 1.0.0.3 1.0.0.4 1.0.0.5 1.0.0.6 1.0.0.7 1.0.0.8 1.0.0.9", true,
        "1.0.0.1 1.0.0.2 1.0.0.3 1.0.0.4 1.0.0.5 1.0.0.6 1.0.0.7 1.0.0.8")]
    public void Name_servers_are_those_that_are_named_else_ours_where_it_serves(string? named, bool serves, string told)
    {
        var frontend = Cluster.Frontend with { ServesNames = serves };
        var inventory = named is null ? Cluster.Inventory() : Cluster.Inventory().Set(AttributeOwner.Global, NameServers.AttributeName, named);
        Assert.Equal(told, string.Join(' ', NameServers.Of(inventory, Cluster.Backend(0), frontend)));
        Assert.Equal(told, string.Join(' ', NameServers.Of(inventory, null, frontend)));
    }

    [Theory]
    [InlineData("eth0", "alias.eth0")]
    [InlineData("eth0:1", "alias.eth0-1")]
    [InlineData("bond0.7", "alias.bond0.7")]
    [InlineData("en p/3", "alias.en-p-3")]
    public void Any_interface_can_have_aliases(string device, string attribute) => Assert.Equal(attribute, HostAliases.AttributeOf(device).ToString());

    [Fact]
    public void Aliases_are_written_as_they_are_read() =>
        Gen.String[Gen.Char["ab.-0 ,\t"], 0, 20].Sample(
            text => Assert.Equal(HostAliases.Read(text), HostAliases.Read(HostAliases.Write(HostAliases.Read(text)))), iter: 2000);
}
