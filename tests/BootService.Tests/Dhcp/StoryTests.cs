using BootService.Core.Dhcp;
using BootService.Fuzz;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Tests.Dhcp;

/// <summary>Stories of hostile and broken machines: the fuzzing corpus, some mutations of it, and what must hold whoever lies.</summary>
public class StoryTests
{
    private static readonly string Stories = Path.Combine(AppContext.BaseDirectory, "Dhcp", "stories");

    private readonly DhcpFixture _server = new();

    [Fact]
    public void Every_kept_story_ends_well_and_whole_lives_are_answered()
    {
        var replies = Directory.GetFiles(Stories)
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file)!, file => FuzzedServer.Play(File.ReadAllBytes(file)), StringComparer.Ordinal);
        Assert.All(replies.Where(story => story.Key.StartsWith("story-", StringComparison.Ordinal)), story => Assert.True(story.Value > 0, story.Key));
    }

    [Fact]
    public void Stories_that_were_tampered_with_end_well()
    {
        var mutation = new Mutation([.. Directory.GetFiles(Stories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)], seed: 4);
        for (var story = 0; story < 2000; story++)
        {
            FuzzedServer.Play(mutation.Next());
        }
    }

    [Fact]
    public void A_renewal_of_another_machine_s_address_is_refused_and_takes_nothing()
    {
        var leased = Lease(DhcpFixture.Unknown);
        var thief = MacAddress.Parse("02:00:00:00:00:66");

        Assert.Equal(DhcpMessageType.Nak, TypeOf(Renewal(thief, leased)));
        Assert.Equal(DhcpMessageType.Nak, TypeOf(Renewal(thief, Ipv4.Parse("10.1.255.254"))));
        Assert.Equal(DhcpMessageType.Ack, TypeOf(Renewal(DhcpFixture.Unknown, leased)));
    }

    [Fact]
    public void A_release_or_a_decline_of_another_machine_s_address_frees_nothing()
    {
        var leased = Lease(DhcpFixture.Unknown);
        var thief = MacAddress.Parse("02:00:00:00:00:66");
        _server.Ask(Saying(thief, DhcpMessageType.Release, leased));
        _server.Ask(Saying(thief, DhcpMessageType.Decline, leased));

        Assert.Equal(LeaseState.Bound, Assert.Single(_server.Book.Pools).Pool.Find(DhcpFixture.Unknown.Value).State);
        Assert.NotEqual(leased, Lease(thief));
    }

    [Fact]
    public void A_machine_that_names_another_server_is_left_to_it()
    {
        var offered = Lease(DhcpFixture.Unknown);
        Assert.Empty(_server.Ask(ClientPackets.Make(DhcpFixture.Known, DhcpMessageType.Request, (ref writer) =>
        {
            writer.Add(DhcpOptionCode.ServerIdentifier, Ipv4.Parse("10.1.0.66"));
            writer.Add(DhcpOptionCode.RequestedAddress, offered);
        })));
    }

    [Fact]
    public void Made_up_machines_cost_no_memory_once_the_pool_is_full()
    {
        _server.Allocates = false;
        Flood(0, 20_000);

        // What other tests hold comes and goes; what is kept of each machine would be there every time.
        Assert.InRange(Enumerable.Range(1, 5).Min(Growth), long.MinValue, 128 << 10);
        Assert.Equal(DhcpMessageType.Offer, TypeOf(ClientPackets.Bios(DhcpFixture.Known)));
    }

    private long Growth(int round)
    {
        const ulong Machines = 40_000;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Flood((ulong)round * Machines, (ulong)(round + 1) * Machines);
        return GC.GetTotalMemory(forceFullCollection: true) - before;
    }

    private void Flood(ulong first, ulong last)
    {
        var packet = ClientPackets.Discover(DhcpFixture.Unknown);
        for (var mac = first; mac < last; mac++)
        {
            new MacAddress(0x0200_0000_0000 + mac).CopyTo(packet.AsSpan(28));
            _server.AskQuietly(packet);
        }
    }

    private Ipv4 Lease(MacAddress mac)
    {
        DhcpMessage.TryParse(_server.Ask(ClientPackets.Discover(mac)), out var offer);
        var address = offer.YourAddress;
        Assert.Equal(DhcpMessageType.Ack, TypeOf(ClientPackets.Request(mac, address)));
        return address;
    }

    private DhcpMessageType TypeOf(byte[] packet)
    {
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(_server.Ask(packet), out var message));
        return message.Type;
    }

    private static byte[] Renewal(MacAddress mac, Ipv4 address) =>
        ClientPackets.Make(mac, DhcpMessageType.Request, (ref writer) => writer.ClientAddress = address);

    private static byte[] Saying(MacAddress mac, DhcpMessageType type, Ipv4 address) => ClientPackets.Make(mac, type, (ref writer) =>
    {
        writer.ClientAddress = address;
        writer.Add(DhcpOptionCode.ServerIdentifier, DhcpFixture.Frontend.Address);
        writer.Add(DhcpOptionCode.RequestedAddress, address);
    });
}
