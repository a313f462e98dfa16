using BootService.Net;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Tests.Net;

public class NeighboursTests
{
    private static readonly string[] Table =
    [
        "IP address       HW type     Flags       HW address            Mask     Device",
        "10.1.7.77        0x1         0x2         52:54:00:cc:00:77     *        boot0",
        "10.1.7.7         0x1         0x2         52:54:00:cc:00:01     *        boot0",
        "10.1.7.8         0x1         0x0         00:00:00:00:00:00     *        boot0",
        "10.1.7.9         0x20        0x2         80:00:00:48:fe:80     *        ib0",
    ];

    [Theory]
    [InlineData("10.1.7.7", "52:54:00:cc:00:01")]
    [InlineData("10.1.7.77", "52:54:00:cc:00:77")]
    [InlineData("10.1.7.8", null)]
    [InlineData("10.1.7.9", null)]
    [InlineData("10.1.7.78", null)]
    public void The_card_is_the_one_that_answered_for_the_address(string address, string? card) =>
        Assert.Equal(card, Neighbours.CardOf(Ipv4.Parse(address), Table)?.ToString());

    [Fact]
    public void The_kernel_s_own_table_can_be_read() => Assert.Null(Neighbours.CardOf(Ipv4.Parse("203.0.113.99")));
}
