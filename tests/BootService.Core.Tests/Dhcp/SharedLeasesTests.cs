using BootService.Core.Dhcp;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Dhcp;

/// <summary>A pool of which other frontends give addresses too.</summary>
public sealed class SharedLeasesTests
{
    private const ulong Client = 0x525400AABB01;
    private const ulong Other = 0x525400AABB02;

    private static readonly Ipv4 First = Ipv4.Parse("10.1.9.0");
    private static readonly LeaseTerms Terms = new() { AreShared = true };

    private readonly LeasePool _pool = new(First, new Ipv4(First.Value + 15), Terms);

    [Fact]
    public void What_is_stored_promises_two_terms_so_that_renewals_of_one_need_nobody()
    {
        _pool.Bind(Client, First, firmware: false, now: 0, out var promise);
        Assert.Equal(Terms.Guest * 2, promise);
        _pool.Bind(Client, First, firmware: false, now: (long)Terms.Guest.TotalMilliseconds, out promise);
        Assert.Equal(TimeSpan.Zero, promise);
        _pool.Bind(Client, First, firmware: false, now: (long)Terms.Guest.TotalMilliseconds + 1, out promise);
        Assert.Equal(Terms.Guest * 2, promise);
    }

    [Fact]
    public void What_another_gave_is_its_client_s_and_nobody_else_s()
    {
        _pool.Hold(Other, First, now: 0);
        _pool.Learn(new StoredLease(Client, First, 1), TimeSpan.FromMinutes(20), now: 0);

        Assert.Equal(new Lease(LeaseState.Bound, First), _pool.Find(Client));
        Assert.Equal(LeaseState.None, _pool.Find(Other).State);
        Assert.True(_pool.IsAnothers(First, Other));
        Assert.False(_pool.IsContested(First, Other, now: 1));
        Assert.Equal((1, 0), (_pool.Bound, _pool.Held));
        _pool.Bind(Client, First, firmware: false, now: 0, out var promise);
        Assert.Equal(TimeSpan.Zero, promise);
    }

    [Fact]
    public void What_was_given_back_elsewhere_is_free_here_and_only_if_it_was_that_client_s()
    {
        _pool.Learn(new StoredLease(Client, First, 1), TimeSpan.FromMinutes(20), now: 0);
        _pool.Learn(new StoredLease(Other, First, 0), TimeSpan.Zero, now: 0);
        Assert.Equal(1, _pool.Bound);
        _pool.Learn(new StoredLease(Client, First, 0), TimeSpan.Zero, now: 0);
        Assert.Equal((0, LeaseState.Remembered), (_pool.Bound, _pool.Find(Client).State));
    }

    [Fact]
    public void A_quarantine_is_everybody_s_and_ends()
    {
        _pool.Learn(new StoredLease(0, First, 1), TimeSpan.FromMinutes(5), now: 0);
        Assert.Equal(1, _pool.Quarantined);
        _pool.Expire(now: 5 * 60_000);
        Assert.Equal(0, _pool.Quarantined);
    }

    [Fact]
    public void A_short_lease_of_another_ends_in_time_whatever_long_ones_came_before()
    {
        _pool.Learn(new StoredLease(Client, First, 1), Terms.Guest * 2, now: 0);
        _pool.Learn(new StoredLease(Other, new Ipv4(First.Value + 1), 1), Terms.Firmware, now: 0);
        _pool.Expire((long)Terms.Firmware.TotalMilliseconds);
        Assert.Equal(1, _pool.Bound);
        Assert.Equal(LeaseState.Remembered, _pool.Find(Other).State);
    }

    [Fact]
    public void Who_asks_again_without_having_chosen_was_not_answered()
    {
        var heard = new ClientsHeard();
        Assert.False(heard.Asked(Client, now: 1000));
        Assert.True(heard.Asked(Client, now: 5000));
        Assert.False(heard.HasChosen(Client, since: 5000));
        heard.Chose(Client, now: 5010);
        Assert.True(heard.HasChosen(Client, since: 5000));
        Assert.False(heard.HasChosen(Client, since: 5011));
        Assert.False(heard.HasChosen(Other, since: 0));
        Assert.False(heard.Asked(Client, now: 9000));
        Assert.False(heard.Asked(Client, now: 9000 + 60_000));
    }
}
