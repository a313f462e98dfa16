using BootService.Core.Boot;
using BootService.Core.Dhcp;
using BootService.Core.Events;
using BootService.Core.Networks;
using BootService.Core.Reasons;
using BootService.Core.Stores;
using BootService.Doors;
using BootService.Net;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using BootService.Rehearsals;

namespace BootService.Dhcp;

/// <summary>The one door of the DHCP server: octets and a moment in, octets and a route out. Sockets, tests and fuzzing all come through here.</summary>
/// <remarks>One thread. Allocates nothing for a machine it was asked about a moment ago. No input makes it throw.</remarks>
internal sealed class DhcpResponder(DhcpSettings settings, IAppliance appliance, IBootEvents events, LeaseBook book, ILeaseJournal journal)
{
    private const int MostDoubted = 256;

    private readonly DhcpParametersCache _words = new();
    private readonly DhcpExchanges _exchanges = new();
    private readonly QuietEvents _quiet = new();
    private readonly DhcpReplyOctets _octets = new(settings.LeaseTime);
    private readonly List<(MacAddress By, Ipv4 Address, long Reading)> _doubted = [];

    /// <summary>What the roads of a boot tell each other; null where there is no other road.</summary>
    public IFirmwareWatch? Firmware { get; init; }

    /// <summary>Tells rehearsals from boots; null where there are none.</summary>
    public RunningRehearsal? Rehearsal { get; init; }

    /// <summary>Tells machines of our networks from others, whom the boot server does not answer; null to answer all.</summary>
    public Strangers? Strangers { get; init; }

    /// <summary>Passes on what others are to answer; null where nobody else does.</summary>
    public DhcpRelaying? Relaying { get; init; }

    /// <summary>Who asked lately and who has chosen, where other frontends answer too.</summary>
    public ClientsHeard Heard { get; } = new();

    /// <summary>Running totals.</summary>
    public DhcpCounters Counters { get; } = new();

