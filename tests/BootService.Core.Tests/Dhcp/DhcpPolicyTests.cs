using BootService.Core.Dhcp;
using BootService.Core.Networks;
using BootService.Core.Reasons;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using BootService.Protocols.Pxe;
using Xunit;

namespace BootService.Core.Tests.Dhcp;

/// <summary>RFC 2131 table 4 and §4.3, row by row.</summary>
public class DhcpPolicyTests
{
    private static readonly Ipv4 Us = Ipv4.Parse("10.1.1.1");
    private static readonly Ipv4 Another = Ipv4.Parse("10.1.1.2");
    private static readonly Ipv4 Fixed = Ipv4.Parse("10.1.0.9");
    private static readonly Ipv4 Leased = Ipv4.Parse("10.1.9.9");
    private static readonly Ipv4 Elsewhere = Ipv4.Parse("192.168.7.7");
    private static readonly Ipv4 InNetwork = Ipv4.Parse("10.1.5.5");

    private static readonly DhcpFacts Known = new()
    {
        Server = Us,
        OwnAddress = Us,
        Network = new Network("private", Ipv4Network.Parse("10.1.0.0/16")),
        Host = Cluster.Backend(0),
        Fixed = Fixed,
    };

    private static readonly DhcpFacts Guest = Known with { Host = null, Fixed = default, HasPool = true, Candidate = Leased };
    private static readonly DhcpFacts Held = Guest with { Lease = new Lease(LeaseState.Held, Leased) };
    private static readonly DhcpFacts Bound = Guest with { Lease = new Lease(LeaseState.Bound, Leased) };
    private static readonly DhcpFacts Stranger = Guest with { HasPool = false, Candidate = default };

    [Fact]
    public void A_known_host_is_offered_its_fixed_address_and_nothing_is_held() =>
        Assert.Equal(DhcpAnswer.Offer(Fixed), DhcpPolicy.Answer(Discover(), Known));

    [Fact]
    public void A_guest_is_offered_what_the_pool_has_and_it_is_held() =>
        Assert.Equal(DhcpAnswer.Offer(Leased, LeaseEffect.Hold), DhcpPolicy.Answer(Discover(), Guest));

    [Fact]
    public void An_unknown_machine_without_a_pool_hears_nothing_and_the_admin_hears_what_to_do()
    {
        var answer = DhcpPolicy.Answer(Discover(), Stranger);
        Assert.Equal(DhcpAnswerKind.Silence, answer.Kind);
        Assert.Equal(DhcpReason.UnknownMachine, answer.Why);
    }

    [Fact]
    public void A_used_up_pool_is_named() =>
        Assert.Equal(DhcpReason.PoolUsedUp, DhcpPolicy.Answer(Discover(), Stranger with { HasPool = true }).Why);

    [Fact]
    public void A_known_host_on_the_wrong_network_is_not_given_its_address_there() =>
        Assert.Equal(
            DhcpAnswerKind.Silence, DhcpPolicy.Answer(Discover(), Known with { Network = new Network("other", Ipv4Network.Parse("10.2.0.0/16")) }).Kind);

    [Fact]
    public void A_network_that_is_none_of_ours_is_named() =>
        Assert.Equal(
            DhcpAnswer.Silence(DhcpReason.ForeignNetwork, Ipv4.Parse("10.9.0.1")),
            DhcpPolicy.Answer(Discover() with { RelayAddress = Ipv4.Parse("10.9.0.1") }, Known with { Network = null }));

    // SELECTING
    [Fact]
    public void A_client_that_takes_our_offer_gets_it()
    {
        Assert.Equal(DhcpAnswer.Acknowledge(Fixed), DhcpPolicy.Answer(Selecting(Us, Fixed), Known));
        Assert.Equal(DhcpAnswer.Acknowledge(Leased, LeaseEffect.Bind), DhcpPolicy.Answer(Selecting(Us, Leased), Held));
    }

    [Fact]
    public void A_client_that_takes_another_offer_is_left_alone_and_ours_is_dropped()
    {
        var answer = DhcpPolicy.Answer(Selecting(Another, InNetwork), Held);
        Assert.Equal((DhcpAnswerKind.Silence, LeaseEffect.Drop), (answer.Kind, answer.Effect));
    }

