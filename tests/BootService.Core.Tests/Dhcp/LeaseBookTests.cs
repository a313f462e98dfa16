using BootService.Core.Dhcp;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using BootService.Protocols.Pxe;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Dhcp;

public class LeaseBookTests
{
    private static readonly DhcpMoment Start = new(Cluster.Noon, 1_000_000);
    private static readonly Ipv4 First = Ipv4.Parse("10.1.9.0");
    private static readonly Ipv4 Last = Ipv4.Parse("10.1.9.9");
    private static readonly Network Pooled = new(Network.Private, Cluster.Frontend.Subnet) { PoolFirst = First, PoolLast = Last };

    [Fact]
    public void Leases_outlive_a_change_of_their_network_that_leaves_the_pool_alone_and_one_that_moves_it_beside_them()
    {
        var book = Following(Cluster.Inventory().With(new Change.NetworkSet(Pooled)));
        Bind(book, 7, "10.1.9.5");
        Follow(book, Pooled with { Mtu = 9000 });
        Assert.Equal(Ipv4.Parse("10.1.9.5"), Facts(book, 7).Lease.Address);
        Follow(book, Pooled with { PoolFirst = Ipv4.Parse("10.1.9.4"), PoolLast = Ipv4.Parse("10.1.9.60") });
        Assert.Equal(new Lease(LeaseState.Bound, Ipv4.Parse("10.1.9.5")), Facts(book, 7).Lease);
        Follow(book, Pooled with { PoolFirst = Ipv4.Parse("10.1.8.0"), PoolLast = Ipv4.Parse("10.1.8.9") });
        Assert.Equal(default, Facts(book, 7).Lease);
    }

    [Fact]
    public void A_pool_that_is_taken_away_gives_nothing_and_one_that_is_renamed_keeps_its_leases()
    {
        var book = Following(Cluster.Inventory().With(new Change.NetworkSet(Pooled)));
        Bind(book, 7, "10.1.9.5");
        var renamed = Cluster.Inventory().With(new Change.NetworkRemoved(Network.Private), new Change.NetworkSet(Pooled with { Name = "boot" }));
        book.Follow(renamed, Start);
        Assert.Equal(LeaseState.Bound, Facts(book, 7).Lease.State);
        Follow(book, Pooled with { Name = "boot", PoolFirst = null, PoolLast = null }, renamed);
        Assert.Equal((false, default(Ipv4)), (Facts(book, 7).HasPool, Facts(book, 7).Candidate));
        Assert.Empty(book.Pools);
    }

    [Fact]
    public void What_is_stored_comes_back_with_the_time_that_is_left()
    {
        var book = Following(Cluster.Inventory().With(new Change.NetworkSet(Pooled)));
        Bind(book, 7, "10.1.9.5");
        var stored = book.Stored(Start);
        var later = new DhcpMoment(Start.Wall.AddSeconds(60), 99);
        var again = new LeaseBook(new LeaseTerms());
        again.Follow(Cluster.Inventory().With(new Change.NetworkSet(Pooled)), later);
        again.Restore(stored, later);
        Assert.Equal(Ipv4.Parse("10.1.9.5"), Facts(again, 7, later).Lease.Address);
        Assert.NotEqual(Ipv4.Parse("10.1.9.5"), Facts(again, 8, later).Candidate);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(1)]
    public void A_record_of_a_damaged_disk_is_no_harm(long until)
    {
        var book = Following(Cluster.Inventory().With(new Change.NetworkSet(Pooled)));
        book.Restore([new(7, Ipv4.Parse("10.1.9.5"), until), new(8, Ipv4.Parse("192.0.2.1"), until), new(9, default, until), new(0, First, until)], Start);
        Assert.False(Facts(book, 11).Candidate.IsAny);
    }

    [Fact]
    public void A_pool_never_gives_what_is_a_hosts_or_ours_or_the_routers()
    {
        var narrow = Pooled with { PoolFirst = Ipv4.Parse("10.1.1.0"), PoolLast = Ipv4.Parse("10.1.1.3"), Gateway = Ipv4.Parse("10.1.1.2") };
        var host = new Host(Cluster.Name("h"), "backend", 0, 0) { Interfaces = [new("eth0", null, Ipv4.Parse("10.1.1.3"), Network.Private)] };
        var book = Following(Cluster.Inventory().With(new Change.NetworkSet(narrow), new Change.HostSet(host)));
        Assert.Equal(Ipv4.Parse("10.1.1.0"), Facts(book, 7).Candidate);
        Bind(book, 7, "10.1.1.0");
        Assert.True(Facts(book, 8).Candidate.IsAny);
        book.Follow(Cluster.Inventory().With(new Change.NetworkSet(narrow)), Start);
        Assert.Equal(Ipv4.Parse("10.1.1.3"), Facts(book, 8).Candidate);
    }

