using BootService.Core.Dhcp;
using BootService.Protocols.Net;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Dhcp;

public class LeasePoolTests
{
    private static readonly Ipv4 First = Ipv4.Parse("10.1.9.0");
    private static readonly LeaseTerms Terms = new();
    private static readonly DhcpMoment Start = new(Cluster.Noon, 1_000_000);

    private static long After(TimeSpan time) => Start.Milliseconds + (long)time.TotalMilliseconds;

    [Fact]
    public void A_client_is_offered_the_same_address_again_and_gets_it()
    {
        var pool = Pool(100);
        var offered = Offer(pool, 7, Start.Milliseconds);
        Assert.Equal(offered, Offer(pool, 7, After(TimeSpan.FromSeconds(30))));
        Assert.Equal(new Lease(LeaseState.Held, offered), pool.Find(7));
        pool.Bind(7, offered, firmware: false, Start.Milliseconds, out _);
        Assert.Equal(new Lease(LeaseState.Bound, offered), pool.Find(7));
        Assert.Equal((99, 1, 0), (pool.Free, pool.Bound, pool.Held));
    }

    [Fact]
    public void An_offer_nobody_takes_is_free_again_but_remembered()
    {
        var pool = Pool(10);
        var offered = Offer(pool, 7, Start.Milliseconds);
        pool.Expire(After(Terms.Offer));
        Assert.Equal(new Lease(LeaseState.Remembered, offered), pool.Find(7));
        Assert.Equal(offered, Offer(pool, 7, After(TimeSpan.FromHours(1))));
    }

    [Fact]
    public void An_expired_lease_is_taken_by_others_last_of_all()
    {
        var pool = Pool(3);
        var own = Lease(pool, 7, Start.Milliseconds);
        var later = After(Terms.Guest);
        pool.Expire(later);
        Assert.NotEqual(own, Lease(pool, 8, later));
        Assert.NotEqual(own, Lease(pool, 9, later));
        Assert.Equal(own, Lease(pool, 10, later));
        Assert.Equal(default, pool.Find(7));
    }

    [Fact]
    public void The_address_a_client_wishes_is_given_if_nobody_ever_had_it()
    {
        var pool = Pool(100);
        var wish = Ipv4.Parse("10.1.9.42");
        Assert.Equal(wish, pool.Candidate(7, wish, NobodysAddresses.Instance, Start.Milliseconds));
        pool.Bind(8, wish, firmware: false, Start.Milliseconds, out _);
        Assert.NotEqual(wish, pool.Candidate(7, wish, NobodysAddresses.Instance, Start.Milliseconds));
    }

    [Fact]
    public void A_server_that_lost_its_memory_leads_the_same_client_to_the_same_address() =>
        Assert.Equal(Offer(Pool(200), 0x525400AABB01, 0), Offer(Pool(200), 0x525400AABB01, 5_000));

    [Fact]
    public void A_flood_of_discovers_cannot_hold_the_pool_for_long()
    {
        var pool = Pool(16);
        for (ulong client = 1; client <= 16; client++)
        {
            Assert.False(Offer(pool, client, Start.Milliseconds).IsAny);
        }

        Assert.True(Offer(pool, 99, Start.Milliseconds).IsAny);
        Assert.False(Offer(pool, 99, Start.Milliseconds + 6_000).IsAny);
        Assert.Equal(16, pool.Held);
    }

    [Fact]
    public void A_leased_address_is_never_taken_from_its_client()
    {
        var pool = Pool(2);
        Lease(pool, 1, Start.Milliseconds);
        Lease(pool, 2, Start.Milliseconds);
        Assert.True(Offer(pool, 3, Start.Milliseconds + 60_000).IsAny);
    }

    [Fact]
    public void A_contested_address_is_nobodys_for_a_while()
    {
        var pool = Pool(1);
        var address = Lease(pool, 7, Start.Milliseconds);
        pool.Quarantine(address, Start.Milliseconds);
        Assert.True(Offer(pool, 7, After(Terms.Quarantine) - 1).IsAny);
        pool.Expire(After(Terms.Quarantine));
        Assert.Equal(address, Offer(pool, 8, After(Terms.Quarantine)));
    }

    [Fact]
    public void Hosts_addresses_are_not_given_out_until_they_are_free()
    {
        var pool = Pool(2);
        var host = new FixedAddresses(First);
        Assert.NotEqual(First, pool.Candidate(7, First, host, Start.Milliseconds));
        Lease(pool, 7, Start.Milliseconds, host);
        Assert.True(pool.Candidate(8, default, host, Start.Milliseconds).IsAny);
        pool.Reconsider(NobodysAddresses.Instance);
        Assert.Equal(First, pool.Candidate(8, default, NobodysAddresses.Instance, Start.Milliseconds));
    }