    [Fact]
    public void A_client_that_takes_what_it_was_not_offered_is_refused()
    {
        Assert.Equal(DhcpAnswerKind.Refuse, DhcpPolicy.Answer(Selecting(Us, InNetwork), Held).Kind);
        Assert.Equal(DhcpAnswerKind.Refuse, DhcpPolicy.Answer(Selecting(Us, InNetwork), Known).Kind);
        Assert.Equal(DhcpAnswerKind.Refuse, DhcpPolicy.Answer(Selecting(Us, InNetwork), Stranger).Kind);
    }

    [Fact]
    public void A_relay_may_have_put_its_own_name_in_our_place() =>
        Assert.Equal(DhcpAnswerKind.Acknowledge, DhcpPolicy.Answer(Selecting(Another, Fixed), Known with { Server = Another }).Kind);

    // INIT-REBOOT
    [Fact]
    public void A_remembered_address_that_is_right_is_confirmed()
    {
        Assert.Equal(DhcpAnswer.Acknowledge(Fixed), DhcpPolicy.Answer(Rebooting(Fixed), Known));
        Assert.Equal(DhcpAnswer.Acknowledge(Leased, LeaseEffect.Bind), DhcpPolicy.Answer(Rebooting(Leased), Bound));
    }

    [Fact]
    public void A_remembered_address_of_another_network_is_refused() =>
        Assert.Equal(DhcpAnswerKind.Refuse, DhcpPolicy.Answer(Rebooting(Elsewhere), Stranger).Kind);

    [Fact]
    public void A_remembered_address_that_is_not_its_own_is_refused()
    {
        Assert.Equal(DhcpAnswerKind.Refuse, DhcpPolicy.Answer(Rebooting(InNetwork), Known).Kind);
        Assert.Equal(DhcpAnswerKind.Refuse, DhcpPolicy.Answer(Rebooting(InNetwork), Bound).Kind);
        Assert.Equal(DhcpAnswerKind.Refuse, DhcpPolicy.Answer(Rebooting(InNetwork), Stranger with { SpokenIsAnothers = true }).Kind);
    }

    [Fact]
    public void A_machine_nothing_is_known_of_is_met_with_silence_when_it_remembers_an_address() =>
        Assert.Equal(DhcpAnswerKind.Silence, DhcpPolicy.Answer(Rebooting(InNetwork), Stranger).Kind);

    // RENEWING and REBINDING
    [Fact]
    public void A_renewing_client_keeps_its_address()
    {
        Assert.Equal(DhcpAnswer.Acknowledge(Fixed), DhcpPolicy.Answer(Renewing(Fixed), Known));
        Assert.Equal(DhcpAnswer.Acknowledge(Leased, LeaseEffect.Bind), DhcpPolicy.Answer(Renewing(Leased), Bound));
    }

    [Fact]
    public void A_guest_that_became_known_is_sent_back_for_its_own_address() =>
        Assert.Equal(DhcpAnswerKind.Refuse, DhcpPolicy.Answer(Renewing(Leased), Known with { Lease = new Lease(LeaseState.Bound, Leased) }).Kind);

    [Fact]
    public void A_lease_lost_with_our_memory_is_given_again_if_nobody_else_has_it()
    {
        Assert.Equal(DhcpAnswer.Acknowledge(InNetwork, LeaseEffect.Bind), DhcpPolicy.Answer(Renewing(InNetwork), Guest with { SpokenIsFree = true }));
        Assert.Equal(DhcpAnswerKind.Refuse, DhcpPolicy.Answer(Renewing(InNetwork), Guest with { SpokenIsAnothers = true }).Kind);
        Assert.Equal(DhcpAnswerKind.Silence, DhcpPolicy.Answer(Renewing(InNetwork), Stranger).Kind);
    }

    [Fact]
    public void A_renewal_that_names_another_server_is_not_ours() =>
        Assert.Equal(DhcpAnswerKind.Silence, DhcpPolicy.Answer(Renewing(Fixed) with { ServerIdentifier = Another }, Known).Kind);

    // The rest of the table
    [Fact]
    public void INFORM_is_told_everything_but_an_address()
    {
        Assert.Equal(DhcpAnswer.Inform(), DhcpPolicy.Answer(Ask(DhcpMessageType.Inform) with { ClientAddress = InNetwork }, Stranger));
        Assert.Equal(DhcpAnswer.Inform(), DhcpPolicy.Answer(Ask(DhcpMessageType.Inform) with { SourceAddress = InNetwork }, Stranger));
        Assert.Equal(DhcpAnswerKind.Silence, DhcpPolicy.Answer(Ask(DhcpMessageType.Inform), Stranger).Kind);
    }

