using System.Collections.Concurrent;
using BootService.Core.Doctor;
using BootService.Core.Relays;
using BootService.Core.Stores;
using BootService.Protocols.Net;

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

    /// <summary>Relays that serve one of these networks and are not the one of this name, by their names.</summary>
    public IEnumerable<RelayNeighbour> Beside(string name, IReadOnlyCollection<Ipv4Network> subnets) => All
        .Where(relay => relay.Name != name && relay.Networks.Split(' ').Any(own => subnets.Any(subnet => subnet.ToString() == own)))
        .Select(relay => new RelayNeighbour(relay.Name, relay.Addresses, relay.Silent < FrontendPeer.Lively));

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
