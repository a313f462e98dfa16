using BootService.Core.Dhcp;

namespace BootService.Dhcp;

/// <summary>
/// Offers that are sent only if the client is not heard to choose meanwhile, because another frontend comes before this one in answering it. No watch over
/// who is there stands in the way of an answer: whoever is away is simply not heard. Owned by one thread.
/// </summary>
internal sealed class HeldOffers : IDisposable
{
    /// <summary>
    /// How long an offer waits for each frontend that comes before: a client asks again after some 4 seconds (RFC 2131 §4.1, PXE 2.1 §2.2.2), and is answered
    /// well before.
    /// </summary>
    public const int Wait = 700;

    /// <summary>Who comes later than so many others waits no longer.</summary>
    private const int MostBefore = 4;

    private const int Most = 4096;

    private readonly LateReplies?[] _waiting = new LateReplies?[MostBefore];

    /// <summary>Takes a copy of an offer.</summary>
    /// <param name="reply">The offer; how many come before is its rank.</param>
    /// <param name="octets">It in octets.</param>
    /// <param name="doorway">Where its question came in.</param>
    /// <param name="now">Now, in milliseconds of a clock that only runs forward.</param>
    /// <returns>False when there is no room, and when nobody comes before.</returns>
    public bool TryAdd(in DhcpReply reply, ReadOnlySpan<byte> octets, DhcpDoorway doorway, long now)
    {
        if (reply.Rank == 0)
        {
            return false;
        }

        var before = Math.Min(reply.Rank, MostBefore);
        return (_waiting[before - 1] ??= new LateReplies(Most, Wait * before)).TryAdd(reply, octets, doorway, now);
    }

    /// <summary>Milliseconds until the next one is due, at least 1; <paramref name="most"/> when none is due before.</summary>
    public int Until(long now, int most)
    {
        foreach (var waiting in _waiting)
        {
            most = waiting?.Until(now, most) ?? most;
        }

        return most;
    }

    /// <summary>Sends what is due and is still wanted.</summary>
    /// <param name="heard">Who has chosen meanwhile.</param>
    /// <param name="now">Now.</param>
    /// <param name="send">Sends one; its octets are in the slot until the next is taken.</param>
    public void Send(ClientsHeard heard, long now, Action<DhcpReply, DhcpDoorway, ReplySlots, int> send)
    {
        for (var before = 1; before <= MostBefore; before++)
        {
            while (_waiting[before - 1] is { } waiting && waiting.TryTake(now, out var reply, out var doorway, out var slot))
            {
                if (!heard.HasChosen(reply.Client, reply.AskedAt))
                {
                    send(reply, doorway, waiting.Slots, slot);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var waiting in _waiting)
        {
            waiting?.Dispose();
        }
    }
}
