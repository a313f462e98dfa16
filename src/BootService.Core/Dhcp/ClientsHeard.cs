namespace BootService.Core.Dhcp;

/// <summary>
/// Who asked for an address lately, and who has chosen one: what a frontend goes by that leaves the first word to another one. Of fixed size, allocates
/// nothing; owned by one thread.
/// </summary>
public sealed class ClientsHeard
{
    private const int Size = 4096;

    /// <summary>Firmware gives up after four tries within some 60 seconds (PXE 2.1 §2.2.2); who asks after that begins anew.</summary>
    private const long Longest = 60_000;

    private readonly Entry[] _entries = new Entry[Size];

    /// <summary>Takes note of a DISCOVER.</summary>
    /// <returns>Whether the client has asked before and was not heard to choose since: whoever was to answer first does not.</returns>
    public bool Asked(ulong client, long now)
    {
        ref var entry = ref At(client);
        var again = entry.Client == client && !entry.HasChosen && now - entry.At < Longest;
        entry = new Entry(client, now, HasChosen: false);
        return again;
    }

    /// <summary>Takes note of a REQUEST: the client has chosen, here or elsewhere.</summary>
    public void Chose(ulong client, long now) => At(client) = new Entry(client, now, HasChosen: true);

    /// <summary>Whether a client has chosen since a moment.</summary>
    public bool HasChosen(ulong client, long since) => At(client) is var entry && entry.Client == client && entry.HasChosen && entry.At >= since;

    private ref Entry At(ulong client) => ref _entries[(int)((client * 0x9E3779B97F4A7C15UL) >> 52)];

    private readonly record struct Entry(ulong Client, long At, bool HasChosen);
}
