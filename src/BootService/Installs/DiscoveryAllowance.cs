using BootService.Core.Hosts;
using BootService.Protocols.Net;

namespace BootService.Installs;

/// <summary>What becomes of a machine that discovery hears of.</summary>
internal enum DiscoveryVerdict
{
    /// <summary>It becomes a host.</summary>
    Meet,

    /// <summary>So many are new just now that it must ask once more to be believed.</summary>
    AskAgain,

    /// <summary>Enough became hosts this minute.</summary>
    Later,

    /// <summary>Enough became hosts since discovery was enabled.</summary>
    Full,
}

/// <summary>
/// Which machines discovery may make hosts of. One after the other they are met at their first question; when many are new at once, only those that ask
/// again, which an invented machine has no reason to. One thread.
/// </summary>
internal sealed class DiscoveryAllowance(DiscoverySettings settings)
{
    /// <summary>New machines in a minute that are believed at their first question: a rack that is switched on one by one.</summary>
    public const int Believed = 8;

    private const int MostRemembered = 4096;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How soon firmware repeats its question at the earliest (RFC 2131 §4.1: four seconds, one less or more); a copy of a packet comes at once.
    /// </summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    /// <summary>How long the first question is remembered: firmware goes on for a minute.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(2);

    private readonly Dictionary<MacAddress, DateTimeOffset> _asked = [];
    private Discovery? _enabled;
    private DateTimeOffset _minute;
    private int _heard;
    private int _met;
    private int _all;

    /// <summary>Takes note of a question.</summary>
    /// <param name="mac">Whose it is.</param>
    /// <param name="enabled">Discovery as it is set; when it was set anew, counting begins anew.</param>
    /// <param name="now">When it came.</param>
    public DiscoveryVerdict Heard(MacAddress mac, Discovery enabled, DateTimeOffset now)
    {
        if (enabled != _enabled)
        {
            (_enabled, _all) = (enabled, 0);
        }

        if (now - _minute >= Minute)
        {
            (_minute, _heard, _met) = (now, 0, 0);
        }

        var isKnown = _asked.TryGetValue(mac, out var first) && now - first < Remembered;
        if (!isKnown)
        {
            _heard++;
            Remember(mac, now);
        }

        return _all >= settings.Most ? DiscoveryVerdict.Full
            : _met >= settings.PerMinute ? DiscoveryVerdict.Later
            : _heard > Believed && !(isKnown && now - first >= Again) ? DiscoveryVerdict.AskAgain
            : DiscoveryVerdict.Meet;
    }

    /// <summary>Takes note that a machine became a host.</summary>
    public void Met(MacAddress mac)
    {
        _asked.Remove(mac);
        _met++;
        _all++;
    }

    private void Remember(MacAddress mac, DateTimeOffset now)
    {
        if (_asked.Count >= MostRemembered)
        {
            foreach (var old in _asked.Where(one => now - one.Value >= Remembered).Select(one => one.Key).ToList())
            {
                _asked.Remove(old);
            }

            // A flood: those that are forgotten count as new when they ask again.
            if (_asked.Count >= MostRemembered)
            {
                _asked.Clear();
            }
        }

        _asked[mac] = now;
    }
}
