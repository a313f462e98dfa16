using BootService.Core.Dhcp;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Reasons;
using BootService.Dhcp;
using BootService.Net;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using Xunit;

namespace BootService.Tests.Dhcp;

public class DhcpResponderTests
{
    private readonly DhcpFixture _server = new();

    [Fact]
    public void A_known_BIOS_machine_is_offered_its_address_and_PXELINUX() =>
        DhcpFixture.Check("bios-offer", _server.Ask(ClientPackets.Bios(DhcpFixture.Known)));

    [Fact]
    public void An_armed_UEFI_machine_is_offered_snponly()
    {
        _server.Arm();
        DhcpFixture.Check("uefi-offer", _server.Ask(ClientPackets.Uefi(DhcpFixture.Known)));
    }

    [Fact]
    public void An_armed_UEFI_machine_that_boots_by_HTTP_gets_a_URL()
    {
        _server.Arm();
        DhcpFixture.Check("uefi-http-offer", _server.Ask(ClientPackets.UefiHttp(DhcpFixture.Known)));
    }

    [Fact]
    public void An_unknown_machine_that_tries_HTTP_boot_gets_nothing_to_boot()
    {
        var reply = Reply(_server.Ask(ClientPackets.UefiHttp(DhcpFixture.Unknown)));
        Assert.False(reply.Has(DhcpOptionCode.VendorClass));
        Assert.False(reply.Has(DhcpOptionCode.BootFileName));
        Assert.True(reply.ServerAddress.IsAny);
    }

    [Fact]
    public void An_iPXE_that_can_gets_its_script_and_does_not_wait_for_a_proxy() =>
        DhcpFixture.Check("ipxe-offer", _server.Ask(ClientPackets.Ipxe(DhcpFixture.Known, 19, 1, 1, 24, 1, 1)));

