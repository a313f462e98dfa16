namespace BootService.Dhcp;

/// <summary>Replies that wait for their group to be on disk.</summary>
internal sealed class WaitingReplies : IDisposable
{
    /// <summary>The most that wait; the loop then waits with them.</summary>
    public const int Most = 1024;

    private readonly ReplySlots _slots = new(Most);
    private readonly (DhcpReply Reply, DhcpDoorway Doorway, long Began)[] _replies = new (DhcpReply, DhcpDoorway, long)[Most];

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>Where the replies lie.</summary>
    public ReplySlots Slots => _slots;

    /// <summary>One of them.</summary>
    public (DhcpReply Reply, DhcpDoorway Doorway, long Began) this[int index] => _replies[index];

    /// <summary>Takes a copy of a reply.</summary>
    public void Add(in DhcpReply reply, ReadOnlySpan<byte> octets, DhcpDoorway doorway, long began)
    {
        octets.CopyTo(_slots.Reply(Count));
        _replies[Count++] = (reply, doorway, began);
    }

    /// <summary>Forgets them all.</summary>
    public void Clear() => Count = 0;

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();
}
