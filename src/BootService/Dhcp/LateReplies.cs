namespace BootService.Dhcp;

/// <summary>
/// Replies that must not leave at once: some ROMs are deaf for a while after they have asked. All wait equally long, so the first one in is the first one out.
/// Of fixed room, one thread.
/// </summary>
/// <param name="most">The most that wait; what comes then is not held back.</param>
/// <param name="wait">How long each waits, in milliseconds.</param>
internal sealed class LateReplies(int most = LateReplies.Most, int wait = LateReplies.Wait) : IDisposable
{
    /// <summary>How many ROMs of that kind are waited for at a time.</summary>
    public const int Most = 64;

    /// <summary>
    /// How long each waits, in milliseconds: Raspberry Pi's ROM of before the Pi 4 misses answers for a second and more (raspberrypi/firmware#934), and asks
    /// again after some five.
    /// </summary>
    public const int Wait = 2000;

    private readonly ReplySlots _slots = new(most);
    private readonly (DhcpReply Reply, DhcpDoorway Doorway, long Due)[] _waiting = new (DhcpReply, DhcpDoorway, long)[most];
    private int _first;
    private int _count;

    /// <summary>Where the replies lie.</summary>
    public ReplySlots Slots => _slots;

    /// <summary>Takes a copy of a reply.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="octets">It in octets.</param>
    /// <param name="doorway">Where its question came in.</param>
    /// <param name="now">Now, in milliseconds of a clock that only runs forward.</param>
    /// <returns>False when there is no room.</returns>
    public bool TryAdd(in DhcpReply reply, ReadOnlySpan<byte> octets, DhcpDoorway doorway, long now)
    {
        if (_count == most)
        {
            return false;
        }

        var slot = (_first + _count++) % most;
        octets.CopyTo(_slots.Reply(slot));
        _waiting[slot] = (reply, doorway, now + wait);
        return true;
    }

    /// <summary>Milliseconds until the next one is due, at least 1; <paramref name="longest"/> when none is due before.</summary>
    public int Until(long now, int longest) => _count == 0 ? longest : (int)Math.Clamp(_waiting[_first].Due - now, 1, longest);

    /// <summary>Takes the next reply that is due; its octets stay in <paramref name="slot"/> until the next is added.</summary>
    public bool TryTake(long now, out DhcpReply reply, out DhcpDoorway doorway, out int slot)
    {
        slot = _first;
        (reply, doorway, var due) = _waiting[_first];
        if (_count == 0 || due > now)
        {
            return false;
        }

        _first = (_first + 1) % most;
        _count--;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();
}