    [Fact]
    public void Only_the_first_of_several_renewals_close_together_is_written()
    {
        var pool = Pool(10);
        var address = Offer(pool, 7, Start.Milliseconds);
        pool.Bind(7, address, firmware: false, Start.Milliseconds, out var first);
        Assert.True(first > Terms.Guest);
        pool.Bind(7, address, firmware: false, After(TimeSpan.FromMinutes(1)), out var second);
        Assert.Equal(TimeSpan.Zero, second);
        pool.Bind(7, address, firmware: false, After(Terms.Guest / 2), out var third);
        Assert.True(third > TimeSpan.Zero);
        pool.Unstored(address);
        pool.Bind(7, address, firmware: false, After(Terms.Guest / 2), out var fourth);
        Assert.True(fourth > TimeSpan.Zero);
    }

    [Fact]
    public void What_is_stored_is_taken_back_after_a_restart()
    {
        var pool = Pool(10);
        var address = Lease(pool, 7, Start.Milliseconds);
        pool.Quarantine(First, Start.Milliseconds);
        var stored = new List<StoredLease>();
        pool.CopyTo(stored, Start);
        Assert.Equal(2, stored.Count);

        var again = Pool(10);
        foreach (var lease in stored.OrderBy(lease => lease.Until))
        {
            again.Restore(lease, DateTimeOffset.FromUnixTimeSeconds(lease.Until) - Cluster.Noon, 500);
        }

        Assert.Equal(new Lease(LeaseState.Bound, address), again.Find(7));
        Assert.Equal((1, 1), (again.Bound, again.Quarantined));
    }

    [Theory]
    [InlineData(-3600, LeaseState.Remembered)]
    [InlineData(1_000_000, LeaseState.Bound)]
    public void A_clock_set_between_two_runs_neither_revives_a_lease_for_ever_nor_forgets_its_client(int seconds, LeaseState state)
    {
        var pool = Pool(10);
        pool.Restore(new StoredLease(7, First, 1), TimeSpan.FromSeconds(seconds), 500);
        Assert.Equal(state, pool.Find(7).State);
        pool.Expire(500 + (long)(Terms.Guest * 2).TotalMilliseconds);
        Assert.Equal(new Lease(LeaseState.Remembered, First), pool.Find(7));
    }

    [Fact]
    public void Whatever_happens_no_address_has_two_clients_and_none_is_lost() =>
        Gen.Select(Gen.Int[0, 6], Gen.ULong[1, 24], Gen.Int[0, 15], Gen.Int[0, 120_000]).Array[0, 400].Sample(static steps =>
        {
            var pool = Pool(16);
            long now = 0;
            foreach (var (what, client, index, wait) in steps)
            {
                now += wait;
                pool.Expire(now);
                var address = new Ipv4(First.Value + (uint)index);
                var candidate = pool.Candidate(client, address, NobodysAddresses.Instance, now);
                switch (what)
                {
                    case 0 or 1 when !candidate.IsAny:
                        pool.Hold(client, candidate, now);
                        break;
                    case 2 or 3 when !candidate.IsAny:
                        pool.Bind(client, candidate, index % 2 == 0, now, out _);
                        break;
                    case 4:
                        pool.Drop(client);
                        break;
                    case 5 when pool.Find(client) is { State: LeaseState.Bound } lease:
                        pool.Release(lease.Address);
                        break;
                    case 6 when pool.Find(client) is { State: not LeaseState.None } lease:
                        pool.Quarantine(lease.Address, now);
                        break;
                }

                Assert.Equal(16, pool.Free + pool.Held + pool.Bound + pool.Quarantined);
                var having = Enumerable.Range(1, 24).Select(each => pool.Find((ulong)each)).Where(lease => lease.State is not LeaseState.None)
                    .Select(lease => lease.Address).ToList();
                Assert.Equal(having.Count, having.Distinct().Count());
            }
        }, iter: 300);

    private static LeasePool Pool(int size) => new(First, new Ipv4(First.Value + (uint)size - 1), Terms);

    private static Ipv4 Offer(LeasePool pool, ulong client, long now)
    {
        var address = pool.Candidate(client, default, NobodysAddresses.Instance, now);
        if (!address.IsAny)
        {
            pool.Hold(client, address, now);
        }

        return address;
    }

    private static Ipv4 Lease(LeasePool pool, ulong client, long now, IAddressUse? taken = null)
    {
        var address = pool.Candidate(client, default, taken ?? NobodysAddresses.Instance, now);
        pool.Bind(client, address, firmware: false, now, out _);
        return address;
    }

    private sealed class NobodysAddresses : IAddressUse
    {
        public static NobodysAddresses Instance { get; } = new();

        public bool IsTaken(Ipv4 address) => false;
    }

    private sealed class FixedAddresses(params Ipv4[] taken) : IAddressUse
    {
        public bool IsTaken(Ipv4 address) => taken.Contains(address);
    }
}
