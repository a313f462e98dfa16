using BootService.Protocols.Net;

namespace BootService.Core.Dhcp;

/// <summary>The addresses of one network that machines without a fixed one may have, and who has which.</summary>
/// <remarks>
/// Owned by one thread. Every operation takes the same time however many leases there are, but for the addresses that end at the moment,
/// and nothing allocates once each address was used. An address that ended goes to the back of the queue and remembers its client,
/// so that the same machine finds it again as long as it can be spared.
/// </remarks>
public sealed class LeasePool
{
    /// <summary>More addresses than this are left unused, to bound the memory.</summary>
    public const int MostAddresses = 1 << 18;

    /// <summary>With no address left, an offer nobody took for so long makes room for the next client: a flood of DISCOVERs cannot hold the pool.</summary>
    private const long OfferGrace = 5_000;

    /// <summary>A lease younger than this is contested by whoever is seen to use the address.</summary>
    private const long SettlingTime = 10_000;

    private readonly LeaseTerms _terms;
    private readonly uint _first;
    private readonly LeaseSlot[] _slots;
    private readonly LeaseChain[] _chains = new LeaseChain[(int)SlotUse.Uses];
    private readonly Dictionary<ulong, int> _byClient = [];

    /// <summary>Makes a pool in which every address is free.</summary>
    /// <param name="first">The first address.</param>
    /// <param name="last">The last address, inclusive.</param>
    /// <param name="terms">How long addresses are kept.</param>
    public LeasePool(Ipv4 first, Ipv4 last, LeaseTerms terms)
    {
        _terms = terms;
        _first = first.Value;
        First = first;
        Last = last;
        _slots = new LeaseSlot[last.Value < first.Value ? 0 : (int)Math.Min(MostAddresses, (long)last.Value - first.Value + 1)];
        Array.Fill(_chains, new LeaseChain());
        for (var index = 0; index < _slots.Length; index++)
        {
            _chains[(int)SlotUse.Free].Append(_slots, index);
        }
    }

    /// <summary>The first address.</summary>
    public Ipv4 First { get; }

    /// <summary>The last address as configured.</summary>
    public Ipv4 Last { get; }

    /// <summary>Addresses in the pool.</summary>
    public int Size => _slots.Length;

    /// <summary>Addresses nobody has.</summary>
    public int Free => _chains[(int)SlotUse.Free].Count;

    /// <summary>Addresses that are leased.</summary>
    public int Bound => _chains[(int)SlotUse.BoundToFirmware].Count + _chains[(int)SlotUse.BoundToGuest].Count + _chains[(int)SlotUse.Restored].Count
        + _chains[(int)SlotUse.Learned].Count;

    /// <summary>Addresses that are offered.</summary>
    public int Held => _chains[(int)SlotUse.Held].Count;

    /// <summary>Addresses in quarantine.</summary>
    public int Quarantined => _chains[(int)SlotUse.Quarantined].Count;

    /// <summary>Whether the pool holds the address.</summary>
    public bool Contains(Ipv4 address) => address.Value - _first < (uint)_slots.Length;

    /// <summary>What a client has here.</summary>
    public Lease Find(ulong client) => !_byClient.TryGetValue(client, out var index)
        ? default
        : new Lease(
            _slots[index].Use switch { SlotUse.Free => LeaseState.Remembered, SlotUse.Held => LeaseState.Held, _ => LeaseState.Bound },
            AddressOf(index));

    /// <summary>Whether the address is leased or offered to a client other than this one, or in quarantine.</summary>
    public bool IsAnothers(Ipv4 address, ulong client) =>
        Contains(address) && _slots[IndexOf(address)] is { Use: not SlotUse.Free } slot && (slot.Client != client || slot.Use is SlotUse.Quarantined);

    /// <summary>
    /// Whether a machine that is seen using the address contests it: the address is not its own, not kept from everybody already, and not settled as another's.
    /// </summary>
    public bool IsContested(Ipv4 address, ulong client, long now) =>
        Contains(address) && _slots[IndexOf(address)] is var slot && slot.Client != client && slot.Use switch
        {
            SlotUse.Free or SlotUse.Held => true,
            SlotUse.BoundToFirmware => slot.Until - now > (long)_terms.Firmware.TotalMilliseconds - SettlingTime,
            SlotUse.BoundToGuest => slot.Until - now > (long)_terms.Guest.TotalMilliseconds - SettlingTime,
            _ => false,
        };

    /// <summary>Whether the address could be given to this client at once.</summary>
    public bool IsFreeFor(Ipv4 address, ulong client) =>
        Contains(address) && _slots[IndexOf(address)] is var slot
        && (slot.Use is SlotUse.Free
            ? slot.Client == client || slot.Client == 0
            : slot.Client == client && slot.Use is not (SlotUse.Quarantined or SlotUse.Reserved));

