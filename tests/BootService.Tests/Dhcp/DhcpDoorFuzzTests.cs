using BootService.Core.Dhcp;
using BootService.Net;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using CsCheck;
using Xunit;

namespace BootService.Tests.Dhcp;

/// <summary>The whole door under fire: octets and a moment in, a parsable reply or nothing out, never an exception.</summary>
public class DhcpDoorFuzzTests
{
    private static readonly byte[][] Seeds =
    [
        ClientPackets.Bios(DhcpFixture.Known),
        ClientPackets.Uefi(DhcpFixture.Known, DhcpMessageType.Request),
        ClientPackets.Bootp(DhcpFixture.Known),
        ClientPackets.UefiHttp(DhcpFixture.Known),
        ClientPackets.Ipxe(DhcpFixture.Unknown, 19, 1, 1, 24, 1, 1),
        ClientPackets.Request(DhcpFixture.Unknown, Ipv4.Parse("10.1.9.3")),
        ClientPackets.Make(DhcpFixture.Relayed, DhcpMessageType.Discover, static (ref writer) =>
        {
            writer.RelayAddress = Ipv4.Parse("10.3.0.1");
            writer.Add(DhcpOptionCode.RelayAgentInformation, [1, 2, 9, 9, 5, 4, 10, 3, 0, 0, 19, 0]);
        }),
        ClientPackets.Make(
            DhcpFixture.Unknown, DhcpMessageType.Decline, static (ref writer) => writer.Add(DhcpOptionCode.RequestedAddress, Ipv4.Parse("10.1.9.3"))),
    ];

    [Fact]
    public void Changed_octets_and_cut_ends_are_answered_well_or_not_at_all()
    {
        var server = new DhcpFixture { Allocates = false };
        var change = Gen.Select(Gen.Int[0, 599], Gen.Byte);
        Gen.Select(Gen.Int[0, Seeds.Length - 1], change.Array[0, 12], Gen.Int[200, 600], Gen.Int[0, 20_000]).Sample(
            (seed, changes, length, wait) =>
            {
                var packet = Seeds[seed].ToArray();
                foreach (var (at, value) in changes)
                {
                    packet[at % packet.Length] = value;
                }

                server.Pass(TimeSpan.FromMilliseconds(wait));
                Answer(server, packet.AsSpan(0, Math.Min(length, packet.Length)), wait % 2 == 0 ? DhcpDoor.Server : DhcpDoor.BootServer);
            },
            iter: 3000,
            threads: 1);
    }

    [Fact]
    public void Each_message_kept_from_fuzzing_is_answered_well_or_not_at_all()
    {
        var server = new DhcpFixture { Allocates = false };
        var corpus = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Dhcp", "corpus"));
        Assert.NotEmpty(corpus);
        foreach (var file in corpus)
        {
            Answer(server, File.ReadAllBytes(file), DhcpDoor.Server);
            Answer(server, File.ReadAllBytes(file), DhcpDoor.BootServer);
        }
    }

    private static void Answer(DhcpFixture server, ReadOnlySpan<byte> packet, DhcpDoor door)
    {
        var reply = server.Ask(packet, door, new UdpPeer(Ipv4.Parse("10.1.4.4"), 68));
        if (reply.Length > 0)
        {
            Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(reply, out var message));
            Assert.False(message.IsRequest);
            Assert.InRange(reply.Length, DhcpMessage.MinimumLength, 1472);
            Assert.False(message.YourAddress == DhcpFixture.Frontend.Address);
        }
    }
}