    /// <summary>Answers one datagram.</summary>
    /// <param name="datagram">What came.</param>
    /// <param name="door">The port it came in by.</param>
    /// <param name="from">Who sent it.</param>
    /// <param name="now">When.</param>
    /// <param name="reply">Room for the reply; 548 octets at least.</param>
    /// <param name="at">Our address on the interface it came in by; 0.0.0.0 for the first boot interface.</param>
    public DhcpReply Handle(ReadOnlySpan<byte> datagram, DhcpDoor door, UdpPeer from, DhcpMoment now, Span<byte> reply, Ipv4 at = default)
    {
        var isMessage = DhcpMessage.TryParse(datagram, out var message) is DhcpFault.None;
        if (isMessage && !message.IsRequest && Relaying?.Back(message, from.Address, at, reply) is { Length: > 0 } back)
        {
            return back;
        }

        if (!isMessage || !message.IsRequest)
        {
            Counters.Malformed++;
            return default;
        }

        // On the server's port a machine is told by the relay or the interface it comes by; here only by its address.
        if (door is DhcpDoor.BootServer && Strangers?.IsOne(from.Address) is true)
        {
            Counters.Strangers++;
            return default;
        }

        var inventory = appliance.Current;
        book.Follow(inventory, now);
        var heard = DhcpQuestion.From(message, door, (from.Address, from.Port));
        var host = inventory.HostWith(heard.Mac);
        var question = _exchanges.Complete(
            heard with { ReceivedAt = heard.RelayAddress.IsAny ? inventory.AnsweredAt(host, heard.Mac, at) : inventory.Frontend.ToldAt(at) },
            now.Milliseconds);
        if (question.RelayAddress.IsAny && inventory.Frontend.At(question.ServerIdentifier) is { IsMovable: true } moved
            && moved.Address == question.ServerIdentifier)
        {
            question = question with { ReceivedAt = moved.Address }; // whoever offered it has left the address to us
        }

        var facts = book.FactsFor(question, host, settings.Mode, now.Milliseconds);
        if (IsOwn(question, from))
        {
            return Rehearse(message, DhcpAnswer.Inform(), question, facts, from, now, reply);
        }

        if (Relaying is not null && door is DhcpDoor.Server && facts is { Network: not null, Fixed.IsAny: true })
        {
            return Relaying.Forward(message, at, reply); // an address of a pool, or the reason why not, is others' to give
        }

        var answer = DhcpPolicy.Answer(question, facts);
        if (Rehearsal?.Of(from.Address) is { } played && played.Mac == question.Mac)
        {
            return Rehearse(message, answer, question, facts, from, now, reply);
        }

        if (inventory.Frontend.Peers.IsProber(question.Mac))
        {
            // Another frontend's doctor asks who is here.
            var route = ReplyRoute.For(question, answer, (ushort)settings.Port, alwaysBroadcast: true);
            return Rehearse(message, answer, question, facts, from, now, reply) is { Length: > 0 } told ? told with { Route = route } : default;
        }

        var rank = RankFor(question, facts, inventory.Frontend.Peers, now);
        if (Firmware is not null && facts.Host is not null && question.Pxe.IsNetworkBoot)
        {
            question = question with { Pxe = DhcpParameters.With(question.Pxe, Firmware.FirmwareOf(question.Mac, now.Milliseconds)) };
        }

        if (settings.Mode is DhcpMode.Proxy && facts.Host is not null && question is { Type: DhcpMessageType.Request, IsFromRoot: true, Spoken.IsAny: false })
        {
            Firmware?.Took(question.Mac, question.Spoken, now.Milliseconds);
        }

        var term = Carry(answer, question, facts, now, out var durable);
        if (IsOthersToSay(answer, question, inventory.Frontend.Peers, rank))
        {
            Counters.Silences++;
            return default;
        }

        if (answer.Kind is DhcpAnswerKind.Silence)
        {
            Counters.Silences++;
            TellSilence(answer, question, facts, now);
            return default;
        }

        var words = _words.For(inventory, facts.Network, question, facts.Host, now);
        var length = _octets.Write(reply, message, answer, facts, words, term);
        Counters.OptionsLeftOut += _octets.LeftOut;
        if (answer.Kind is not DhcpAnswerKind.Offer || rank == 0)
        {
            Count(answer.Kind); // an offer that is held back is counted when it is sent
        }

        if (facts.Host is not null && FirmwareAsk.Is(question, inventory))
        {
            Firmware?.Asked(question.Mac, DhcpParameters.FirmwareOf(question.Pxe), words.Live, now.Milliseconds);
        }

        return new DhcpReply(
            length,
            ReplyRoute.For(question, answer, (ushort)settings.Port, words.Does(QuirkActions.Broadcast)),
            question.Mac,
            durable,
            (facts.Host is not null && answer.Kind is not DhcpAnswerKind.Refuse) || _quiet.MayTell(question.Client, now),
            EventOf(answer, question, facts, words, now),
            answer.Effect is LeaseEffect.Bind ? answer.Address : default,
            answer.Effect is LeaseEffect.Hold && question.RelayAddress.IsAny && facts.Lease.State is not LeaseState.Bound ? answer.Address : default)
        {
            IsLate = answer.Kind is DhcpAnswerKind.Offer && words.Does(QuirkActions.LateOffer),
            Rank = answer.Kind is DhcpAnswerKind.Offer ? rank : 0,
            Client = question.Client,
            AskedAt = now.Milliseconds,
        };
    }

    // How many frontends come before this one in answering what all of them hear. A client that asks again was not answered, and is by everybody.
    private int RankFor(in DhcpQuestion question, in DhcpFacts facts, PeerFrontends peers, DhcpMoment now)
    {
        if (peers.All.IsEmpty || facts.Network is null || !question.RelayAddress.IsAny || question.Door is not DhcpDoor.Server)
        {
            return 0;
        }

        switch (question.Type)
        {
            case DhcpMessageType.Discover when Heard.Asked(question.Client, now.Milliseconds):
                return 0;
            case DhcpMessageType.Request:
                Heard.Chose(question.Client, now.Milliseconds);
                break;
        }

        return peers.RankFor(question.Client, facts.Network.Subnet);
    }

    // What another frontend was asked by name is its own to answer; why nobody answers is told once, by who comes first.
    private static bool IsOthersToSay(in DhcpAnswer answer, in DhcpQuestion question, PeerFrontends peers, int rank) =>
        answer is { Kind: DhcpAnswerKind.Silence or DhcpAnswerKind.Refuse, Effect: LeaseEffect.None or LeaseEffect.Drop }
        && (question.ServerIdentifier.IsAny
            ? rank > 0
            : question.ServerIdentifier != question.ReceivedAt && peers.At(question.ServerIdentifier) is not null);

