using BootService.Core.Dhcp;
using BootService.Dhcp;
using Xunit;

namespace BootService.Tests.Dhcp;

public sealed class HeldOffersTests
{
    private const ulong Client = 7;
    private const ulong Other = 8;

    [Fact]
    public void An_offer_is_sent_when_its_time_has_come_unless_its_client_has_chosen()
    {
        using var held = new HeldOffers();
        var (heard, sent) = (new ClientsHeard(), new List<ulong>());
        Assert.False(held.TryAdd(Offer(Client, rank: 0), [1], null!, now: 0));
        Assert.True(held.TryAdd(Offer(Client, rank: 1), [1], null!, now: 0));
        Assert.True(held.TryAdd(Offer(Other, rank: 1), [2], null!, now: 0));
        Assert.True(held.TryAdd(Offer(9, rank: 2), [3], null!, now: 0));
        Assert.Equal(HeldOffers.Wait, held.Until(0, 5000));

        Send(HeldOffers.Wait - 1);
        Assert.Empty(sent);
        heard.Chose(Client, now: 10);
        Send(HeldOffers.Wait);
        Assert.Equal([Other], sent);
        Assert.Equal(HeldOffers.Wait, held.Until(HeldOffers.Wait, 5000));
        Send(2 * HeldOffers.Wait);
        Assert.Equal([Other, 9], sent);
        Assert.Equal(5000, held.Until(2 * HeldOffers.Wait, 5000));

        void Send(long now) => held.Send(heard, now, (reply, _, slots, slot) =>
        {
            sent.Add(reply.Client);
            Assert.Equal(reply.Client switch { Client => 1, Other => 2, _ => 3 }, slots.Reply(slot)[0]);
        });
    }

    [Fact]
    public void What_finds_no_room_is_sent_at_once()
    {
        using var held = new HeldOffers();
        for (var number = 0; number < 4096; number++)
        {
            Assert.True(held.TryAdd(Offer(Client, rank: 1), [1], null!, now: 0));
        }

        Assert.False(held.TryAdd(Offer(Client, rank: 1), [1], null!, now: 0));
    }

    private static DhcpReply Offer(ulong client, int rank) => new(1, default, default, Durable: false, Tell: false, default, default, default)
    {
        Rank = rank,
        Client = client,
        AskedAt = 0,
    };
}
