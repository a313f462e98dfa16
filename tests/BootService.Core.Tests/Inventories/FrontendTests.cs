using System.Text;
using BootService.Core.Installs;
using BootService.Core.Networks;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Inventories;

/// <summary>The frontend as machines reach it.</summary>
public class FrontendTests
{
    private static readonly Frontend Two = Cluster.Frontend with
    {
        Routes = [Ipv4Network.Parse("10.0.0.0/8")],
        Others = [Cluster.SecondLink with { Routes = [Ipv4Network.Parse("10.7.0.0/16"), Ipv4Network.Parse("10.1.1.0/24")] }],
    };

    [Theory]
    [InlineData("10.1.255.254", "10.1.1.1")]
    [InlineData("10.5.0.9", "10.5.0.1")]
    [InlineData("10.7.3.9", "10.5.0.1")]
    [InlineData("10.8.3.9", "10.1.1.1")]
    [InlineData("10.1.1.9", "10.1.1.1")]
    [InlineData("192.0.2.1", "10.1.1.1")]
    public void A_machine_reaches_us_on_its_own_network_or_by_the_narrowest_route(string machine, string ours) =>
        Assert.Equal(Ipv4.Parse(ours), Two.Toward(Ipv4.Parse(machine)).Address);

    [Fact]
    public void Routes_are_read_as_the_kernel_writes_them()
    {
        const string Table = """
            Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
            eth0	00000000	0100A8C0	0003	0	0	0	00000000	0	0	0
            eth1	0000010A	00000000	0001	0	0	0	0000FFFF	0	0	0
            eth2	0000030A	0200050A	0003	0	0	0	00FFFFFF	0	0	0
            eth2	0000040A	0200050A	0002	0	0	0	00FFFFFF	0	0	0
            eth2	nonsense	0200050A	0003	0	0	0	00FFFFFF	0	0	0
            eth2	0000060A	0200050A	0003	0	0	0	FF00FF00	0	0	0

            """;
        Assert.Equal(
            [new("eth0", Ipv4Network.Parse("0.0.0.0/0")), new("eth1", Ipv4Network.Parse("10.1.0.0/16")),
                new KernelRoute("eth2", Ipv4Network.Parse("10.3.0.0/24"))],
            KernelRoute.Read(Table));
    }

    [Fact]
    public void A_frozen_kickstart_leads_back_to_the_address_it_is_fetched_from()
    {
        const string Frozen =
            "url --url=http://10.1.1.1/install/pallets/a\n# 10.1.1.1 frontend\nrepo --baseurl=http://10.1.1.1/install/carts/b\nhttp://10.1.1.11/install/\n";
        Assert.Equal(
            "url --url=http://10.5.0.1/install/pallets/a\n# 10.1.1.1 frontend\nrepo --baseurl=http://10.5.0.1/install/carts/b\nhttp://10.1.1.11/install/\n",
            Served(Frozen, Two, "10.5.0.1"));
        foreach (var (frontend, asked) in new[] { (Two, "10.1.1.1"), (Two, "0.0.0.0"), (Two, "192.0.2.1"), (Cluster.Frontend, "10.5.0.1") })
        {
            Assert.Equal(Frozen, Served(Frozen, frontend, asked));
        }
    }

    [Fact]
    public void A_frozen_kickstart_that_names_an_address_we_had_is_served_with_the_one_of_now()
    {
        const string Frozen = "url --url=http://10.1.1.9/install/pallets/a\ncurl http://10.1.1.9/install/stage/" + Secret
            + "/pre\n10.1.1.9\tfrontend\n10.1.1.91 x 110.1.1.9 y 10.1.1.9.5 z\n";
        Assert.Equal(
            "url --url=http://10.1.1.1/install/pallets/a\ncurl http://10.1.1.1/install/stage/" + Secret
                + "/pre\n10.1.1.1\tfrontend\n10.1.1.91 x 110.1.1.9 y 10.1.1.9.5 z\n",
            Served(Frozen, Cluster.Frontend, "10.1.1.1"));
        Assert.Equal("10.1.1.9", ServedKickstart.FormerAddress(Frozen, Secret, Cluster.Frontend));
        Assert.Null(ServedKickstart.FormerAddress(Frozen.Replace("10.1.1.9", "10.1.1.1", StringComparison.Ordinal), Secret, Cluster.Frontend));
    }

    private const string Secret = "0123456789abcdef";

    private static string Served(string frozen, Frontend frontend, string asked) =>
        Encoding.UTF8.GetString(ServedKickstart.At(Encoding.UTF8.GetBytes(frozen), Secret, frontend, Ipv4.Parse(asked)).Span);
}
