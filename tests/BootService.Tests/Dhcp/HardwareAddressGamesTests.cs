using BootService.Core.Dhcp;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Tests.Dhcp;

/// <summary>What clients say of their hardware address, truly or not: whoever has none is known by option 61, and nobody gets a host's place by it.</summary>
public class HardwareAddressGamesTests
{
    private const byte Ethernet = 1;
    private const byte InfiniBand = 32;
    private const byte Ieee1394 = 24;

    private static readonly byte[] KnownMac = [0x52, 0x54, 0, 0, 1, 0];

    private readonly DhcpFixture _server = new();

    [Theory]
    [InlineData(Ethernet, 17)]
    [InlineData(Ethernet, 255)]
    [InlineData(InfiniBand, 128)]
    public void A_length_beyond_the_field_is_dropped_and_counted(byte type, byte length)
    {
        Assert.Empty(_server.Ask(Packet(type, length, KnownMac)));
        Assert.Equal(1, _server.Responder.Counters.Malformed);
        Assert.Empty(_server.Stored);
    }

    /// <summary>The known host's address in the field does not make its sender that host, unless it is an Ethernet address of six octets.</summary>
    [Theory]
    [InlineData(Ethernet, 0)]
    [InlineData(Ethernet, 1)]
    [InlineData(Ethernet, 5)]
    [InlineData(Ethernet, 7)]
    [InlineData(Ethernet, 16)]
    [InlineData(0, 6)]
    [InlineData(6, 6)]
    [InlineData(Ieee1394, 8)]
    [InlineData(InfiniBand, 0)]
    [InlineData(InfiniBand, 6)]
    [InlineData(InfiniBand, 16)]
    [InlineData(255, 6)]
    public void Only_an_Ethernet_address_of_six_octets_is_a_host_s(byte type, byte length)
    {
        var reply = _server.Ask(Packet(type, length, KnownMac, identifier: [7, 1, 2, 3]));
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(reply, out var offer));
        Assert.StartsWith("10.1.9.", offer.YourAddress.ToString(), StringComparison.Ordinal);
        Assert.True(_server.Last.Target.IsZero);
        Assert.Equal(ReplyRouteKind.Broadcast, _server.Last.Route.Kind);
        Assert.Equal((type, length), (offer.HardwareType, offer.HardwareLength));
        Assert.Equal(_server.Ask(Packet(type, length, KnownMac, identifier: [7, 1, 2, 3])), reply);
    }

    [Theory]
    [InlineData(InfiniBand, 0)]
    [InlineData(Ethernet, 0)]
    [InlineData(0, 0)]
    public void Who_has_neither_an_address_nor_an_identifier_is_nobody(byte type, byte length)
    {
        Assert.Empty(_server.Ask(Packet(type, length, KnownMac)));
        Assert.Equal(0, Assert.Single(_server.Book.Pools).Pool.Held);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255 })]
    [InlineData(new byte[] { 1, 0, 0x5e, 0, 0, 1 })]
    public void No_frame_goes_to_nobody_or_to_a_group(byte[] mac)
    {
        _server.Ask(Packet(Ethernet, 6, mac, identifier: [1, 2, 3]));
        Assert.NotEqual(ReplyRouteKind.Hardware, _server.Last.Route.Kind);
        Assert.True(_server.Last.Target.IsZero);
    }

    [Fact]
    public void A_UUID_in_the_place_of_an_address_is_an_identity_of_its_own()
    {
        byte[] one = [0x56, 0x4d, 0x12, 0x34, 0xaa, 0xbb, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        byte[] other = [.. one[..15], 11];
        var addresses = new[] { one, other, one }.Select(uuid => Offered(Packet(Ethernet, 16, uuid))).ToArray();
        Assert.Equal(addresses[0], addresses[2]);
        Assert.NotEqual(addresses[0], addresses[1]);
    }

    /// <summary>ROM, loader and system send different identifiers (poseidon/matchbox#245), and a stranger may send a host's.</summary>
    [Fact]
    public void An_identifier_that_disagrees_with_the_address_changes_nothing()
    {
        byte[] ofKnown = [1, .. KnownMac];
        byte[] stranger = [2, 0, 0, 0, 0, 7];
        Assert.Equal(Ipv4.Parse("10.1.255.254"), Offered(Packet(Ethernet, 6, KnownMac, identifier: [0xff, 9, 9, 9])));
        Assert.StartsWith("10.1.9.", Offered(Packet(Ethernet, 6, stranger, identifier: ofKnown)).ToString(), StringComparison.Ordinal);
        Assert.StartsWith("10.1.9.", Offered(Packet(InfiniBand, 0, [], identifier: ofKnown)).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(254)]
    [InlineData(255)]
    [InlineData(300)]
    public void An_identifier_of_any_length_is_echoed_whole_and_keeps_its_address(int length)
    {
        byte[] identifier = [.. Enumerable.Range(1, length).Select(value => (byte)value)];
        var datagram = Packet(Ethernet, 6, [2, 0, 0, 0, 0, 7], identifier, room: 576);
        var reply = _server.Ask(datagram);
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(reply, out var offer));
        Assert.True(offer.TryGet(DhcpOptionCode.ClientIdentifier, new byte[1024], out var echoed) || length == 0);
        Assert.Equal(identifier, echoed.ToArray());
        Assert.Equal(offer.YourAddress, Offered(datagram));
    }

    private Ipv4 Offered(byte[] datagram)
    {
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(_server.Ask(datagram), out var offer));
        return offer.YourAddress;
    }

    private static byte[] Packet(byte type, byte length, ReadOnlySpan<byte> address, byte[]? identifier = null, ushort room = 0)
    {
        var datagram = ClientPackets.Make(new MacAddress(1), DhcpMessageType.Discover, (ref writer) =>
        {
            if (room != 0)
            {
                writer.Add(DhcpOptionCode.MaximumMessageSize, (ushort)1500);
            }

            // RFC 3396: what is longer than 255 octets comes in pieces.
            foreach (var piece in identifier?.Chunk(255) ?? [])
            {
                writer.Add(DhcpOptionCode.ClientIdentifier, piece);
            }
        });
        datagram[1] = type;
        datagram[2] = length;
        var field = datagram.AsSpan(28, DhcpMessage.HardwareAddressFieldLength);
        field.Clear();
        address.CopyTo(field);
        return datagram;
    }
}
