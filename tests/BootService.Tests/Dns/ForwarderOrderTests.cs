using BootService.Dns;
using Xunit;

namespace BootService.Tests.Dns;

public sealed class ForwarderOrderTests
{
    [Fact]
    public void Each_is_asked_once_and_the_one_that_answered_last_first()
    {
        var order = new ForwarderOrder(3);
        Assert.Equal([0, 1, 2], Asked(order, 0));
        order.Answered(2, 0);
        Assert.Equal([2, 0, 1], Asked(order, 1000));
        order.Silent(2, 2000);
        Assert.Equal([0, 1, 2], Asked(order, 3000));
        order.Silent(2, 4000);
        Assert.Equal([0, 1, 2], Asked(order, 5000));
    }

    [Fact]
    public void The_one_that_was_named_first_is_tried_again_by_one_question_that_does_not_wait_long()
    {
        var order = new ForwarderOrder(3);
        order.Silent(0, 1000);
        Assert.Equal([1, 2, 0], Asked(order, 30_000));
        Assert.Equal((0, ForwarderOrder.ShortPatience), order.First(31_000) is var again ? (again.Server, again.Patience) : default);
        Assert.Equal(1, order.Next(again)!.Value.Server);
        Assert.Equal([1, 2, 0], Asked(order, 31_001));
        order.Answered(0, 31_100);
        Assert.Equal([0, 1, 2], Asked(order, 31_200));
    }

    [Fact]
    public void A_single_server_is_asked_and_nobody_after_it()
    {
        var order = new ForwarderOrder(1);
        order.Silent(0, 0);
        Assert.Equal([0], Asked(order, 1));
    }

    [Fact]
    public void Of_a_long_list_the_first_are_asked() => Assert.Equal(Enumerable.Range(0, ForwarderOrder.Most), Asked(new ForwarderOrder(40), 0));

    private static IEnumerable<int> Asked(ForwarderOrder order, long now)
    {
        for (ForwarderOrder.Ask? asked = order.First(now); asked is { } ask; asked = order.Next(ask))
        {
            yield return ask.Server;
        }
    }
}
