using BootService.Core.Events;

namespace BootService.Events;

/// <summary>
/// How many events one machine may cause in a second. Booting takes dozens; what a machine does without end (a script that fetches in a loop, a flood)
/// is told by its beginning, and must neither crowd out the events of others nor fill the disk. Safe from any thread; allocates nothing.
/// </summary>
internal sealed class EventAllowance
{
    /// <summary>Events of one machine in one second.</summary>
    public const int PerSecond = 256;

    private const int Slots = 4096;
    private const int CountBits = 16;

    /// <summary>Of each slot the second it counts in, and the events of that second. Machines that share a slot share what it allows.</summary>
    private readonly long[] _slots = new long[Slots];
    private long _withheld;

    /// <summary>Events that were one too many, since the start.</summary>
    public long Withheld => Interlocked.Read(ref _withheld);

    /// <summary>Takes one from the allowance of the event's machine.</summary>
    /// <returns>False when it is used up for this second.</returns>
    public bool TryTake(in BootEvent happened)
    {
        var source = happened.Mac.IsZero ? happened.Address.Value : happened.Mac.Value;
        ref var slot = ref _slots[HashCode.Combine(source) & (Slots - 1)];

        // Two threads at once may count one event for two: the bound need not be exact, and a lock would cost each packet more.
        var second = happened.At.UtcTicks / TimeSpan.TicksPerSecond;
        var counted = Volatile.Read(ref slot);
        var events = counted >> CountBits == second ? counted & ((1 << CountBits) - 1) : 0;
        if (events >= PerSecond)
        {
            Interlocked.Increment(ref _withheld);
            return false;
        }

        Volatile.Write(ref slot, (second << CountBits) | (events + 1));
        return true;
    }
}
