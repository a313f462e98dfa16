using System.Collections.Immutable;
using BootService.Core.Attributes;
using BootService.Core.Dhcp;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Names;
using BootService.Core.Networks;
using BootService.Protocols.Dns;
using BootService.Protocols.Net;
using BootService.Protocols.Pxe;
using Xunit;

namespace BootService.Core.Tests.Names;

public sealed class NameVerdictTests
{
    private static Inventory Site() => Cluster.Inventory().With(
        new Change.NetworkSet(new Network(Network.Private, Cluster.Frontend.Subnet) { Zone = "cluster.example" }),
        new Change.NetworkSet(new Network("public", Ipv4Network.Parse("192.0.2.0/24")) { Zone = "example" }),
        new Change.HostSet(Cluster.Backend(0) with
        {
            Interfaces =
            [
                .. Cluster.Backend(0).Interfaces,
                new HostInterface("eth1", null, Ipv4.Parse("192.0.2.7"), "public"),
                new HostInterface("eth2", null, Ipv4.Parse("192.0.2.8"), "public", HostName: "Web"),
            ],
        }));

    [Theory]
    [InlineData("backend-0-0.cluster.example", "10.1.255.254")]
    [InlineData("backend-0-0", "10.1.255.254")]
    [InlineData("backend-0-0-eth1.example", "192.0.2.7")]
    [InlineData("web.example", "192.0.2.8")]
    [InlineData("web", "192.0.2.8")]
    [InlineData("frontend.cluster.example", "10.1.1.1")]
    [InlineData("frontend", "10.1.1.1")]
    public void A_host_an_interface_and_the_frontend_have_their_addresses(string name, string address)
    {
        var verdict = NameVerdict.On(NameTable.Of(Site()), DnsType.Address, name);
        Assert.Equal(NameAnswer.Addresses, verdict.Answer);
        Assert.Equal([Ipv4.Parse(address)], verdict.Addresses.ToArray());
    }

    [Theory]
    [InlineData("254.255.1.10.in-addr.arpa", "backend-0-0.cluster.example")]
    [InlineData("8.2.0.192.in-addr.arpa", "web.example")]
    [InlineData("1.1.1.10.in-addr.arpa", "frontend.cluster.example")]
    public void An_address_has_its_name(string reverse, string name)
    {
        var verdict = NameVerdict.On(NameTable.Of(Site()), DnsType.NameOfAddress, reverse);
        Assert.Equal((NameAnswer.Name, name), (verdict.Answer, verdict.Name));
    }

    [Theory]
    [InlineData("nobody.cluster.example", DnsType.Address, NameAnswer.NoSuchName)]
    [InlineData("_ldap._tcp.example", DnsType.Address, NameAnswer.NoSuchName)]
    [InlineData("nobody", DnsType.Address, NameAnswer.NoSuchName)]
    [InlineData("9.9.1.10.in-addr.arpa", DnsType.NameOfAddress, NameAnswer.NoSuchName)]
    [InlineData("backend-0-0", DnsType.Address6, NameAnswer.Nothing)]
    [InlineData("254.255.1.10.in-addr.arpa", DnsType.Address, NameAnswer.Nothing)]
    [InlineData("cluster.example", DnsType.Authority, NameAnswer.Authority)]
    [InlineData("cluster.example", DnsType.NameServer, NameAnswer.Server)]
    [InlineData("cluster.example", DnsType.Address, NameAnswer.Nothing)]
    [InlineData("www.example.com", DnsType.Address, NameAnswer.Others)]
    [InlineData("notcluster.example.com", DnsType.Address, NameAnswer.Others)]
    [InlineData("9.9.9.9.in-addr.arpa", DnsType.NameOfAddress, NameAnswer.Others)]
    [InlineData("10.in-addr.arpa", DnsType.NameServer, NameAnswer.Others)]
    [InlineData("", DnsType.NameServer, NameAnswer.Others)]
    public void What_is_ours_is_asked_of_nobody_else(string name, DnsType type, NameAnswer answer) =>
        Assert.Equal(answer, NameVerdict.On(NameTable.Of(Site()), type, name).Answer);

    [Fact]
    public void Nothing_is_allocated_for_a_question()
    {
        var table = NameTable.Of(Site());
        void Ask()
        {
            foreach (var name in (ReadOnlySpan<string>)[
                "backend-0-0.cluster.example", "nobody.cluster.example", "254.255.1.10.in-addr.arpa", "www.example.com"])
            {
                _ = NameVerdict.On(table, DnsType.Address, name);
            }
        }

        Ask();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Ask();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Machines_are_told_of_the_frontend_where_it_serves_names_and_nothing_else_is_set()
    {
        var serving = Site().Seen(Cluster.Frontend with { ServesNames = true });
        Assert.Empty(Told(Site()));
        Assert.Equal([Cluster.Frontend.Address], Told(serving));
        Assert.Equal([Ipv4.Parse("192.0.2.53")], Told(serving.Set(AttributeOwner.Global, NameServers.AttributeName, "192.0.2.53")));
    }

    [Fact]
    public void The_hosts_file_and_the_name_server_say_the_same()
    {
        var table = NameTable.Of(Site());
        foreach (var line in HostsFile.Lines(Site()).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.ToLowerInvariant().Split(['\t', ' ']);
            foreach (var name in words[1..])
            {
                Assert.Contains(Ipv4.Parse(words[0]), table.AddressesOf(name).ToArray());
            }

            Assert.Equal(words[1], table.NameOf(Ipv4.Parse(words[0])));
        }
    }

    private static ImmutableArray<Ipv4> Told(Inventory inventory) =>
        DhcpParameters.For(inventory, inventory.Networks[Network.Private], Cluster.Mac(0), default(PxeClient), Cluster.Noon).NameServers;
}