    [Fact]
    public void The_cut_down_iPXE_of_VirtualBox_gets_a_loader_by_TFTP()
    {
        var reply = Reply(_server.Ask(ClientPackets.Ipxe(DhcpFixture.Known, 21, 1, 1)));
        Assert.Equal("pxelinux.0"u8, reply.BootFile);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_REQUEST_that_names_itself_no_more_is_told_what_its_OFFER_said(bool armed)
    {
        if (armed)
        {
            _server.Arm();
        }

        foreach (var discover in new[] { ClientPackets.Bios(DhcpFixture.Known), ClientPackets.Uefi(DhcpFixture.Known),
            ClientPackets.Ipxe(DhcpFixture.Known, 19, 1, 1, 24, 1, 1) })
        {
            var offer = Boot(_server.Ask(discover));
            Assert.NotEqual(string.Empty, offer.File);
            Assert.Equal(offer, Boot(_server.Ask(ClientPackets.Request(DhcpFixture.Known, Ipv4.Parse("10.1.255.254")))));
            _server.Pass(TimeSpan.FromMinutes(2));
            Assert.Equal(string.Empty, Boot(_server.Ask(ClientPackets.Request(DhcpFixture.Known, Ipv4.Parse("10.1.255.254")))).File);
        }
    }

    private static (string File, string Name, string Class, string Vendor, string Server, Ipv4 Next) Boot(byte[] octets)
    {
        var reply = Reply(octets);
        return (System.Text.Encoding.ASCII.GetString(reply.BootFile), Hex(reply, DhcpOptionCode.BootFileName), Hex(reply, DhcpOptionCode.VendorClass),
            Hex(reply, DhcpOptionCode.VendorSpecific), Hex(reply, DhcpOptionCode.TftpServerName), reply.ServerAddress);
    }

    private static string Hex(in DhcpMessage reply, DhcpOptionCode code) => reply.TryGet(code, out var value) ? Convert.ToHexString(value) : string.Empty;

    [Theory]
    [InlineData(68, true)]
    [InlineData(67, true)]
    [InlineData(1023, true)]
    [InlineData(1024, false)]
    [InlineData(50_000, false)]
    public void Firmware_is_who_asks_from_a_port_that_only_root_opens(int port, bool isBelieved)
    {
        _server.Arm();
        _server.Ask(ClientPackets.Bios(DhcpFixture.Known), from: new UdpPeer(Ipv4.Parse("10.1.255.254"), (ushort)port));
        Assert.Equal(isBelieved, _server.Seen.Of(DhcpFixture.Known, _server.Now.Milliseconds).Asked != 0);
    }

    [Fact]
    public void An_operating_system_or_a_stranger_is_no_firmware_of_a_host()
    {
        _server.Arm();
        _server.Ask(ClientPackets.Discover(DhcpFixture.Known));
        _server.Ask(ClientPackets.Bios(DhcpFixture.Unknown));
        Assert.Equal(
            (0L, 0L), (_server.Seen.Of(DhcpFixture.Known, _server.Now.Milliseconds).Asked,
                _server.Seen.Of(DhcpFixture.Unknown, _server.Now.Milliseconds).Asked));
    }

    [Fact]
    public void An_operating_system_gets_an_address_and_no_loader()
    {
        var reply = Reply(_server.Ask(ClientPackets.Discover(DhcpFixture.Known)));
        Assert.True(reply.BootFile.IsEmpty);
        Assert.Equal(Ipv4.Parse("10.1.255.254"), reply.YourAddress);
        Assert.Equal(ReplyRouteKind.Hardware, _server.Last.Route.Kind);
    }

    [Fact]
    public void A_BOOTP_client_is_told_its_address_and_where_to_go_on() =>
        DhcpFixture.Check("bootp-reply", _server.Ask(ClientPackets.Bootp(DhcpFixture.Known)));

    [Fact]
    public void What_a_BOOTP_client_asks_for_by_name_is_repeated_and_who_sends_no_options_gets_none()
    {
        var packet = ClientPackets.Bootp(DhcpFixture.Known);
        "board/u-boot.img"u8.CopyTo(packet.AsSpan(108));
        packet.AsSpan(236).Clear();
        var octets = _server.Ask(packet);
        var reply = Reply(octets);
        Assert.Equal(300, octets.Length);
        Assert.Equal("board/u-boot.img"u8, reply.BootFile);
        Assert.Equal((Ipv4.Parse("10.1.255.254"), DhcpFixture.Frontend.Address), (reply.YourAddress, reply.ServerAddress));
        Assert.False(octets.AsSpan(236).ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void BOOTP_goes_where_RFC_1542_sends_it_costs_no_lease_and_is_told()
    {
        _server.Ask(ClientPackets.Bootp(DhcpFixture.Known));
        Assert.Equal((ReplyRouteKind.Hardware, Ipv4.Parse("10.1.255.254")), (_server.Last.Route.Kind, _server.Last.Route.Address));
        Assert.Equal((BootMessage.Bootp, BootOutcome.Ok), (_server.Last.Event.Message, _server.Last.Event.Outcome));
        _server.Ask(ClientPackets.Make(DhcpFixture.Known, DhcpMessageType.None, static (ref writer) => writer.WantsBroadcast = true));
        Assert.Equal(ReplyRouteKind.Broadcast, _server.Last.Route.Kind);
        _server.Ask(ClientPackets.Make(DhcpFixture.Relayed, DhcpMessageType.None, static (ref writer) => writer.RelayAddress = Ipv4.Parse("10.3.0.1")));
        Assert.Equal((ReplyRouteKind.Unicast, Ipv4.Parse("10.3.0.1")), (_server.Last.Route.Kind, _server.Last.Route.Address));

        Assert.Empty(_server.Ask(ClientPackets.Bootp(DhcpFixture.Unknown)));
        Assert.Equal(BootReason.OfDhcp.For(DhcpReason.Bootp), _server.Told[^1].Reason);
        Assert.Empty(_server.Stored);
        Assert.Equal(3, _server.Responder.Counters.BootpReplies);
    }

    [Fact]
    public void Who_boots_by_BOOTP_was_switched_on_to_its_attempt()
    {
        _server.Arm();
        _server.Ask(ClientPackets.Bootp(DhcpFixture.Known));
        Assert.NotEqual(0, _server.Seen.Of(DhcpFixture.Known, _server.Now.Milliseconds).Asked);
    }

    [Fact]
    public void Beside_another_server_the_addresses_that_hosts_take_there_are_remembered()
    {
        var beside = new DhcpFixture(new DhcpSettings { Mode = DhcpMode.Proxy });
        var (first, second) = (Ipv4.Parse("10.1.50.77"), Ipv4.Parse("10.1.50.78"));
        foreach (var address in (Ipv4[])[first, second, second])
        {
            beside.Ask(ClientPackets.Make(DhcpFixture.Known, DhcpMessageType.Request, (ref writer) =>
            {
                writer.Add(DhcpOptionCode.ServerIdentifier, Ipv4.Parse("10.1.1.99"));
                writer.Add(DhcpOptionCode.RequestedAddress, address);
            }));
        }

        var seen = beside.Seen.Of(DhcpFixture.Known, beside.Now.Milliseconds);
        Assert.Equal((second, first), (seen.Taken, seen.TakenBefore));
    }

    [Fact]
    public void A_guest_s_lease_is_in_the_journal_before_it_is_acknowledged_and_a_host_s_never()
    {
        var offered = Reply(_server.Ask(ClientPackets.Discover(DhcpFixture.Unknown))).YourAddress;
        Assert.False(_server.Last.Durable);
        Assert.Equal(DhcpMessageType.Ack, Reply(_server.Ask(ClientPackets.Request(DhcpFixture.Unknown, offered))).Type);
        Assert.True(_server.Last.Durable);
        Assert.Equal((DhcpFixture.Unknown.Value, offered), (Assert.Single(_server.Stored).Client, _server.Stored[0].Address));

        Assert.Equal(DhcpMessageType.Ack, Reply(_server.Ask(ClientPackets.Request(DhcpFixture.Known, Ipv4.Parse("10.1.255.254")))).Type);
        Assert.False(_server.Last.Durable);
        Assert.Single(_server.Stored);
    }

    [Fact]
    public void A_machine_that_asks_again_at_once_costs_no_second_write()
    {
        var offered = Reply(_server.Ask(ClientPackets.Discover(DhcpFixture.Unknown))).YourAddress;
        _server.Ask(ClientPackets.Request(DhcpFixture.Unknown, offered));
        _server.Pass(TimeSpan.FromMinutes(1));
        _server.Ask(ClientPackets.Request(DhcpFixture.Unknown, offered));
        Assert.False(_server.Last.Durable);
        Assert.Single(_server.Stored);
    }

    [Fact]
    public void A_guest_that_becomes_known_is_refused_its_old_address_and_offered_its_own()
    {
        var offered = Reply(_server.Ask(ClientPackets.Discover(DhcpFixture.Unknown))).YourAddress;
        _server.Ask(ClientPackets.Request(DhcpFixture.Unknown, offered));
        var host = new Host(
            HostName.Parse("backend-0-7"), "backend", 0,
            7)
        { Interfaces = [new HostInterface("eth0", DhcpFixture.Unknown, Ipv4.Parse("10.1.255.247"), "private", IsDefault: true)] };
        _server.Current = _server.Current.With(new Change.HostSet(host));
        Assert.Equal(DhcpMessageType.Nak, Reply(_server.Ask(Renewal(DhcpFixture.Unknown, offered))).Type);
        Assert.Equal(Ipv4.Parse("10.1.255.247"), Reply(_server.Ask(ClientPackets.Discover(DhcpFixture.Unknown))).YourAddress);
    }

    [Fact]
    public void A_relayed_machine_gets_the_address_of_its_own_network_and_82_back_last()
    {
        byte[] agent = [1, 2, 9, 9, 5, 4, 10, 3, 0, 0, 11, 4, 10, 3, 0, 1];
        var reply = _server.Ask(ClientPackets.Make(DhcpFixture.Relayed, DhcpMessageType.Discover, (ref writer) =>
        {
            writer.RelayAddress = Ipv4.Parse("10.9.9.9");
            writer.Add(DhcpOptionCode.RelayAgentInformation, agent);
        }));
        DhcpFixture.Check("relay-offer", reply);
        Assert.Equal(new ReplyRoute(ReplyRouteKind.Unicast, Ipv4.Parse("10.9.9.9"), 67), _server.Last.Route);
    }

    [Fact]
    public void A_refusal_through_a_relay_asks_for_broadcast()
    {
        var reply = Reply(_server.Ask(ClientPackets.Make(DhcpFixture.Relayed, DhcpMessageType.Request, static (ref writer) =>
        {
            writer.RelayAddress = Ipv4.Parse("10.3.0.1");
            writer.Add(DhcpOptionCode.RequestedAddress, Ipv4.Parse("192.168.0.9"));
        })));
        Assert.Equal(DhcpMessageType.Nak, reply.Type);
        Assert.True(reply.WantsBroadcast);
        Assert.True(reply.YourAddress.IsAny);
        Assert.False(reply.Has(DhcpOptionCode.LeaseTime));
    }

    [Fact]
    public void INFORM_is_answered_without_an_address_or_a_lease_time()
    {
        var reply = Reply(
            _server.Ask(
                ClientPackets.Make(DhcpFixture.Known, DhcpMessageType.Inform, static (ref writer) => writer.ClientAddress = Ipv4.Parse("10.1.255.254"))));
        Assert.Equal(DhcpMessageType.Ack, reply.Type);
        Assert.True(reply.YourAddress.IsAny);
        Assert.Equal(Ipv4.Parse("10.1.255.254"), reply.ClientAddress);
        Assert.False(reply.Has(DhcpOptionCode.LeaseTime) || reply.Has(DhcpOptionCode.RenewalTime) || reply.Has(DhcpOptionCode.RebindingTime));
        Assert.True(reply.Has(DhcpOptionCode.Router));
    }

    [Fact]
    public void The_boot_server_says_the_same_as_the_offer()
    {
        _server.Arm();
        var offer = Reply(_server.Ask(ClientPackets.Uefi(DhcpFixture.Known))).BootFile.ToArray();
        var request = ClientPackets.Uefi(DhcpFixture.Known, DhcpMessageType.Request);
        Ipv4.Parse("10.1.255.254").CopyTo(request.AsSpan(12));
        var reply = _server.Ask(request, DhcpDoor.BootServer, new UdpPeer(Ipv4.Parse("10.1.255.254"), 4011));
        Assert.Equal(offer, Reply(reply).BootFile.ToArray());
        Assert.Equal(new ReplyRoute(ReplyRouteKind.Unicast, Ipv4.Parse("10.1.255.254"), 4011), _server.Last.Route);
        DhcpFixture.Check("boot-server-ack", reply);
    }

    [Fact]
    public void A_proxy_tells_the_loader_and_leaves_addresses_alone()
    {
        var proxy = new DhcpFixture(new DhcpSettings { Mode = DhcpMode.Proxy });
        proxy.Arm();
        DhcpFixture.Check("proxy-offer", proxy.Ask(ClientPackets.Uefi(DhcpFixture.Known)));
        Assert.Empty(proxy.Ask(ClientPackets.Discover(DhcpFixture.Known)));
        Assert.Empty(proxy.Stored);
    }

    [Fact]
    public void A_machine_nobody_knows_on_a_network_without_a_pool_is_told_of_once_a_minute()
    {
        var packet = ClientPackets.Make(DhcpFixture.Unknown, DhcpMessageType.Discover, static (ref writer) => writer.RelayAddress = Ipv4.Parse("10.3.0.1"));
        for (var time = 0; time < 10; time++)
        {
            Assert.Empty(_server.Ask(packet));
            _server.Pass(TimeSpan.FromSeconds(4));
        }

        var told = Assert.Single(_server.Told);
        Assert.Equal((BootOutcome.Refused, BootMessage.Discover, DhcpFixture.Unknown), (told.Outcome, told.Message, told.Mac));
        Assert.Equal(new BootReason.OfDhcp(DhcpReason.UnknownMachine), told.Reason);
        _server.Pass(TimeSpan.FromMinutes(1));
        _server.Ask(packet);
        Assert.Equal(2, _server.Told.Count);
    }

    [Fact]
    public void What_is_done_for_a_host_is_an_event_that_carries_its_attempt()
    {
        _server.Arm();
        _server.Ask(ClientPackets.Bios(DhcpFixture.Known));
        var happened = _server.Last.Event;
        Assert.True(_server.Last.Tell);
        Assert.Equal(("backend-0-0", BootMessage.Offer, BootOutcome.Ok, BootStage.Dhcp), (happened.Host, happened.Message, happened.Outcome, happened.Stage));
        Assert.Equal(_server.Current.AttemptOf(HostName.Parse("backend-0-0"))!.Id, happened.Attempt);
        Assert.Equal((BootTold.Loader, new BootReason.AttemptIs(1, nameof(AttemptState.Armed))), (happened.Told, happened.Reason));
    }

    [Fact]
    public void A_declined_address_is_stored_as_nobody_s()
    {
        var offered = Reply(_server.Ask(ClientPackets.Discover(DhcpFixture.Unknown))).YourAddress;
        _server.Ask(ClientPackets.Request(DhcpFixture.Unknown, offered));
        _server.Ask(ClientPackets.Make(DhcpFixture.Unknown, DhcpMessageType.Decline, (ref writer) =>
        {
            writer.Add(DhcpOptionCode.ServerIdentifier, DhcpFixture.Frontend.Address);
            writer.Add(DhcpOptionCode.RequestedAddress, offered);
        }));
        Assert.Equal((0UL, offered), (_server.Stored[^1].Client, _server.Stored[^1].Address));
        Assert.NotEqual(offered, Reply(_server.Ask(ClientPackets.Discover(DhcpFixture.Unknown))).YourAddress);
    }

    [Fact]
    public void An_address_that_answers_ARP_for_another_is_not_acknowledged()
    {
        var offered = Reply(_server.Ask(ClientPackets.Discover(DhcpFixture.Unknown))).YourAddress;
        Assert.Equal(offered, _server.Last.Probe);
        _server.Responder.HandleClaim(MacAddress.Parse("02:00:00:00:00:99"), offered, _server.Now);
        Assert.Equal(DhcpMessageType.Nak, Reply(_server.Ask(ClientPackets.Request(DhcpFixture.Unknown, offered))).Type);
        Assert.Contains(_server.Told, told => told.Message is BootMessage.AddressConflict && told.Address == offered);
    }

    [Fact]
    public void The_client_s_own_ARP_is_no_conflict()
    {
        var offered = Reply(_server.Ask(ClientPackets.Discover(DhcpFixture.Unknown))).YourAddress;
        _server.Responder.HandleClaim(DhcpFixture.Unknown, offered, _server.Now);
        Assert.Equal(DhcpMessageType.Ack, Reply(_server.Ask(ClientPackets.Request(DhcpFixture.Unknown, offered))).Type);
    }

    [Theory]
    [InlineData(366)]
    [InlineData(-366)]
    public void A_step_of_the_clock_neither_ends_a_lease_nor_revives_one(int days)
    {
        var offered = Reply(_server.Ask(ClientPackets.Discover(DhcpFixture.Unknown))).YourAddress;
        _server.Ask(ClientPackets.Request(DhcpFixture.Unknown, offered));
        _server.Now = _server.Now with { Wall = _server.Now.Wall.AddDays(days) };
        Assert.Equal(DhcpMessageType.Ack, Reply(_server.Ask(Renewal(DhcpFixture.Unknown, offered))).Type);
        _server.Pass(TimeSpan.FromHours(1));
        _server.Ask(ClientPackets.Discover(MacAddress.Parse("02:00:00:00:00:08")));
        Assert.Equal(LeaseState.Remembered, Assert.Single(_server.Book.Pools).Pool.Find(DhcpFixture.Unknown.Value).State);
    }

    [Fact]
    public void A_flood_of_made_up_machines_fills_the_pool_and_nothing_else()
    {
        for (ulong mac = 0; mac < 50_000; mac++)
        {
            _server.Ask(ClientPackets.Discover(new MacAddress(0x0200_0000_0000 + mac)));
        }

        Assert.InRange(_server.Told.Count, 0, 50);
        Assert.Equal(16, Assert.Single(_server.Book.Pools).Pool.Held);
        Assert.Equal(DhcpMessageType.Offer, Reply(_server.Ask(ClientPackets.Discover(DhcpFixture.Known))).Type);
    }

    [Fact]
    public void Nothing_is_allocated_for_a_machine_that_was_asked_about_a_moment_ago()
    {
        byte[][] packets =
            [ClientPackets.Bios(DhcpFixture.Known), ClientPackets.Request(DhcpFixture.Known, Ipv4.Parse("10.1.255.254")),
                ClientPackets.Discover(DhcpFixture.Unknown)];
        _server.Allocates = false;
        for (var round = 0; round < 100; round++)
        {
            AskAll(packets);
        }

        Assert.Equal(0, Allocation.Of(() =>
        {
            for (var round = 0; round < 1000; round++)
            {
                AskAll(packets);
            }
        }));
    }

    private void AskAll(byte[][] packets)
    {
        foreach (var packet in packets)
        {
            _server.AskQuietly(packet);
        }
    }

    private static byte[] Renewal(MacAddress mac, Ipv4 address) =>
        ClientPackets.Make(mac, DhcpMessageType.Request, (ref writer) => writer.ClientAddress = address);

    private static DhcpMessage Reply(byte[] reply)
    {
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(reply, out var message));
        return message;
    }
}