    // This machine asks itself whether it answers: from its own address and card, which no machine on the wire can have.
    private bool IsOwn(in DhcpQuestion question, UdpPeer from) =>
        question.Type is DhcpMessageType.Inform
        && appliance.Current.Frontend is var frontend && frontend.Has(from.Address) && frontend.At(from.Address).Mac == question.Mac;

    // The same decision in the same octets; nothing is kept, counted or told, and the answer goes back to where the question came from.
    private DhcpReply Rehearse(
        in DhcpMessage message, in DhcpAnswer answer, in DhcpQuestion question, in DhcpFacts facts, UdpPeer from, DhcpMoment now, Span<byte> reply)
    {
        if (answer.Kind is DhcpAnswerKind.Silence)
        {
            return default;
        }

        var words = _words.For(appliance.Current, facts.Network, question, facts.Host, now);
        var length = _octets.Write(reply, message, answer, facts, words, TimeSpan.Zero);
        return new DhcpReply(
            length, new ReplyRoute(ReplyRouteKind.Unicast, from.Address, from.Port), question.Mac, Durable: false, Tell: false, default, default, default);
    }

    /// <summary>
    /// Takes note that a machine uses an address, by its own ARP. A pool address that is not its own goes into quarantine, unless another machine has had it
    /// for a while: that may be one machine with two cards.
    /// </summary>
    public void HandleClaim(MacAddress by, Ipv4 address, DhcpMoment now) => HandleClaim(by, address, now, isSettled: false);

    /// <summary>Takes in what other frontends did with addresses, and decides then on claims that waited for it.</summary>
    public void HearOthers(DhcpMoment now)
    {
        book.Follow(appliance.Current, now);
        while (journal.TryHear(out var theirs))
        {
            book.Learn(theirs, now);
        }

        // Two readings: the first may have begun before the claim was heard.
        for (var at = _doubted.Count - 1; at >= 0; at--)
        {
            if (journal.Readings >= _doubted[at].Reading + 2)
            {
                HandleClaim(_doubted[at].By, _doubted[at].Address, now, isSettled: true);
                _doubted.RemoveAt(at);
            }
        }
    }

    private void HandleClaim(MacAddress by, Ipv4 address, DhcpMoment now, bool isSettled)
    {
        book.Follow(appliance.Current, now);
        var pool = book.PoolOf(book.NetworkOf(address));
        if (pool is null || !pool.IsContested(address, by.Value, now.Milliseconds))
        {
            return;
        }

        if (journal.IsShared && !isSettled)
        {
            // Another frontend may have given it to that machine a moment ago.
            if (_doubted.Count < MostDoubted)
            {
                _doubted.Add((by, address, journal.Readings));
            }

            return;
        }

        pool.Quarantine(address, now.Milliseconds);
        journal.Add(new StoredLease(0, address, (now.Wall + book.Terms.Quarantine).ToUnixTimeSeconds()));
        if (_quiet.MayTell(by.Value, now))
        {
            events.Post(new BootEvent(now.Wall, by, BootStage.Dhcp, BootOutcome.Failed, BootMessage.AddressConflict)
            {
                Address = address,
                Reason = new BootReason.AddressUsedBy(by.ToString()),
            });
        }
    }

    /// <summary>Takes note that a lease could not be brought to disk, so that it is tried again when its client asks again.</summary>
    public void NotStored(Ipv4 granted)
    {
        Counters.NotStored++;
        book.PoolOf(book.NetworkOf(granted))?.Unstored(granted);
    }

