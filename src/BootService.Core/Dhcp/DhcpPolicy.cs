using BootService.Core.Reasons;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using BootService.Protocols.Pxe;

namespace BootService.Core.Dhcp;

/// <summary>Decides what a DHCP server does with one message: RFC 2131 §4.3 and its table 4, RFC 1534, and PXE 2.1 §2.2. Pure.</summary>
public static class DhcpPolicy
{
    /// <summary>Decides.</summary>
    public static DhcpAnswer Answer(in DhcpQuestion question, in DhcpFacts facts)
    {
        if (question.Client == 0)
        {
            return DhcpAnswer.Silence(DhcpReason.Nameless);
        }

        if (question.Door is DhcpDoor.BootServer)
        {
            return AnswerBootServer(question);
        }

        if (facts.Network is null || !CanBeRelay(question, facts.Network.Subnet))
        {
            return DhcpAnswer.Silence(DhcpReason.ForeignNetwork, WhereFrom(question));
        }

        return facts.Mode is DhcpMode.Proxy ? AnswerAsProxy(question, facts) : AnswerAsServer(question, facts);
    }

    private static DhcpAnswer AnswerAsServer(in DhcpQuestion question, in DhcpFacts facts) => question.Type switch
    {
        DhcpMessageType.Discover => AnswerDiscover(facts),
        DhcpMessageType.Request => AnswerRequest(question, facts),
        DhcpMessageType.Inform => AnswerInform(question, facts),
        DhcpMessageType.Decline => AnswerDecline(question, facts),
        DhcpMessageType.Release => AnswerRelease(question, facts),
        DhcpMessageType.None when question.IsBootp => AnswerBootp(question, facts),
        _ => DhcpAnswer.Silence(DhcpReason.OddType),
    };

    private static DhcpAnswer AnswerDiscover(in DhcpFacts facts) => Due(facts) switch
    {
        { Missing: not DhcpReason.None and var why } => DhcpAnswer.Silence(why, facts.Fixed),
        { FromPool: false } due => DhcpAnswer.Offer(due.Address),
        var due => DhcpAnswer.Offer(due.Address, LeaseEffect.Hold),
    };

    private static DhcpAnswer AnswerRequest(in DhcpQuestion question, in DhcpFacts facts)
    {
        if (!question.ServerIdentifier.IsAny && !MeansUs(question, facts))
        {
            // Never a NAK here: it would end the lease another server just gave (ipxe/ipxe#879).
            return DhcpAnswer.Silence(DhcpReason.OtherOfferTaken, LeaseEffect.Drop, question.ServerIdentifier);
        }

        if (!question.ClientAddress.IsAny)
        {
            return AnswerExtension(question, facts);
        }

        if (question.RequestedAddress.IsAny)
        {
            return DhcpAnswer.Silence(DhcpReason.AsksForNothing);
        }

        return question.ServerIdentifier.IsAny ? AnswerReboot(question, facts) : AnswerSelection(question, facts);
    }

    // SELECTING: the client names us, so we answer, one way or the other.
    private static DhcpAnswer AnswerSelection(in DhcpQuestion question, in DhcpFacts facts) => Due(facts) switch
    {
        { Missing: not DhcpReason.None and var why } => DhcpAnswer.Refuse(why, question.RequestedAddress),
        { } due when due.Address != question.RequestedAddress => DhcpAnswer.Refuse(DhcpReason.NotTheOffered, question.RequestedAddress),
        var due => Grant(due),
    };

    // INIT-REBOOT: the client remembers an address. Wrong network or another binding: NAK; nothing known: silence (RFC 2131 §4.3.2).
    private static DhcpAnswer AnswerReboot(in DhcpQuestion question, in DhcpFacts facts)
    {
        if (!facts.Network!.Subnet.Contains(question.RequestedAddress))
        {
            return DhcpAnswer.Refuse(DhcpReason.OfOtherNetwork, question.RequestedAddress);
        }

        if (OwnAddress(facts) is { IsAny: false } own)
        {
            return own == question.RequestedAddress ? Grant(DueOf(facts, own)) : DhcpAnswer.Refuse(DhcpReason.NotItsOwn, question.RequestedAddress);
        }

        return facts.SpokenIsAnothers
            ? DhcpAnswer.Refuse(DhcpReason.Anothers, question.RequestedAddress)
            : DhcpAnswer.Silence(DhcpReason.NeverGiven, question.RequestedAddress);
    }

