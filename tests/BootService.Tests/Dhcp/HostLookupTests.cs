using BootService.Core.Dhcp;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Tests.Dhcp;

/// <summary>What a packet costs in looking up: counted where cards are asked for, whatever road the packet takes through the server.</summary>
public sealed class HostLookupTests
{
    private static readonly Frontend Second = DhcpFixture.Frontend with
    {
        Interface = "eth2",
        Address = Ipv4.Parse("10.5.0.1"),
        Subnet = Ipv4Network.Parse("10.5.0.0/24"),
    };

    private readonly CountedCards _cards = new();
    private readonly DhcpFixture _server = new();
    private readonly byte[] _reply = new byte[2000];

    public static TheoryData<string, bool> Packets
    {
        get
        {
            var packets = new TheoryData<string, bool>();
            foreach (var packet in (string[])["discover", "bios", "uefi", "http", "ipxe", "request", "inform", "release", "decline", "bootp", "boot server"])
            {
                packets.Add(packet, false);
                packets.Add(packet, true);
            }

            return packets;
        }
    }

    [Theory]
    [MemberData(nameof(Packets))]
    public void A_packet_of_a_known_host_looks_it_up_once(string packet, bool hasSeveralLinks)
    {
        Count(hasSeveralLinks);
        foreach (var card in (MacAddress[])[DhcpFixture.Known, DhcpFixture.Unknown])
        {
            // The first is the one that finds the words; the second finds them kept.
            for (var round = 0; round < 2; round++)
            {
                _cards.Asked = 0;
                _server.Responder.Handle(Packet(packet, card), packet == "boot server" ? DhcpDoor.BootServer : DhcpDoor.Server, DhcpFixture.Peer, _server.Now,
                    _reply);
                Assert.Equal(1, _cards.Asked);
            }
        }
    }

    [Fact]
    public void A_commit_between_two_packets_leaves_it_at_one()
    {
        Count(hasSeveralLinks: true);
        _server.AskQuietly(Packet("bios", DhcpFixture.Known));
        _server.Current = _server.Current.With(new Change.HostSet(_server.Current.HostOf(DhcpFixture.Relayed)! with { Comment = "moved" }));
        _cards.Asked = 0;
        Assert.NotEqual(0, _server.AskQuietly(Packet("bios", DhcpFixture.Known)));
        Assert.Equal(1, _cards.Asked);
    }

    private void Count(bool hasSeveralLinks)
    {
        _server.Arm();
        var current = _server.Current;
        var frontend = hasSeveralLinks ? current.Frontend with { Others = [Second] } : current.Frontend;
        _server.Current = new Inventory(frontend, current.Tables with { ByMac = current.Tables.ByMac.WithComparers(_cards) });
        _server.AskQuietly(ClientPackets.Discover(MacAddress.Parse("02:00:00:00:00:99"))); // the pools are made once
    }

    private static byte[] Packet(string name, MacAddress card) => name switch
    {
        "bios" or "boot server" => ClientPackets.Bios(card),
        "uefi" => ClientPackets.Uefi(card),
        "ipxe" => ClientPackets.Ipxe(card),
        "http" => ClientPackets.UefiHttp(card),
        "request" => ClientPackets.Request(card, Ipv4.Parse("10.1.255.254")),
        "inform" => ClientPackets.Make(card, DhcpMessageType.Inform),
        "release" => ClientPackets.Make(card, DhcpMessageType.Release),
        "decline" => ClientPackets.Make(card, DhcpMessageType.Decline),
        "bootp" => ClientPackets.Bootp(card),
        _ => ClientPackets.Discover(card),
    };

    private sealed class CountedCards : IEqualityComparer<MacAddress>
    {
        public int Asked { get; set; }

        public bool Equals(MacAddress x, MacAddress y) => x == y;

        public int GetHashCode(MacAddress card)
        {
            Asked++;
            return card.GetHashCode();
        }
    }
}
