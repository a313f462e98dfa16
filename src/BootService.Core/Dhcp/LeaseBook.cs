using System.Collections.Immutable;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Net;

namespace BootService.Core.Dhcp;

/// <summary>The pools of all networks, kept in step with the inventory. Owned by one thread.</summary>
public sealed class LeaseBook(LeaseTerms terms) : IAddressUse
{
    private ImmutableSortedDictionary<string, Network>? _networks;
    private Entry[] _entries = [];
    private Inventory? _inventory;

    private Inventory Known => _inventory ?? throw new InvalidOperationException("no inventory was taken up yet");

    /// <summary>How long addresses are kept.</summary>
    public LeaseTerms Terms { get; } = terms;

    /// <summary>The pools, for counting.</summary>
    public IEnumerable<(Network Network, LeasePool Pool)> Pools =>
        _entries.Where(entry => entry.Pool is not null).Select(entry => (entry.Network, entry.Pool!));

    /// <summary>Takes up a new inventory: pools of changed networks are made anew, and keep the leases that still lie in them.</summary>
    public void Follow(Inventory inventory, DhcpMoment now)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        if (ReferenceEquals(inventory, _inventory))
        {
            return;
        }

        _inventory = inventory;
        if (!ReferenceEquals(inventory.Networks, _networks))
        {
            _networks = inventory.Networks;
            var old = _entries;
            _entries =
                [.. inventory.Networks.Values.OrderByDescending(network => network.Subnet.Prefix).Select(network => new Entry(network, PoolOf(network, old)))];
            Restore(StoredIn(old.Where(entry => entry.Pool is not null && !_entries.Any(kept => kept.Pool == entry.Pool)), now), now);
        }

        foreach (var entry in _entries)
        {
            entry.Pool?.Reconsider(this);
        }
    }

    /// <summary>The network that holds an address, the longest prefix first; null when none does.</summary>
    public Network? NetworkOf(Ipv4 address)
    {
        foreach (var entry in _entries)
        {
            if (entry.Network.Subnet.Contains(address))
            {
                return entry.Network;
            }
        }

        return null;
    }

    /// <summary>The pool of a network; null when it has none.</summary>
    public LeasePool? PoolOf(Network? network)
    {
        foreach (var entry in _entries)
        {
            if (ReferenceEquals(entry.Network, network))
            {
                return entry.Pool;
            }
        }

        return null;
    }

    /// <summary>Gathers everything known that bears on a question. Allocates nothing.</summary>
    public DhcpFacts FactsFor(in DhcpQuestion question, DhcpMode mode, long now) => FactsFor(question, Known.HostWith(question.Mac), mode, now);

    /// <summary>The same for a machine whose host was looked up already; null for one we do not know.</summary>
    public DhcpFacts FactsFor(in DhcpQuestion question, Host? host, DhcpMode mode, long now)
    {
        var inventory = Known;
        var own = question.ReceivedAt.IsAny ? inventory.Frontend.Address : question.ReceivedAt;
        var network = NetworkOf(LinkOf(question, own));
        var card = CardOf(host, question.Mac);
        if (!card.IsAny && inventory.Frontend.Has(card))
        {
            // The frontend may be a host, and its card a machine's that it stood in before: our own address is nobody else's.
            card = default;
        }

        var pool = PoolOf(network);
        pool?.Expire(now);
        var lease = pool?.Find(question.Client) ?? default;
        var spoken = question.Spoken;
        var spokenIsHosts = !spoken.IsAny && card != spoken && IsTaken(spoken);
        return new DhcpFacts
        {
            Mode = mode,
            Server = question.ServerIdentifierOverride.IsAny ? own : question.ServerIdentifierOverride,
            OwnAddress = own,
            Network = network,
            Host = host,
            Fixed = card,
            Lease = spokenIsHosts && lease.Address == spoken ? default : lease,
            HasPool = pool is { Size: > 0 },
            Candidate = card.IsAny && pool is not null ? pool.Candidate(question.Client, spoken, this, now) : default,
            SpokenIsAnothers = spokenIsHosts || (pool?.IsAnothers(spoken, question.Client) ?? false),
            SpokenIsFree = !spokenIsHosts && (pool?.IsFreeFor(spoken, question.Client) ?? false),
        };
    }

    /// <summary>Takes back what was stored before a restart.</summary>
    public void Restore(IEnumerable<StoredLease> leases, DhcpMoment now)
    {
        ArgumentNullException.ThrowIfNull(leases);
        foreach (var lease in leases.Where(lease => !lease.IsFree).OrderBy(lease => lease.Until))
        {
            var left = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(lease.Until, 0, 253402300799)) - now.Wall;
            PoolOf(NetworkOf(lease.Address))?.Restore(lease, left, now.Milliseconds);
        }
    }

    /// <summary>Takes note of what another frontend did with an address.</summary>
    public void Learn(StoredLease lease, DhcpMoment now) =>
        PoolOf(NetworkOf(lease.Address))
            ?.Learn(lease, DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(lease.Until, 0, 253402300799)) - now.Wall, now.Milliseconds);

    /// <summary>Every lease and quarantine that must outlive the daemon.</summary>
    public IReadOnlyList<StoredLease> Stored(DhcpMoment now) => StoredIn(_entries, now);

    /// <summary>Whether the address is a host's, a network's router or a frontend's.</summary>
    public bool IsTaken(Ipv4 address)
    {
        if (_inventory!.HostOf(address) is not null || _inventory.Frontend.IsAnyFrontends(address))
        {
            return true;
        }

        foreach (var entry in _entries)
        {
            if (entry.Network.Gateway == address || (entry.Network.Subnet.Contains(address) && !entry.Network.Subnet.IsHost(address)))
            {
                return true;
            }
        }

        return false;
    }

    // 82.5, 118, giaddr, then ciaddr (a renewal comes past the relay), then the interface it came in by.
    private static Ipv4 LinkOf(in DhcpQuestion question, Ipv4 own) =>
        !question.LinkSelection.IsAny ? question.LinkSelection
        : !question.RelayAddress.IsAny ? question.RelayAddress
        : !question.ClientAddress.IsAny && question.SourceAddress == question.ClientAddress ? question.ClientAddress
        : own;

    private static Ipv4 CardOf(Host? host, MacAddress mac) => host?.AddressAt(mac) ?? Ipv4.Any;

    private LeasePool? PoolOf(Network network, Entry[] old)
    {
        if (network is not { PoolFirst: { } first, PoolLast: { } last })
        {
            return null;
        }

        var same = Array.Find(old, entry => entry.Network.Name == network.Name && entry.Pool is { } pool && pool.First == first && pool.Last == last);
        return same.Pool ?? new LeasePool(first, last, Terms);
    }

    private static List<StoredLease> StoredIn(IEnumerable<Entry> entries, DhcpMoment now)
    {
        var leases = new List<StoredLease>();
        foreach (var entry in entries)
        {
            entry.Pool?.CopyTo(leases, now);
        }

        return leases;
    }

    private readonly record struct Entry(Network Network, LeasePool? Pool);
}
