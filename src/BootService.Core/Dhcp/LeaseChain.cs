namespace BootService.Core.Dhcp;

/// <summary>One address of a pool, and its place in the chain it is on.</summary>
internal struct LeaseSlot
{
    /// <summary>Who has it, or had it last; 0 for nobody yet.</summary>
    public ulong Client;

    /// <summary>Until when by the clock that never steps, in milliseconds.</summary>
    public long Until;

    /// <summary>Until when the disk says so, on the same clock; 0 when the disk says nothing.</summary>
    public long StoredUntil;

    public int Next;
    public int Previous;
    public SlotUse Use;
}

/// <summary>What a slot is used for; each use is a chain of its own.</summary>
internal enum SlotUse : byte
{
    Free,
    Held,
    BoundToFirmware,
    BoundToGuest,
    Restored,

    /// <summary>Leased by another frontend.</summary>
    Learned,
    Quarantined,

    /// <summary>A host's fixed address inside the pool, or ours: never given out.</summary>
    Reserved,
    Uses,
}

/// <summary>The slots of one use in the order in which they came, which is the order in which they end: each use has one duration.</summary>
internal struct LeaseChain
{
    public const int None = -1;

    private int _head;
    private int _tail;

    public LeaseChain()
    {
        _head = None;
        _tail = None;
    }

    public readonly int Head => _head;

    public int Count { get; private set; }

    public void Append(LeaseSlot[] slots, int index)
    {
        ref var slot = ref slots[index];
        slot.Next = None;
        slot.Previous = _tail;
        if (_tail == None)
        {
            _head = index;
        }
        else
        {
            slots[_tail].Next = index;
        }

        _tail = index;
        Count++;
    }

    public void Remove(LeaseSlot[] slots, int index)
    {
        ref var slot = ref slots[index];
        if (slot.Previous == None)
        {
            _head = slot.Next;
        }
        else
        {
            slots[slot.Previous].Next = slot.Next;
        }

        if (slot.Next == None)
        {
            _tail = slot.Previous;
        }
        else
        {
            slots[slot.Next].Previous = slot.Previous;
        }

        Count--;
    }
}
