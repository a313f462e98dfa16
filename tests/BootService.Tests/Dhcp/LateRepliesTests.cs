using BootService.Dhcp;
using Xunit;

namespace BootService.Tests.Dhcp;

public sealed class LateRepliesTests : IDisposable
{
    private readonly LateReplies _late = new();

    public void Dispose() => _late.Dispose();

    [Fact]
    public void Each_leaves_when_its_time_has_come_in_the_order_it_came()
    {
        Assert.Equal(1000, _late.Until(0, 1000));
        Assert.True(Add(1, 100));
        Assert.True(Add(2, 600));
        Assert.Equal(1000, _late.Until(100, 1000));
        Assert.Equal(400, _late.Until(1700, 1000));
        Assert.Null(Take(2099));
        Assert.Equal(1, Take(2100));
        Assert.Null(Take(2100));
        Assert.Equal(1, _late.Until(9999, 1000));
        Assert.Equal(2, Take(9999));
        Assert.Equal(1000, _late.Until(9999, 1000));
    }

    [Fact]
    public void What_finds_no_room_is_not_held_back()
    {
        for (var round = 0; round < 3; round++)
        {
            Assert.All(Enumerable.Range(1, LateReplies.Most), number => Assert.True(Add((byte)number, round)));
            Assert.False(Add(99, round));
            Assert.All(Enumerable.Range(1, LateReplies.Most), number => Assert.Equal(number, Take(round + LateReplies.Wait)));
        }
    }

    private bool Add(byte number, long now) => _late.TryAdd(new DhcpReply { Length = number }, [number], null!, now);

    private int? Take(long now)
    {
        if (!_late.TryTake(now, out var reply, out _, out var slot))
        {
            return null;
        }

        Assert.Equal(reply.Length, _late.Slots.Reply(slot)[0]);
        return reply.Length;
    }
}
