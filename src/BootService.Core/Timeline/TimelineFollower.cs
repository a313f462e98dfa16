using BootService.Core.Events;
using BootService.Core.Installs;

namespace BootService.Core.Timeline;

/// <summary>
/// Follows the boots of many hosts as events come: gives each event its place in its boot, and says once what is late. Not safe for several threads.
/// </summary>
public sealed class TimelineFollower
{
    /// <summary>How many events of one boot are kept; a machine that comes back without end has more.</summary>
    private const int MostEvents = 256;

    private readonly Dictionary<string, Followed> _hosts = new(StringComparer.Ordinal);

    /// <summary>Takes an event of a host.</summary>
    /// <returns>It as a step of the host's newest boot.</returns>
    /// <exception cref="ArgumentException">The event is of no host.</exception>
    public TimelineStep Follow(in BootEvent happened)
    {
        ArgumentException.ThrowIfNullOrEmpty(happened.Host);
        if (!_hosts.TryGetValue(happened.Host, out var followed))
        {
            _hosts[happened.Host] = followed = new Followed();
        }

        followed.Add(happened);
        return new TimelineStep(happened, happened.At - followed.Boot[0].At);
    }

    /// <summary>What has become late since it was asked last; each silence is named once.</summary>
    /// <param name="attempts">The newest attempt of a host; null when it never had one.</param>
    /// <param name="now">The time.</param>
    public IEnumerable<(string Host, Expectation Late)> Overdue(Func<string, InstallAttempt?> attempts, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(attempts);
        foreach (var (host, followed) in _hosts)
        {
            if (followed.TurnedLate(attempts, host, now) is { } late)
            {
                yield return (host, late);
            }
        }
    }

    private sealed class Followed
    {
        private Expectation? _next;
        private bool _isStale;

        public List<BootEvent> Boot { get; private set; } = [];

        public void Add(in BootEvent happened)
        {
            if (Boot.Count == MostEvents)
            {
                Boot.RemoveRange(0, MostEvents / 2);
            }

            Boot.Add(happened);
            Boot = [.. BootSplit.Split(Boot)[^1]];
            _isStale = true;
        }

        public Expectation? TurnedLate(Func<string, InstallAttempt?> attempts, string host, DateTimeOffset now)
        {
            if (_isStale)
            {
                _next = Expectations.After(Boot, attempts(host));
                _isStale = false;
            }

            if (_next?.IsOverdue(now) is not true)
            {
                return null;
            }

            // The attempt may have ended without an event of its own: ask once more before a silence is named.
            var late = Expectations.After(Boot, attempts(host));
            _next = null;
            return late?.IsOverdue(now) is true ? late : null;
        }
    }
}