    // RENEWING and REBINDING differ only in the way they come; ciaddr is the truth for both.
    private static DhcpAnswer AnswerExtension(in DhcpQuestion question, in DhcpFacts facts)
    {
        if (!facts.Network!.Subnet.Contains(question.ClientAddress))
        {
            return DhcpAnswer.Refuse(DhcpReason.OfOtherNetwork, question.ClientAddress);
        }

        if (OwnAddress(facts) is { IsAny: false } own)
        {
            return own == question.ClientAddress ? Grant(DueOf(facts, own)) : DhcpAnswer.Refuse(DhcpReason.NotItsOwn, question.ClientAddress);
        }

        if (facts.SpokenIsAnothers)
        {
            return DhcpAnswer.Refuse(DhcpReason.Anothers, question.ClientAddress);
        }

        return facts.SpokenIsFree
            ? DhcpAnswer.Acknowledge(question.ClientAddress, LeaseEffect.Bind)
            : DhcpAnswer.Silence(DhcpReason.NeverGivenExtended, question.ClientAddress);
    }

    // The answer goes to the address that the client says it has: never to all, whatever it says.
    private static DhcpAnswer AnswerInform(in DhcpQuestion question, in DhcpFacts facts) =>
        IsOneMachine(question.ClientAddress.IsAny ? question.SourceAddress : question.ClientAddress, facts.Network!.Subnet)
            ? DhcpAnswer.Inform()
            : DhcpAnswer.Silence(DhcpReason.InformNowhere);

    // Nobody gives back what BOOTP gives (RFC 1534 §2): it is the host's own for good, and never one of the pool. There is no NAK either.
    private static DhcpAnswer AnswerBootp(in DhcpQuestion question, in DhcpFacts facts) => Due(facts) switch
    {
        { FromPool: true } => DhcpAnswer.Silence(DhcpReason.Bootp),
        { Missing: not DhcpReason.None and var why } => DhcpAnswer.Silence(why, facts.Fixed),
        var due when !question.ClientAddress.IsAny && question.ClientAddress != due.Address =>
            DhcpAnswer.Silence(DhcpReason.NotItsOwn, question.ClientAddress),
        var due => DhcpAnswer.Bootp(due.Address),
    };

    private static bool CanBeRelay(in DhcpQuestion question, Ipv4Network subnet) => question.RelayAddress.IsAny || IsOneMachine(question.RelayAddress, subnet);

    private static bool IsOneMachine(Ipv4 address, Ipv4Network subnet) => address.IsOfOneMachine && (!subnet.Contains(address) || subnet.IsHost(address));

    private static DhcpAnswer AnswerDecline(in DhcpQuestion question, in DhcpFacts facts)
    {
        if (!MeansUs(question, facts))
        {
            return DhcpAnswer.Silence(DhcpReason.DeclinesOther, question.RequestedAddress);
        }

        if (!facts.Fixed.IsAny && question.RequestedAddress == facts.Fixed)
        {
            return DhcpAnswer.Silence(DhcpReason.FixedInUse, question.RequestedAddress);
        }

        return facts.Lease is { State: LeaseState.Held or LeaseState.Bound } lease && lease.Address == question.RequestedAddress
            ? DhcpAnswer.Silence(DhcpReason.PoolInUse, LeaseEffect.Quarantine, lease.Address)
            : DhcpAnswer.Silence(DhcpReason.DeclinesNotGiven, question.RequestedAddress);
    }