    // What the answer does to the lease, before a word of it is written; what must outlive us goes to the journal.
    private TimeSpan Carry(in DhcpAnswer answer, in DhcpQuestion question, in DhcpFacts facts, DhcpMoment now, out bool durable)
    {
        durable = false;
        var pool = book.PoolOf(facts.Network);
        if (pool is null)
        {
            return TimeSpan.Zero;
        }

        switch (answer.Effect)
        {
            case LeaseEffect.Hold:
                pool.Hold(question.Client, answer.Address, now.Milliseconds);
                return question.Pxe.IsNetworkBoot ? book.Terms.Firmware : book.Terms.Guest;
            case LeaseEffect.Bind:
                var term = pool.Bind(question.Client, answer.Address, question.Pxe.IsNetworkBoot, now.Milliseconds, out var promise);
                if (promise > TimeSpan.Zero)
                {
                    journal.Add(new StoredLease(question.Client, answer.Address, (now.Wall + promise).ToUnixTimeSeconds()));
                }

                durable = promise > TimeSpan.Zero;
                return term;
            case LeaseEffect.Drop:
                pool.Drop(question.Client);
                break;
            case LeaseEffect.Free:
                pool.Release(answer.Address);
                journal.Add(new StoredLease(question.Client, answer.Address, 0));
                break;
            case LeaseEffect.Quarantine:
                pool.Quarantine(answer.Address, now.Milliseconds);
                journal.Add(new StoredLease(0, answer.Address, (now.Wall + book.Terms.Quarantine).ToUnixTimeSeconds()) { By = question.Client });
                break;
        }

        return TimeSpan.Zero;
    }

    private void TellSilence(in DhcpAnswer answer, in DhcpQuestion question, in DhcpFacts facts, DhcpMoment now)
    {
        // Who declines an address was given it a moment ago, and was told of then.
        if (_quiet.MayTell(answer.Effect is LeaseEffect.Quarantine ? answer.Address.Value : question.Client, now))
        {
            var outcome = answer.Effect is LeaseEffect.Quarantine ? BootOutcome.Failed : BootOutcome.Refused;
            events.Post(new BootEvent(now.Wall, question.Mac, StageOf(question), outcome, MessageOf(question))
            {
                Host = facts.Host?.Name.ToString(),
                Reason = BootReason.OfDhcp.For(answer.Why),
                About = answer.About,
                Address = answer.Address,
                IsFirmware = question.Pxe.IsNetworkBoot,
                Network = facts.Network?.Name,
            });
        }
    }

    private static BootEvent EventOf(in DhcpAnswer answer, in DhcpQuestion question, in DhcpFacts facts, DhcpParameters words, DhcpMoment now) =>
        new(now.Wall, question.Mac, StageOf(question), answer.Kind is DhcpAnswerKind.Refuse ? BootOutcome.Refused : BootOutcome.Ok, answer.Kind switch
        {
            DhcpAnswerKind.Offer => BootMessage.Offer,
            DhcpAnswerKind.Refuse => BootMessage.Nak,
            DhcpAnswerKind.Bootp => BootMessage.Bootp,
            _ => BootMessage.Ack,
        })
        {
            Host = words.HostName,
            IsFirmware = question.Pxe.IsNetworkBoot,
            IsIpxe = question.Pxe.IsIpxe,
            Network = facts.Network?.Name,
            Attempt = words.Attempt,
            Told = answer.Kind is DhcpAnswerKind.Refuse ? BootTold.Nothing : words.Told,
            Reason = answer.Kind is DhcpAnswerKind.Refuse ? BootReason.OfDhcp.For(answer.Why) : words.Why,
            Address = answer.Kind is DhcpAnswerKind.Refuse ? answer.About : answer.Kind is DhcpAnswerKind.Inform ? question.ClientAddress : answer.Address,
        };

    private static BootStage StageOf(in DhcpQuestion question) => question.Door is DhcpDoor.BootServer ? BootStage.BootServer : BootStage.Dhcp;

    private static BootMessage MessageOf(in DhcpQuestion question) => question.Type switch
    {
        DhcpMessageType.Discover => BootMessage.Discover,
        DhcpMessageType.Request => BootMessage.Request,
        DhcpMessageType.Decline => BootMessage.Decline,
        DhcpMessageType.Release => BootMessage.Release,
        DhcpMessageType.Inform => BootMessage.Inform,
        DhcpMessageType.None when question.IsBootp => BootMessage.Bootp,
        _ => BootMessage.OtherDhcp,
    };

    private void Count(DhcpAnswerKind kind)
    {
        switch (kind)
        {
            case DhcpAnswerKind.Offer:
                Counters.Offers++;
                break;
            case DhcpAnswerKind.Refuse:
                Counters.Refusals++;
                break;
            case DhcpAnswerKind.Bootp:
                Counters.BootpReplies++;
                break;
            default:
                Counters.Acknowledgements++;
                break;
        }
    }
}
