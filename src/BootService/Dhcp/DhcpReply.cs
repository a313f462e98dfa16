using System.Collections.Immutable;
using BootService.Core.Dhcp;
using BootService.Core.Events;
using BootService.Protocols.Net;

namespace BootService.Dhcp;

/// <summary>What the responder made of one datagram.</summary>
/// <param name="Length">Octets of the reply; 0 for none.</param>
/// <param name="Route">Where it goes.</param>
/// <param name="Target">The client's hardware address, for routes by it.</param>
/// <param name="Durable">Whether the journal must be committed before it leaves.</param>
/// <param name="Tell">Whether <paramref name="Event"/> is to be posted once it has left.</param>
/// <param name="Event">What happened, but for the time it took.</param>
/// <param name="Granted">The pool address it grants; 0.0.0.0 for none.</param>
/// <param name="Probe">The pool address that is offered anew and should be looked for on the wire; 0.0.0.0 for none.</param>
internal readonly record struct DhcpReply(int Length, ReplyRoute Route, MacAddress Target, bool Durable, bool Tell, BootEvent Event, Ipv4 Granted, Ipv4 Probe)
{
    /// <summary>Whether it must not leave at once, see <see cref="LateReplies"/>.</summary>
    public bool IsLate { get; init; }

    /// <summary>How many other frontends come before this one in making the offer; see <see cref="HeldOffers"/>.</summary>
    public int Rank { get; init; }

    /// <summary>The client of an offer that others come before in, see <see cref="DhcpQuestion.Client"/>.</summary>
    public ulong Client { get; init; }

    /// <summary>The servers it is passed on to, where it is no reply of ours; none where it is.</summary>
    public ImmutableArray<Ipv4> ForwardTo { get; init; }

    /// <summary>When it asked, in milliseconds of a clock that only runs forward.</summary>
    public long AskedAt { get; init; }
}
