using BootService.Core.Dhcp;
using BootService.Core.Doctor;
using BootService.Core.Networks;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Networks;

public sealed class PeerFrontendsTests
{
    private static readonly Ipv4Network Subnet = Ipv4Network.Parse("10.1.0.0/16");
    private static readonly string[] Names = ["fe1", "fe2", "fe3"];

    [Fact]
    public void Each_client_has_one_order_of_frontends_that_all_of_them_see_alike()
    {
        var firsts = new int[Names.Length];
        for (ulong client = 0x525400000100; client < 0x525400000100 + 3000; client++)
        {
            var ranks = Names.Select(name => Seen(name).RankFor(client, Subnet)).ToArray();
            Assert.Equal([0, 1, 2], ranks.Order());
            firsts[Array.IndexOf(ranks, 0)]++;
        }

        Assert.All(firsts, first => Assert.InRange(first, 850, 1150));
    }

    [Fact]
    public void Who_goes_away_leaves_his_clients_to_the_next_and_no_others_change_hands()
    {
        for (ulong client = 1; client < 500; client++)
        {
            var (before, after) = (Seen("fe1").RankFor(client, Subnet), Seen("fe1", away: "fe2").RankFor(client, Subnet));
            var (other, otherAfter) = (Seen("fe3").RankFor(client, Subnet), Seen("fe3", away: "fe2").RankFor(client, Subnet));
            Assert.Equal([0, 1], new[] { after, otherAfter }.Order());
            Assert.True(before < other == after < otherAfter);
        }
    }

    [Fact]
    public void Who_has_no_address_in_the_network_hears_nothing_there_and_is_not_waited_for()
    {
        var peers = Seen("fe1");
        Assert.All(Enumerable.Range(1, 100), client => Assert.Equal(0, peers.RankFor((ulong)client, Ipv4Network.Parse("10.9.0.0/16"))));
        Assert.Equal(0, PeerFrontends.None.RankFor(7, Subnet));
    }

    [Fact]
    public void A_doctor_s_card_is_known_to_the_others_and_is_none_that_a_machine_has()
    {
        var (one, other) = (Seen("fe1"), Seen("fe2"));
        Assert.True(other.IsProber(one.Prober));
        Assert.False(one.IsProber(one.Prober));
        Assert.False(PeerFrontends.None.IsProber(one.Prober));
        Assert.False(one.IsProber(default));
        Assert.Equal(2UL, one.Prober.Value >> 40 & 3);
        Assert.True(PeerFrontends.None.Prober.IsZero);
    }

    [Fact]
    public void A_peer_that_answers_is_no_rogue_server_and_another_one_beside_it_is()
    {
        var frontend = Cluster.Frontend with { Peers = Seen("fe1") };
        var peer = new ForeignServer(Ipv4.Parse("10.1.1.2"), new MacAddress(0x525400000002)) { Offered = Ipv4.Parse("10.1.9.1") };
        var rogue = new ForeignServer(Ipv4.Parse("10.1.1.9"), new MacAddress(0x525400000009)) { Offered = Ipv4.Parse("10.1.9.1") };

        Assert.Equal(
            [(Verdict.Fine, "frontend fe2 answers too (10.1.1.2): it shares our database"),
                (Verdict.Fine, "nobody else answered a DISCOVER and two PXE questions on " + frontend.Interface)],
            ForeignServer.Judge([peer], DhcpMode.Authoritative, frontend).Select(finding => (finding.Verdict, finding.Result)));
        Assert.Equal([Verdict.Fine, Verdict.Wrong], ForeignServer.Judge([peer, rogue], DhcpMode.Authoritative, frontend).Select(finding => finding.Verdict));
        Assert.Equal([Verdict.Fine, Verdict.Wrong], ForeignServer.Judge([peer], DhcpMode.Proxy, frontend).Select(finding => finding.Verdict));
        Assert.Equal(Verdict.Wrong, peer.Judge(DhcpMode.Authoritative, Cluster.Frontend).Verdict);
    }

    [Fact]
    public void Addresses_are_compared_by_what_they_are() =>
        Assert.Equal(new PeerFrontend("fe2", [Ipv4.Parse("10.1.1.2")], true), new PeerFrontend("fe2", [Ipv4.Parse("10.1.1.2")], true));

    private static PeerFrontends Seen(string own, string? away = null) =>
        PeerFrontends.Of(own) with
        {
            All = [.. Names.Where(name => name != own)
                .Select(name => new PeerFrontend(name, [Ipv4.Parse($"10.1.1.{name[2]}"), Ipv4.Parse($"192.0.2.{name[2]}")], name != away))],
        };
}
