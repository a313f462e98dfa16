using System.Buffers.Binary;
using BootService.Core.Dhcp;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Stores;
using BootService.Dhcp;
using BootService.Net;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using BootService.Protocols.Tests.Dhcp;

namespace BootService.Fuzz;

/// <summary>The whole DHCP door, bytes and time to reply, with a story of messages as its input, so that leases of earlier ones meet later ones.</summary>
/// <remarks>
/// A story is messages one after the other, each with a head of four octets: flags, how long after the last one (its square, in seconds, either
/// way for the wall clock), and the message's length, low octet first. A story that ends in the middle of a message ends with a short one.
/// </remarks>
internal sealed class FuzzedServer : IAppliance, IBootEvents, ILeaseJournal
{
    public static readonly MacAddress KnownMac = MacAddress.Parse("52:54:00:00:01:00");
    public static readonly Ipv4 KnownAddress = Ipv4.Parse("10.1.255.254");

    private const int HeadLength = 4;
    private const byte BootServerFlag = 1;
    private const byte SecondLinkFlag = 2;
    private const byte ClockBackFlag = 4;
    private const byte RelayPortFlag = 8;
    private const byte ClaimFlag = 16;

    private static readonly Frontend Second = Link("eth2", 2, "10.5.0.1", "10.5.0.0/24");
    private static readonly Frontend First = Link("eth1", 1, "10.1.1.1", "10.1.0.0/16") with { Others = [Second] };
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly byte[] _reply = new byte[2000];
    private readonly LeaseBook _book = new(new LeaseTerms());
    private readonly DhcpResponder _responder;

    public FuzzedServer(DhcpMode mode)
    {
        Current = Inventory.Empty(First).With(
            new Change.ApplianceSet(new Appliance("backend", "Backend", "backend")),
            new Change.NetworkSet(
                new Network(
                    "private", First.Subnet)
                {
                    Gateway = First.Address,
                    Zone = "local",
                    PoolFirst = Ipv4.Parse("10.1.9.0"),
                    PoolLast = Ipv4.Parse("10.1.9.7")
                }),
            new Change.NetworkSet(new Network("second", Second.Subnet) { PoolFirst = Ipv4.Parse("10.5.0.1"), PoolLast = Ipv4.Parse("10.5.0.4") }),
            new Change.NetworkSet(new Network("far", Ipv4Network.Parse("10.3.0.0/24")) { Gateway = Ipv4.Parse("10.3.0.1"), Mtu = 9000 }),
            new Change.HostSet(
                new Host(
                    HostName.Parse("backend-0-0"), "backend", 0,
                    0)
                { Interfaces = [new HostInterface("eth0", KnownMac, KnownAddress, "private", IsDefault: true)] }));
        _responder = new DhcpResponder(new DhcpSettings { Mode = mode }, this, this, _book, this);
    }

    public Inventory Current { get; }

    public bool HasPending => false;

    /// <summary>Replies given so far.</summary>
    public int Replies { get; private set; }

    /// <summary>Plays a story to a server that gives addresses, then to a proxy.</summary>
    /// <exception cref="InvalidOperationException">The server said what it must never say.</exception>
    public static int Play(ReadOnlySpan<byte> story)
    {
        var server = new FuzzedServer(DhcpMode.Authoritative);
        server.Hear(story);
        new FuzzedServer(DhcpMode.Proxy).Hear(story);
        return server.Replies;
    }

    public Task<T> CommitAsync<T>(Func<Inventory, Proposal<T>> propose, CancellationToken cancel) => throw new NotSupportedException();

    public void Post(in BootEvent happened) => _ = EventSentences.Why(happened)?.Length;

    public void Add(StoredLease lease) => Demand(lease.Client == 0 || !First.Has(lease.Address), "an address of the frontend's was leased");

    public void Seal()
    {
    }

    public bool Commit() => true;

    private static Frontend Link(string name, ulong number, string address, string subnet) =>
        new("frontend", "local", name, new MacAddress(0x5254_0000_0000 + number), Ipv4.Parse(address), Ipv4Network.Parse(subnet), 80);

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }

    private void Hear(ReadOnlySpan<byte> story)
    {
        var now = new DhcpMoment(Noon, 1_000_000);
        while (story.Length > HeadLength)
        {
            var (flags, pause) = (story[0], story[1]);
            var length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(story[2..]), story.Length - HeadLength);
            var message = story.Slice(HeadLength, length);
            var seconds = pause * pause;
            now = new DhcpMoment(now.Wall.AddSeconds((flags & ClockBackFlag) != 0 ? -seconds : seconds), now.Milliseconds + (seconds * 1000L));
            Hear(message, flags, now);
            story = story[(HeadLength + length)..];
        }
    }

    private void Hear(ReadOnlySpan<byte> message, byte flags, DhcpMoment now)
    {
        if ((flags & ClaimFlag) != 0 && message.Length >= 10)
        {
            _responder.HandleClaim(MacAddress.From(message), Ipv4.From(message[6..]), now);
            return;
        }

        var door = (flags & BootServerFlag) != 0 ? DhcpDoor.BootServer : DhcpDoor.Server;
        var at = (flags & SecondLinkFlag) != 0 ? Second.Address : First.Address;
        var reply = _responder.Handle(message, door, new UdpPeer(Ipv4.Parse("10.1.4.4"), (ushort)((flags & RelayPortFlag) != 0 ? 6767 : 68)), now, _reply, at);
        if (reply.Length > 0)
        {
            Replies++;
            Check(_reply.AsSpan(0, reply.Length), reply, message);
        }
    }

    // What holds of every reply, whatever was asked.
    private static void Check(ReadOnlySpan<byte> octets, in DhcpReply reply, ReadOnlySpan<byte> asked)
    {
        Demand(DhcpMessage.TryParse(octets, out var message) is DhcpFault.None && !message.IsRequest, "a reply cannot be read");
        Demand(octets.Length is >= DhcpMessage.MinimumLength and <= 1472, "a reply is too short or too long");
        Demand(octets[4..8].SequenceEqual(asked[4..8]) && octets[28..44].SequenceEqual(asked[28..44]), "a reply is to somebody else");
        Demand(
            DhcpMessage.TryParse(asked, out var question) is DhcpFault.None && question.IsBootp == message.IsBootp, "BOOTP and DHCP were taken for each other");
        Demand(
            message.IsBootp || message.Type is DhcpMessageType.Offer or DhcpMessageType.Ack or DhcpMessageType.Nak, "a reply is of no server's type");
        Demand(message.YourAddress.IsAny || !First.Has(message.YourAddress), "an address of the frontend's was given away");
        Demand(message.Type is not DhcpMessageType.Nak || message.YourAddress.IsAny, "a refusal gives an address");
        Demand(message.YourAddress != KnownAddress || message.HardwareAddress == KnownMac, "a host's address was given to another machine");
        Demand(reply.Route.Port != 0 && (reply.Route.Kind is not ReplyRouteKind.Unicast || !reply.Route.Address.IsAny), "a reply goes nowhere");
        _ = DhcpSummary.Lines(message);
    }
}
