using System.Diagnostics;

namespace BootService.Appliances;

/// <summary>How long ago it was known that the state in memory is the newest. A frontend that is alone always knows. Safe for use by several threads.</summary>
/// <param name="isKnown">Whether it is known now.</param>
internal sealed class Freshness(bool isKnown)
{
    /// <summary>How long it is believed without another word.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private long _known = Stopwatch.GetTimestamp() - (isKnown ? 0 : (long)(Limit.TotalSeconds * Stopwatch.Frequency));

    /// <summary>Whether it is known.</summary>
    public bool IsFresh => Stopwatch.GetElapsedTime(Volatile.Read(ref _known)) < Limit;

    /// <summary>The state was the newest when somebody was asked.</summary>
    /// <param name="asked">When, by <see cref="Stopwatch"/>'s clock.</param>
    public void KnownAt(long asked) => Volatile.Write(ref _known, asked);
}