    /// <summary>The address a client would get now: its own, the one it wishes, the one its name leads to, or the one unused the longest.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="wish">Option 50; 0.0.0.0 for none.</param>
    /// <param name="isTaken">Whether an address is a host's or ours; such addresses leave the pool until <see cref="Reconsider"/>.</param>
    /// <param name="now">Milliseconds of the clock that never steps.</param>
    /// <returns>0.0.0.0 when nothing is left.</returns>
    public Ipv4 Candidate(ulong client, Ipv4 wish, IAddressUse isTaken, long now)
    {
        ArgumentNullException.ThrowIfNull(isTaken);
        if (_byClient.TryGetValue(client, out var own) && !Reserve(own, isTaken))
        {
            return AddressOf(own);
        }

        if (Contains(wish) && IsVirgin(IndexOf(wish)) && !Reserve(IndexOf(wish), isTaken))
        {
            return wish;
        }

        // The same machine is led to the same address even by a server that has lost its memory.
        if (_slots.Length > 0 && (int)(((UInt128)(client * 0x9E3779B97F4A7C15UL) * (uint)_slots.Length) >> 64) is var led && IsVirgin(led)
            && !Reserve(led, isTaken))
        {
            return AddressOf(led);
        }

        while (_chains[(int)SlotUse.Free].Head is not LeaseChain.None and var head)
        {
            if (!Reserve(head, isTaken))
            {
                return AddressOf(head);
            }
        }

        var oldest = _chains[(int)SlotUse.Held].Head;
        return oldest != LeaseChain.None && now - (_slots[oldest].Until - (long)_terms.Offer.TotalMilliseconds) > OfferGrace ? AddressOf(oldest) : Ipv4.Any;
    }

    /// <summary>Keeps an address for a client that it was offered to. What is leased to it already stays leased.</summary>
    public void Hold(ulong client, Ipv4 address, long now)
    {
        var index = IndexOf(address);
        if (_slots[index].Use is SlotUse.Free or SlotUse.Held)
        {
            Give(index, client, SlotUse.Held, now + (long)_terms.Offer.TotalMilliseconds);
        }
    }

    /// <summary>Leases an address to a client.</summary>
    /// <param name="client">Whose it is.</param>
    /// <param name="address">Which.</param>
    /// <param name="firmware">Whether firmware asks, whose lease is short.</param>
    /// <param name="now">Milliseconds of the clock that never steps.</param>
    /// <param name="promise">How long the disk must say so when it has to be written; zero when what it says is enough.</param>
    /// <returns>How long the client has it.</returns>
    public TimeSpan Bind(ulong client, Ipv4 address, bool firmware, long now, out TimeSpan promise)
    {
        var index = IndexOf(address);
        var term = firmware ? _terms.Firmware : _terms.Guest;
        var until = now + (long)term.TotalMilliseconds;
        if (_slots[index].Client != client)
        {
            _slots[index].StoredUntil = 0;
        }

        Give(index, client, firmware ? SlotUse.BoundToFirmware : SlotUse.BoundToGuest, until);
        ref var slot = ref _slots[index];
        promise = TimeSpan.Zero;
        if (slot.StoredUntil < until)
        {
            promise = _terms.Promise(term);
            slot.StoredUntil = now + (long)promise.TotalMilliseconds;
        }

        return term;
    }

    /// <summary>Forgets that the disk knows of a lease: it could not be written.</summary>
    public void Unstored(Ipv4 address)
    {
        if (Contains(address))
        {
            _slots[IndexOf(address)].StoredUntil = 0;
        }
    }

    /// <summary>Frees what was only held for a client.</summary>
    public void Drop(ulong client)
    {
        if (_byClient.TryGetValue(client, out var index) && _slots[index].Use is SlotUse.Held)
        {
            Move(index, SlotUse.Free);
        }
    }

    /// <summary>Frees an address; its client is remembered.</summary>
    public void Release(Ipv4 address)
    {
        var index = IndexOf(address);
        _slots[index].StoredUntil = 0;
        Move(index, SlotUse.Free);
    }

    /// <summary>Keeps an address from everybody for a while.</summary>
    public void Quarantine(Ipv4 address, long now) => Quarantine(IndexOf(address), now + (long)_terms.Quarantine.TotalMilliseconds);

    /// <summary>Takes back what was stored before a restart. Call it in the order of <see cref="StoredLease.Until"/>.</summary>
    /// <param name="lease">What was stored.</param>
    /// <param name="left">How long it still holds; a clock that was set meanwhile never makes it longer than a lease may be.</param>
    /// <param name="now">Milliseconds of the clock that never steps.</param>
    public void Restore(StoredLease lease, TimeSpan left, long now)
    {
        if (!Contains(lease.Address) || _slots[IndexOf(lease.Address)].Use is not SlotUse.Free)
        {
            return;
        }

        var longest = lease.Client == 0 ? _terms.Quarantine : _terms.Promise(_terms.Guest);
        var until = now + (long)(left < longest ? left : longest).TotalMilliseconds;
        if (lease.Client == 0)
        {
            Quarantine(IndexOf(lease.Address), until);
            return;
        }

        Give(IndexOf(lease.Address), lease.Client, SlotUse.Restored, until);
        _slots[IndexOf(lease.Address)].StoredUntil = until;
        Expire(now);
    }