    [Fact]
    public void A_declined_lease_goes_into_quarantine()
    {
        var answer = DhcpPolicy.Answer(Declining(Us, Leased), Bound);
        Assert.Equal((DhcpAnswerKind.Silence, LeaseEffect.Quarantine, Leased), (answer.Kind, answer.Effect, answer.Address));
    }

    [Fact]
    public void Nobody_can_decline_what_it_was_not_given()
    {
        Assert.Equal(LeaseEffect.None, DhcpPolicy.Answer(Declining(Us, InNetwork), Bound).Effect);
        Assert.Equal(LeaseEffect.None, DhcpPolicy.Answer(Declining(Another, Leased), Bound).Effect);
        Assert.Equal(LeaseEffect.None, DhcpPolicy.Answer(Declining(Us, Fixed), Known).Effect);
    }

    [Fact]
    public void A_released_lease_is_free_and_only_its_owner_can_release_it()
    {
        var release = Ask(DhcpMessageType.Release) with { ClientAddress = Leased, ServerIdentifier = Us };
        Assert.Equal(LeaseEffect.Free, DhcpPolicy.Answer(release, Bound).Effect);
        Assert.Equal(LeaseEffect.None, DhcpPolicy.Answer(release with { ClientAddress = InNetwork }, Bound).Effect);
        Assert.Equal(LeaseEffect.None, DhcpPolicy.Answer(release with { ServerIdentifier = Another }, Bound).Effect);
        Assert.Equal(LeaseEffect.None, DhcpPolicy.Answer(release, Held).Effect);
    }

    [Theory]
    [InlineData(DhcpMessageType.None)]
    [InlineData(DhcpMessageType.Offer)]
    [InlineData(DhcpMessageType.Ack)]
    [InlineData(DhcpMessageType.LeaseQuery)]
    [InlineData((DhcpMessageType)200)]
    public void What_no_client_says_is_not_answered(DhcpMessageType type) =>
        Assert.Equal(DhcpAnswerKind.Silence, DhcpPolicy.Answer(Ask(type), Known).Kind);

    [Fact]
    public void BOOTP_is_told_a_host_s_own_address_and_never_one_of_the_pool()
    {
        var bootp = Ask(DhcpMessageType.None) with { IsBootp = true };
        Assert.Equal(DhcpAnswer.Bootp(Fixed), DhcpPolicy.Answer(bootp, Known));
        Assert.Equal(DhcpAnswer.Bootp(Fixed), DhcpPolicy.Answer(bootp with { ClientAddress = Fixed }, Known));
        Assert.Equal(DhcpAnswer.Silence(DhcpReason.NotItsOwn, InNetwork), DhcpPolicy.Answer(bootp with { ClientAddress = InNetwork }, Known));
        Assert.All(
            (DhcpFacts[])[Guest, Held, Bound, Stranger, Known with { Fixed = default, HasPool = true, Candidate = Leased }],
            facts => Assert.Equal(DhcpAnswer.Silence(DhcpReason.Bootp), DhcpPolicy.Answer(bootp, facts)));
        Assert.Equal(
            DhcpReason.CardOnOtherNetwork, DhcpPolicy.Answer(bootp, Known with { Network = new Network("other", Ipv4Network.Parse("10.2.0.0/16")) }).Why);
        Assert.Equal(DhcpReason.ProxyNoAddresses, DhcpPolicy.Answer(bootp, Known with { Mode = DhcpMode.Proxy }).Why);
    }

    [Fact]
    public void A_client_without_a_name_is_not_answered() =>
        Assert.Equal(DhcpAnswerKind.Silence, DhcpPolicy.Answer(Discover() with { Client = 0 }, Guest).Kind);

    [Fact]
    public void A_request_for_nothing_is_not_answered() =>
        Assert.Equal(DhcpAnswerKind.Silence, DhcpPolicy.Answer(Ask(DhcpMessageType.Request), Known).Kind);

    // Proxy mode
    [Fact]
    public void A_proxy_offers_no_address_and_only_to_network_boot()
    {
        var proxy = Guest with { Mode = DhcpMode.Proxy };
        Assert.Equal(DhcpAnswer.Offer(default), DhcpPolicy.Answer(Boots(Discover()), proxy));
        Assert.Equal(DhcpAnswerKind.Silence, DhcpPolicy.Answer(Discover(), proxy).Kind);
    }