    private static DhcpAnswer AnswerRelease(in DhcpQuestion question, in DhcpFacts facts) =>
        MeansUs(question, facts) && facts.Lease is { State: LeaseState.Bound } lease && lease.Address == question.ClientAddress
            ? DhcpAnswer.Silence(DhcpReason.GivenBack, LeaseEffect.Free, lease.Address)
            : DhcpAnswer.Silence(DhcpReason.NothingToGiveBack, question.ClientAddress);

    private static DhcpAnswer AnswerAsProxy(in DhcpQuestion question, in DhcpFacts facts)
    {
        if (!question.Pxe.IsNetworkBoot)
        {
            return DhcpAnswer.Silence(DhcpReason.ProxyNoAddresses);
        }

        return question.Type switch
        {
            DhcpMessageType.Discover => DhcpAnswer.Offer(Ipv4.Any),
            DhcpMessageType.Request when MeansUs(question, facts) => DhcpAnswer.Acknowledge(Ipv4.Any),
            DhcpMessageType.Request => DhcpAnswer.Silence(DhcpReason.ProxyNotOurs, question.ServerIdentifier),
            DhcpMessageType.Inform => AnswerInform(question, facts),
            _ => DhcpAnswer.Silence(DhcpReason.ProxyNoLeases),
        };
    }

    // PXE 2.1 §2.2.5; INFORM is what some loaders send where REQUEST is meant (docs/firmware.md).
    private static DhcpAnswer AnswerBootServer(in DhcpQuestion question)
    {
        if (question.Pxe.Vendor is not PxeVendor.PxeClient)
        {
            return DhcpAnswer.Silence(DhcpReason.NoPxeClient);
        }

        if (question.Type is not (DhcpMessageType.Request or DhcpMessageType.Inform))
        {
            return DhcpAnswer.Silence(DhcpReason.OddBootServerType);
        }

        return (question.ClientAddress.IsAny ? question.SourceAddress : question.ClientAddress).IsOfOneMachine
            ? DhcpAnswer.Inform()
            : DhcpAnswer.Silence(DhcpReason.BootServerNowhere);
    }

    private static bool MeansUs(in DhcpQuestion question, in DhcpFacts facts) =>
        question.ServerIdentifier == facts.Server || question.ServerIdentifier == facts.OwnAddress;

    private static Ipv4 WhereFrom(in DhcpQuestion question) =>
        !question.LinkSelection.IsAny ? question.LinkSelection : !question.RelayAddress.IsAny ? question.RelayAddress : question.ClientAddress;

    // What this client is to have: its fixed address before all else, then what it has in the pool, then what the pool has left.
    private static DueAddress Due(in DhcpFacts facts)
    {
        if (!facts.Fixed.IsAny)
        {
            return facts.Network!.Subnet.Contains(facts.Fixed)
                ? new DueAddress(facts.Fixed, FromPool: false, DhcpReason.None)
                : new DueAddress(default, FromPool: false, DhcpReason.CardOnOtherNetwork);
        }

        if (facts.Candidate.IsAny)
        {
            return new DueAddress(default, FromPool: true, (facts.HasPool, facts.Host) switch
            {
                (true, _) => DhcpReason.PoolUsedUp,
                (_, null) => DhcpReason.UnknownMachine,
                _ => DhcpReason.CardWithoutAddress,
            });
        }

        return new DueAddress(facts.Candidate, FromPool: true, DhcpReason.None);
    }

    private static Ipv4 OwnAddress(in DhcpFacts facts) => facts.Fixed.IsAny ? facts.Lease.Address : facts.Fixed;

    private static DueAddress DueOf(in DhcpFacts facts, Ipv4 address) => new(address, FromPool: facts.Fixed.IsAny, DhcpReason.None);

    private static DhcpAnswer Grant(DueAddress due) => DhcpAnswer.Acknowledge(due.Address, due.FromPool ? LeaseEffect.Bind : LeaseEffect.None);

    private readonly record struct DueAddress(Ipv4 Address, bool FromPool, DhcpReason Missing);
}