    [Fact]
    public void The_narrowest_network_holds_an_address_and_the_relays_word_goes_before_the_wire()
    {
        var rack = new Network("rack", Ipv4Network.Parse("10.1.7.0/24"));
        var book = Following(Cluster.Inventory().With(new Change.NetworkSet(rack)));
        Assert.Equal("rack", book.NetworkOf(Ipv4.Parse("10.1.7.9"))!.Name);
        Assert.Equal(Network.Private, book.NetworkOf(Ipv4.Parse("10.1.8.9"))!.Name);
        Assert.Null(book.NetworkOf(Ipv4.Parse("192.0.2.1")));
        var question = Question(7) with { RelayAddress = Ipv4.Parse("10.1.7.1") };
        Assert.Equal("rack", book.FactsFor(question, DhcpMode.Authoritative, 1).Network!.Name);
        Assert.Equal(Network.Private, book.FactsFor(question with { LinkSelection = Ipv4.Parse("10.1.8.0") }, DhcpMode.Authoritative, 1).Network!.Name);
        Assert.Equal(
            "rack", book.FactsFor(Question(7) with { ClientAddress = Ipv4.Parse("10.1.7.9"), SourceAddress = Ipv4.Parse("10.1.7.9") }, DhcpMode.Authoritative,
                1).Network!.Name);
        Assert.Equal(Network.Private, book.FactsFor(Question(7) with { ClientAddress = Ipv4.Parse("10.1.7.9") }, DhcpMode.Authoritative, 1).Network!.Name);
    }

    [Fact]
    public void A_chain_is_a_list_whatever_is_put_on_it_and_taken_off_it() =>
        Gen.Int[0, 7].Array[0, 60].Sample(
            moves =>
            {
                var (chain, slots, model) = (new LeaseChain(), new LeaseSlot[8], new List<int>());
                foreach (var index in moves)
                {
                    if (model.Remove(index))
                    {
                        chain.Remove(slots, index);
                    }
                    else
                    {
                        chain.Append(slots, index);
                        model.Add(index);
                    }

                    var walked = new List<int>();
                    for (var at = chain.Head; at != LeaseChain.None; at = slots[at].Next)
                    {
                        walked.Add(at);
                    }

                    Assert.Equal(model, walked);
                    Assert.Equal(model.Count, chain.Count);
                }
            },
            iter: 3000);

    [Fact]
    public void A_REQUEST_that_leaves_out_what_the_DISCOVER_said_is_of_the_same_firmware()
    {
        var exchanges = new DhcpExchanges();
        var firmware = Question(7) with
        {
            Type = DhcpMessageType.Discover,
            Exchange = 5,
            Pxe = new PxeClient { Vendor = PxeVendor.PxeClient, Architecture = PxeArchitecture.X64Uefi }
        };
        var request = Question(7) with { Type = DhcpMessageType.Request, Exchange = 5 };
        exchanges.Complete(firmware, 0);
        Assert.Equal(PxeVendor.PxeClient, exchanges.Complete(request, 59_999).Pxe.Vendor);
        Assert.Equal(PxeVendor.None, exchanges.Complete(request, 60_000).Pxe.Vendor);
        Assert.Equal(PxeVendor.None, exchanges.Complete(request with { Exchange = 6 }, 1).Pxe.Vendor);
        Assert.Equal(PxeVendor.None, exchanges.Complete(request with { Client = 8 }, 1).Pxe.Vendor);

        // The system that runs afterwards may take the same number.
        exchanges.Complete(firmware with { Pxe = default }, 2);
        Assert.Equal(PxeVendor.None, exchanges.Complete(request, 3).Pxe.Vendor);
    }

    [Fact]
    public void Clients_without_a_number_share_nothing()
    {
        var exchanges = new DhcpExchanges();
        exchanges.Complete(Question(0) with { Type = DhcpMessageType.Discover, Pxe = new PxeClient { Vendor = PxeVendor.PxeClient } }, 0);
        Assert.Equal(PxeVendor.None, exchanges.Complete(Question(0) with { Type = DhcpMessageType.Request }, 1).Pxe.Vendor);
    }

    private static LeaseBook Following(Inventory inventory)
    {
        var book = new LeaseBook(new LeaseTerms());
        book.Follow(inventory, Start);
        return book;
    }

    private static void Follow(LeaseBook book, Network network, Inventory? inventory = null) =>
        book.Follow((inventory ?? Cluster.Inventory()).With(new Change.NetworkSet(network)), Start);

    private static void Bind(LeaseBook book, ulong client, string address) =>
        book.PoolOf(book.NetworkOf(Ipv4.Parse(address)))!.Bind(client, Ipv4.Parse(address), firmware: false, Start.Milliseconds, out _);

    private static DhcpQuestion Question(ulong client) => new() { Client = client };

    private static DhcpFacts Facts(LeaseBook book, ulong client, DhcpMoment? now = null) =>
        book.FactsFor(Question(client), DhcpMode.Authoritative, (now ?? Start).Milliseconds);
}
