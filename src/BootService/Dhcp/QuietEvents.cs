using BootService.Core.Dhcp;

namespace BootService.Dhcp;

/// <summary>Says which of many like events are worth telling: one per machine and minute, and a few per second in all. Bounded memory, no allocation.</summary>
internal sealed class QuietEvents
{
    private const int Size = 4096;
    private const long PerMachine = 60_000;
    private const int PerSecond = 50;

    private readonly (ulong Client, long At)[] _told = new (ulong, long)[Size];
    private readonly RateLimit _all = new(PerSecond);

    /// <summary>Events not told so far.</summary>
    public long Withheld { get; private set; }

    /// <summary>Whether to tell this one.</summary>
    /// <param name="client">The machine.</param>
    /// <param name="now">The moment.</param>
    public bool MayTell(ulong client, DhcpMoment now)
    {
        ref var told = ref _told[(int)((client * 0x9E3779B97F4A7C15UL) >> 52)];
        if ((told.Client == client && now.Milliseconds - told.At < PerMachine) || !_all.Allows(now.Milliseconds))
        {
            Withheld++;
            return false;
        }

        told = (client, now.Milliseconds);
        return true;
    }
}
