using BootService.Protocols.Ipv6;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Protocols.Tests.Ipv6;

public sealed class BootlessIpv6Tests
{
    private static readonly MacAddress Us = MacAddress.Parse("52:54:00:00:00:01");

    // As OVMF 2022.11 writes it: client identifier (DUID-UUID), elapsed time, options wanted, architecture 16, network interface, vendor class.
    private static readonly byte[] Firmware =
    [
        1, 0xA1, 0xB2, 0xC3,
        0, 1, 0, 18, 0, 4, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
        0, 8, 0, 2, 0, 0,
        0, 6, 0, 4, 0, 59, 0, 60,
        0, 61, 0, 2, 0, 16,
        0, 62, 0, 3, 1, 3, 0,
    ];

    [Fact]
    public void Firmware_is_told_at_once_that_there_is_nothing()
    {
        Assert.True(Dhcp6Solicitation.TryParse(Firmware, out var solicitation));
        var reply = new byte[Dhcp6Solicitation.Capacity];
        var length = solicitation.WriteNothingHere(reply, Us);
        Assert.Equal([2, 0xA1, 0xB2, 0xC3, .. Firmware[4..26], 0, 2, 0, 10, 0, 3, 0, 1, 0x52, 0x54, 0, 0, 0, 1, 0, 7, 0, 1, 255], reply[..length]);
    }

    [Fact]
    public void An_operating_system_and_every_other_message_are_left_to_others()
    {
        Assert.False(Dhcp6Solicitation.TryParse(Firmware.AsSpan(0, 40), out _)); // cut before the architecture
        Assert.False(Dhcp6Solicitation.TryParse([3, .. Firmware[1..]], out _));
        Assert.False(Dhcp6Solicitation.TryParse([1, 0, 0, 0, 0, 61, 0, 2, 0, 16], out _)); // nobody
        Assert.False(Dhcp6Solicitation.TryParse([1, 0, 0, 0, 0, 1, 0, 140, .. new byte[140], 0, 61, 0, 2, 0, 16], out _));
    }

    [Fact]
    public void No_piece_of_a_message_makes_it_throw()
    {
        var random = new Random(1);
        var reply = new byte[Dhcp6Solicitation.Capacity];
        for (var times = 0; times < 20_000; times++)
        {
            var message = Firmware[..random.Next(Firmware.Length + 1)];
            if (message.Length > 0)
            {
                message[random.Next(message.Length)] = (byte)random.Next(256);
            }

            if (Dhcp6Solicitation.TryParse(message, out var solicitation))
            {
                Assert.InRange(solicitation.WriteNothingHere(reply, Us), 1, reply.Length);
            }

            RouterDiscovery.IsRouterSpeaking(message);
        }
    }

    [Fact]
    public void A_router_is_one_that_says_something()
    {
        byte[] nothing = [.. RouterDiscovery.NoRouterHere];
        Assert.False(RouterDiscovery.IsRouterSpeaking(nothing));
        Assert.False(RouterDiscovery.IsRouterSpeaking([.. nothing, 1, 1, 1, 2, 3, 4, 5, 6]));
        Assert.True(RouterDiscovery.IsRouterSpeaking([.. nothing, 1, 1, 1, 2, 3, 4, 5, 6, 3, 4, .. new byte[30]]));
        Assert.True(RouterDiscovery.IsRouterSpeaking([.. nothing[..5], 0x80, .. nothing[6..]]));
        Assert.True(RouterDiscovery.IsRouterSpeaking([.. nothing[..5], 0x40, .. nothing[6..]]));
        Assert.True(RouterDiscovery.IsRouterSpeaking([.. nothing[..6], 7, 8, .. nothing[8..]]));
        Assert.False(RouterDiscovery.IsRouterSpeaking(RouterDiscovery.Question));
        Assert.True(RouterDiscovery.IsQuestion(RouterDiscovery.Question));
        Assert.False(RouterDiscovery.IsQuestion(nothing));
    }
}