    /// <summary>Takes note of what another frontend did with an address, which is stored and so is the truth.</summary>
    /// <param name="lease">What is stored.</param>
    /// <param name="left">How long it still holds; nothing for an address that was given back.</param>
    /// <param name="now">Milliseconds of the clock that never steps.</param>
    public void Learn(StoredLease lease, TimeSpan left, long now)
    {
        if (!Contains(lease.Address) || _slots[IndexOf(lease.Address)].Use is SlotUse.Reserved)
        {
            return;
        }

        var index = IndexOf(lease.Address);
        ref var slot = ref _slots[index];
        if (left <= TimeSpan.Zero)
        {
            if (slot.Client == lease.Client && slot.Use is not SlotUse.Free)
            {
                Release(lease.Address);
            }

            return;
        }

        var longest = lease.Client == 0 ? _terms.Quarantine : _terms.Promise(_terms.Guest);
        var until = now + (long)(left < longest ? left : longest).TotalMilliseconds;
        if (lease.Client == 0)
        {
            Quarantine(index, until);
        }
        else if (slot.Client == lease.Client && slot.Use is SlotUse.BoundToFirmware or SlotUse.BoundToGuest)
        {
            slot.StoredUntil = Math.Max(slot.StoredUntil, until);
        }
        else
        {
            // Short ones apart from long ones: the end of a chain is looked for at its head.
            Give(index, lease.Client, left <= _terms.Promise(_terms.Firmware) ? SlotUse.Restored : SlotUse.Learned, until);
            _slots[index].StoredUntil = until;
        }
    }

    /// <summary>Frees what has ended.</summary>
    public void Expire(long now)
    {
        for (var use = SlotUse.Held; use <= SlotUse.Quarantined; use++)
        {
            while (_chains[(int)use].Head is not LeaseChain.None and var head && _slots[head].Until <= now)
            {
                Move(head, SlotUse.Free);
            }
        }
    }

    /// <summary>Looks again at the addresses that were hosts': the hosts have changed.</summary>
    public void Reconsider(IAddressUse isTaken)
    {
        ArgumentNullException.ThrowIfNull(isTaken);
        for (var left = _chains[(int)SlotUse.Reserved].Count; left > 0; left--)
        {
            var head = _chains[(int)SlotUse.Reserved].Head;
            Move(head, isTaken.IsTaken(AddressOf(head)) ? SlotUse.Reserved : SlotUse.Free);
        }
    }

    /// <summary>Every lease and quarantine that must outlive the daemon.</summary>
    /// <param name="leases">Receives them.</param>
    /// <param name="now">The moment that their ends are counted from.</param>
    public void CopyTo(ICollection<StoredLease> leases, DhcpMoment now)
    {
        ArgumentNullException.ThrowIfNull(leases);
        for (var index = 0; index < _slots.Length; index++)
        {
            ref var slot = ref _slots[index];
            var until = slot.Use is SlotUse.Quarantined
                ? slot.Until
                : slot.Use is SlotUse.Held or SlotUse.Free or SlotUse.Reserved
                ? 0
                : Math.Max(slot.Until, slot.StoredUntil);
            if (until > now.Milliseconds)
            {
                var end = now.Wall.AddMilliseconds(until - now.Milliseconds).ToUnixTimeSeconds();
                leases.Add(new StoredLease(slot.Use is SlotUse.Quarantined ? 0 : slot.Client, AddressOf(index), end));
            }
        }
    }

    private int IndexOf(Ipv4 address) => (int)(address.Value - _first);

    private Ipv4 AddressOf(int index) => new(_first + (uint)index);

    private bool IsVirgin(int index) => _slots[index] is { Use: SlotUse.Free, Client: 0 };

    private bool Reserve(int index, IAddressUse isTaken)
    {
        if (!isTaken.IsTaken(AddressOf(index)))
        {
            return false;
        }

        Forget(index);
        Move(index, SlotUse.Reserved);
        return true;
    }

    private void Quarantine(int index, long until)
    {
        Forget(index);
        _slots[index].Until = until;
        Move(index, SlotUse.Quarantined);
    }

    private void Give(int index, ulong client, SlotUse use, long until)
    {
        if (_byClient.TryGetValue(client, out var other) && other != index)
        {
            Forget(other);
            Move(other, SlotUse.Free);
        }

        if (_slots[index].Client != client)
        {
            Forget(index);
        }

        _slots[index].Client = client;
        _slots[index].Until = until;
        _byClient[client] = index;
        Move(index, use);
    }

    private void Forget(int index)
    {
        ref var slot = ref _slots[index];
        if (slot.Client != 0)
        {
            _byClient.Remove(slot.Client);
            slot.Client = 0;
        }

        slot.StoredUntil = 0;
    }

    private void Move(int index, SlotUse use)
    {
        _chains[(int)_slots[index].Use].Remove(_slots, index);
        _slots[index].Use = use;
        _chains[(int)use].Append(_slots, index);
    }
}
