using System.Collections.Concurrent;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Protocols.Net;

namespace BootService.Core.Boot;

/// <summary>What was learned of machines lately, by their cards: filled by every road of a boot and read by every other. Safe from any thread; reading takes
/// no lock and allocates nothing.</summary>
/// <remarks>
/// Only cards of hosts belong in it, so that nobody who invents cards can fill it or push a machine out. What is older than a boot takes is
/// forgotten. A daemon that has just started has seen nobody yet: for as long as that it goes by what attempts have on disk.
/// </remarks>
/// <param name="started">When the daemon started, in milliseconds of the clock that all times here are of; it only runs forward.</param>
public sealed class MachineSightings(long started = 0)
{
    /// <summary>For how long something is known: longer than any firmware takes from its DHCP to its loader's configuration.</summary>
    public const long Kept = 15 * 60_000;

    /// <summary>More than any appliance has cards; beyond it what is old makes room.</summary>
    internal const int Most = 65_536;

    private readonly ConcurrentDictionary<MacAddress, Entry> _entries = [];
    private int _count;

    /// <summary>Of how many cards anything is kept.</summary>
    internal int Count => _entries.Count;

    /// <summary>What is known of the machine with a card; <see cref="MachineSighting.None"/> for nothing.</summary>
    public MachineSighting Of(MacAddress card, long now) =>
        _entries.TryGetValue(card, out var entry) && now - Volatile.Read(ref entry.At) < Kept ? entry.Seen : MachineSighting.None;

    /// <summary>Firmware asked by DHCP.</summary>
    /// <param name="card">The card it asks from, one of a host's.</param>
    /// <param name="firmware">What it says it is.</param>
    /// <param name="attempt">The host's live attempt; 0 for none.</param>
    /// <param name="now">When.</param>
    /// <returns>Whether this is news of the attempt: the first of a boot, as far as can be told.</returns>
    public bool FirmwareAsked(MacAddress card, FirmwareKind firmware, long attempt, long now)
    {
        const long SameBoot = 60_000;
        var entry = EntryOf(card, now);
        var before = Volatile.Read(ref entry.At);
        MachineSighting seen, next;
        do
        {
            seen = entry.Seen;
            var known = firmware is FirmwareKind.Unknown ? seen.Firmware : firmware;
            next = seen.Firmware == known && seen.Asked == attempt ? seen : seen with { Firmware = known, Asked = attempt };
        }
        while (!entry.TryChange(seen, next));

        Volatile.Write(ref entry.At, now);
        return attempt != 0 && (seen.Asked != attempt || now - before >= SameBoot);
    }

    /// <summary>A loader was told to start the installer of an attempt.</summary>
    public void LoaderTold(MacAddress card, long attempt, long now)
    {
        var entry = EntryOf(card, now);
        MachineSighting seen;
        do
        {
            seen = entry.Seen;
        }
        while (!entry.TryChange(seen, seen with { Told = attempt }));

        Volatile.Write(ref entry.At, now);
    }

    /// <summary>A machine took an address from another DHCP server.</summary>
    public void AddressTaken(MacAddress card, Ipv4 address, long now)
    {
        var entry = EntryOf(card, now);
        MachineSighting seen;
        do
        {
            seen = entry.Seen;
        }
        while (!entry.TryChange(seen, seen.Taken == address ? seen : seen with { Taken = address, TakenBefore = seen.Taken }));

        Volatile.Write(ref entry.At, now);
    }

    /// <summary>Whether a card of a host was heard to take an address from another DHCP server.</summary>
    public bool HasTaken(Host host, Ipv4 address, long now)
    {
        ArgumentNullException.ThrowIfNull(host);
        foreach (var nic in host.Interfaces.AsSpan())
        {
            if (nic.Mac is { } card && Of(card, now) is var seen && (seen.Taken == address || seen.TakenBefore == address))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A loader that runs on one kind of firmware only was fetched. What DHCP said goes before it.</summary>
    public void LoaderFetched(MacAddress card, FirmwareKind firmware, long now)
    {
        var entry = EntryOf(card, now);
        var seen = entry.Seen;
        if (seen.Firmware is FirmwareKind.Unknown && entry.TryChange(seen, seen with { Firmware = firmware }))
        {
            Volatile.Write(ref entry.At, now);
        }
    }

    /// <summary>Whether firmware of a host asked by DHCP since the host was armed, on whichever of its cards.</summary>
    public bool HasAsked(Host host, InstallAttempt attempt, long now)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(attempt);
        foreach (var nic in host.Interfaces.AsSpan())
        {
            if (nic.Mac is { } card && Of(card, now).Asked == attempt.Id)
            {
                return true;
            }
        }

        return attempt.WasMet && now - started < Kept;
    }

    /// <summary>Whether a loader of a host was told to start the installer of an attempt, on whichever of its cards.</summary>
    public bool WasTold(Host host, InstallAttempt attempt, long now)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(attempt);
        foreach (var nic in host.Interfaces.AsSpan())
        {
            if (nic.Mac is { } card && Of(card, now).Told == attempt.Id)
            {
                return true;
            }
        }

        return attempt.State >= AttemptState.Offered;
    }

    private Entry EntryOf(MacAddress card, long now)
    {
        if (_entries.TryGetValue(card, out var known))
        {
            // What was known is of another boot.
            if (now - Volatile.Read(ref known.At) >= Kept)
            {
                known.TryChange(known.Seen, MachineSighting.None);
            }

            return known;
        }

        if (Interlocked.Increment(ref _count) > Most)
        {
            MakeRoom(now);
        }

        var added = new Entry { At = now };
        var entry = _entries.GetOrAdd(card, added);
        if (!ReferenceEquals(entry, added))
        {
            Interlocked.Decrement(ref _count); // another road was quicker
        }

        return entry;
    }

    /// <summary>What is old goes; when nothing is, the quarter that was heard of the longest ago, so that this is done seldom.</summary>
    private void MakeRoom(long now)
    {
        long[] times = [.. _entries.Values.Select(entry => Volatile.Read(ref entry.At))];
        Array.Sort(times);
        var last = Math.Max(now - Kept, times.Length > 0 ? times[times.Length / 4] : now);
        foreach (var (card, entry) in _entries)
        {
            if (Volatile.Read(ref entry.At) <= last && _entries.TryRemove(card, out _))
            {
                Interlocked.Decrement(ref _count);
            }
        }
    }

    private sealed class Entry
    {
        private MachineSighting _seen = MachineSighting.None;

        public long At;

        public MachineSighting Seen => Volatile.Read(ref _seen);

        /// <summary>Changes it unless somebody else did meanwhile.</summary>
        public bool TryChange(MachineSighting from, MachineSighting to) =>
            ReferenceEquals(from, to) || ReferenceEquals(Interlocked.CompareExchange(ref _seen, to, from), from);
    }
}
