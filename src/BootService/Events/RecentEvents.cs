using System.Collections.Immutable;
using BootService.Core.Events;

namespace BootService.Events;

/// <summary>The last few events of each host since the daemon started, for how hosts stand without a read of the database.</summary>
internal sealed class RecentEvents
{
    /// <summary>How many of a host are kept.</summary>
    public const int Kept = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<BootEvent>> _byHost = new(StringComparer.Ordinal);

    public void Add(in BootEvent happened)
    {
        lock (_lock)
        {
            var host = happened.Host ?? string.Empty;
            if (!_byHost.TryGetValue(host, out var events))
            {
                _byHost[host] = events = new Queue<BootEvent>();
            }

            if (events.Count == Kept)
            {
                events.Dequeue();
            }

            events.Enqueue(happened);
        }
    }

    /// <summary>The last events of a host, oldest first; of all unknown machines for null.</summary>
    public ImmutableArray<BootEvent> Of(string? host)
    {
        lock (_lock)
        {
            return _byHost.TryGetValue(host ?? string.Empty, out var events) ? [.. events] : [];
        }
    }
}
