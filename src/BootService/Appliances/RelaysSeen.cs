using System.Collections.Concurrent;
using BootService.Core.Doctor;

namespace BootService.Appliances;

/// <summary>The relays that asked this frontend what is new, since it was started. Safe from any thread.</summary>
internal sealed class RelaysSeen(TimeProvider time)
{
    /// <summary>More than any site has; beyond it what was heard of the longest ago makes room.</summary>
    private const int Most = 4096;

    private readonly ConcurrentDictionary<string, (RelaySeen View, long At)> _seen = new(StringComparer.Ordinal);

    /// <summary>All of them by their names, each with how long ago it asked.</summary>
    public IReadOnlyList<RelaySeen> All =>
    [
        .. _seen.Values.OrderBy(seen => seen.View.Name, StringComparer.Ordinal)
            .Select(seen => seen.View with { Silent = time.GetElapsedTime(seen.At) }),
    ];

    /// <summary>How many of them asked within the last seconds.</summary>
    public int Following => _seen.Values.Count(seen => time.GetElapsedTime(seen.At) < RelaySeen.Lively);

    /// <summary>A relay has asked.</summary>
    public void Hear(RelaySeen relay)
    {
        _seen[relay.Name] = (relay, time.GetTimestamp());
        while (_seen.Count > Most && _seen.MinBy(pair => pair.Value.At) is var oldest)
        {
            _seen.TryRemove(oldest);
        }
    }
}
