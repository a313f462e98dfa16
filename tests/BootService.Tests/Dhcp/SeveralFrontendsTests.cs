using BootService.Core.Dhcp;
using BootService.Core.Networks;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Tests.Dhcp;

/// <summary>A DHCP server beside another one of the same database, which hears all that it hears.</summary>
public sealed class SeveralFrontendsTests
{
    private static readonly PeerFrontend Peer = new("fe2", [Ipv4.Parse("10.1.1.2")], IsUp: true);
    private static readonly PeerFrontends Seen = PeerFrontends.Of("fe1") with { All = [Peer] };

    private readonly DhcpFixture _server = new();

    public SeveralFrontendsTests() => See(Seen);

    [Fact]
    public void An_offer_waits_for_who_comes_first_and_a_client_that_asks_again_is_answered_at_once()
    {
        var (first, second) = (CardOf(rank: 0), CardOf(rank: 1));

        Assert.NotEmpty(_server.Ask(ClientPackets.Discover(first)));
        Assert.Equal(0, _server.Last.Rank);
        Assert.NotEmpty(_server.Ask(ClientPackets.Discover(second)));
        Assert.Equal((1, second.Value, _server.Now.Milliseconds), (_server.Last.Rank, _server.Last.Client, _server.Last.AskedAt));
        _server.Pass(TimeSpan.FromSeconds(4));
        _server.Ask(ClientPackets.Discover(second));
        Assert.Equal(0, _server.Last.Rank);

        See(Seen with { All = [Peer with { IsUp = false }] });
        _server.Ask(ClientPackets.Discover(CardOf(rank: 1, after: second)));
        Assert.Equal(0, _server.Last.Rank);
    }

    [Fact]
    public void A_client_that_chose_the_other_is_not_told_of_and_its_address_is_not_held()
    {
        var client = CardOf(rank: 0);
        _server.Ask(ClientPackets.Discover(client));
        var told = _server.Told.Count;
        Assert.Empty(_server.Ask(Chosen(client, "10.1.1.2")));
        Assert.Equal((told, LeaseState.Remembered), (_server.Told.Count, Lease(client)));
        Assert.True(_server.Responder.Heard.HasChosen(client.Value, _server.Now.Milliseconds));

        _server.Pass(TimeSpan.FromMinutes(2));

        // Of a server that is none of ours it is told as ever.
        Assert.Empty(_server.Ask(Chosen(client, "10.1.1.9")));
        Assert.Equal(told + 1, _server.Told.Count);
    }

    [Fact]
    public void Who_comes_later_neither_refuses_nor_says_why_nobody_answers()
    {
        var (first, second) = (CardOf(rank: 0), CardOf(rank: 1));
        byte[] Remembers(MacAddress card) => ClientPackets.Make(card, DhcpMessageType.Request,
            (ref writer) => writer.Add(DhcpOptionCode.RequestedAddress, Ipv4.Parse("192.0.2.7")));

        Assert.NotEmpty(_server.Ask(Remembers(first)));
        Assert.Empty(_server.Ask(Remembers(second)));
        Assert.Empty(_server.Told);

        // Who is named answers for himself.
        Assert.NotEmpty(_server.Ask(Chosen(second, "10.1.1.1", "192.0.2.7")));
    }

    [Fact]
    public void What_a_relay_sends_is_answered_at_once()
    {
        for (ulong number = 1; number < 12; number++)
        {
            var card = new MacAddress(0x0200_0000_0000 + number);
            var relayed = ClientPackets.Discover(card);
            (relayed[24], relayed[25], relayed[26], relayed[27]) = (10, 1, 0, 9);
            Assert.NotEmpty(_server.Ask(relayed));
            Assert.Equal(0, _server.Last.Rank);
        }
    }

    [Fact]
    public void The_other_s_doctor_is_answered_and_nothing_is_kept_or_told()
    {
        var (_, free, held) = (0, Pool.Free, Pool.Held);
        var answer = _server.Ask(ClientPackets.Bios((PeerFrontends.Of("fe2") with { All = [] }).Prober));

        Assert.NotEmpty(answer);
        Assert.Equal(ReplyRouteKind.Broadcast, _server.Last.Route.Kind);
        Assert.Equal((free, held), (Pool.Free, Pool.Held));
        Assert.Empty(_server.Told);
        Assert.Equal(0, _server.Responder.Counters.Offers);
    }

    [Fact]
    public void The_other_s_address_is_given_to_nobody()
    {
        See(Seen with { All = [Peer with { Addresses = [.. Enumerable.Range(0, 15).Select(at => new Ipv4(Ipv4.Parse("10.1.9.0").Value + (uint)at))] }] });
        DhcpMessage.TryParse(_server.Ask(ClientPackets.Discover(DhcpFixture.Unknown)), out var offer);
        Assert.Equal(Ipv4.Parse("10.1.9.15"), offer.YourAddress);
    }

    [Fact]
    public void Nothing_is_allocated_for_a_machine_that_is_known()
    {
        var packets = Enumerable.Range(0, 2).Select(_ => ClientPackets.Bios(DhcpFixture.Known)).ToArray();
        _server.Allocates = false;
        for (var round = 0; round < 200; round++)
        {
            _server.AskQuietly(packets[round % 2]);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1000; round++)
        {
            _server.AskQuietly(packets[round % 2]);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private LeasePool Pool => _server.Book.Pools.Any() ? _server.Book.Pools.Single().Pool : Followed();

    private LeaseState Lease(MacAddress card) => Pool.Find(card.Value).State;

    private LeasePool Followed()
    {
        _server.Book.Follow(_server.Current, _server.Now);
        return _server.Book.Pools.Single().Pool;
    }

    private void See(PeerFrontends peers) => _server.Current = _server.Current.Seen(_server.Current.Frontend with { Peers = peers });

    private static byte[] Chosen(MacAddress card, string server, string address = "10.1.9.1") =>
        ClientPackets.Make(card, DhcpMessageType.Request, (ref writer) =>
        {
            writer.Add(DhcpOptionCode.ServerIdentifier, Ipv4.Parse(server));
            writer.Add(DhcpOptionCode.RequestedAddress, Ipv4.Parse(address));
        });

    private static MacAddress CardOf(int rank, MacAddress after = default)
    {
        for (var number = Math.Max(0x0200_0000_0000, after.Value) + 1; ; number++)
        {
            if (Seen.RankFor(number, DhcpFixture.Frontend.Subnet) == rank)
            {
                return new MacAddress(number);
            }
        }
    }
}