    [Fact]
    public void A_proxy_acknowledges_only_what_names_it_and_never_refuses()
    {
        var proxy = Guest with { Mode = DhcpMode.Proxy };
        Assert.Equal(DhcpAnswer.Acknowledge(default), DhcpPolicy.Answer(Boots(Selecting(Us, InNetwork)), proxy));
        Assert.Equal(DhcpAnswerKind.Silence, DhcpPolicy.Answer(Boots(Selecting(Another, InNetwork)), proxy).Kind);
        Assert.Equal(DhcpAnswerKind.Silence, DhcpPolicy.Answer(Boots(Rebooting(Elsewhere)), proxy).Kind);
    }

    // What goes to all, or to nobody, answers nobody: one packet would make the frontend speak to a whole network.
    [Theory]
    [InlineData("255.255.255.255")]
    [InlineData("10.1.255.255")]
    [InlineData("10.1.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.9")]
    public void No_answer_goes_to_an_address_that_is_no_machines(string address)
    {
        var odd = Ipv4.Parse(address);
        Assert.Equal(DhcpAnswerKind.Silence, DhcpPolicy.Answer(Ask(DhcpMessageType.Inform) with { ClientAddress = odd }, Known).Kind);
        Assert.Equal(DhcpAnswerKind.Silence, DhcpPolicy.Answer(Discover() with { RelayAddress = odd }, Known).Kind);
        if (!Known.Network!.Subnet.Contains(odd))
        {
            Assert.Equal(
                DhcpAnswerKind.Silence,
                DhcpPolicy.Answer(Boots(Ask(DhcpMessageType.Inform)) with { Door = DhcpDoor.BootServer, ClientAddress = odd }, Known).Kind);
        }
    }

    [Theory]
    [InlineData("01:00:5e:00:00:01")]
    [InlineData("ff:ff:ff:ff:ff:ff")]
    public void A_card_whose_address_is_a_groups_is_nobody(string address)
    {
        Span<byte> packet = stackalloc byte[300];
        packet.Clear();
        (packet[0], packet[1], packet[2]) = (1, 1, 6);
        Convert.FromHexString(address.Replace(":", string.Empty, StringComparison.Ordinal)).CopyTo(packet[28..]);
        byte[] options = [99, 130, 83, 99, 53, 1, 1, 255];
        options.CopyTo(packet[236..]);
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(packet, out var message));
        Assert.Equal(0u, DhcpQuestion.From(message, DhcpDoor.Server, default).Client);
    }

    // Port 4011
    [Theory]
    [InlineData(DhcpMessageType.Request, DhcpAnswerKind.Inform)]
    [InlineData(DhcpMessageType.Inform, DhcpAnswerKind.Inform)]
    [InlineData(DhcpMessageType.Discover, DhcpAnswerKind.Silence)]
    public void The_boot_server_acknowledges_PXE_clients_on_any_network(DhcpMessageType type, DhcpAnswerKind kind)
    {
        var question = Boots(Ask(type)) with { Door = DhcpDoor.BootServer, ClientAddress = InNetwork };
        Assert.Equal(kind, DhcpPolicy.Answer(question, Known with { Network = null }).Kind);
        Assert.Equal(DhcpAnswerKind.Silence, DhcpPolicy.Answer(question with { Pxe = default }, Known).Kind);
    }

    private static DhcpQuestion Ask(DhcpMessageType type) => new() { Type = type, Client = Cluster.Mac(0).Value, Mac = Cluster.Mac(0) };

    private static DhcpQuestion Discover() => Ask(DhcpMessageType.Discover);

    private static DhcpQuestion Selecting(Ipv4 server, Ipv4 address) =>
        Ask(DhcpMessageType.Request) with { ServerIdentifier = server, RequestedAddress = address };

    private static DhcpQuestion Rebooting(Ipv4 address) => Ask(DhcpMessageType.Request) with { RequestedAddress = address };

    private static DhcpQuestion Renewing(Ipv4 address) => Ask(DhcpMessageType.Request) with { ClientAddress = address };

    private static DhcpQuestion Declining(Ipv4 server, Ipv4 address) =>
        Ask(DhcpMessageType.Decline) with { ServerIdentifier = server, RequestedAddress = address };

    private static DhcpQuestion Boots(DhcpQuestion question) => question with { Pxe = new PxeClient { Vendor = PxeVendor.PxeClient } };
}
