using BootService.Core.Dhcp;
using BootService.Protocols.Net;

namespace BootService.Dhcp;

/// <summary>Where leases outlive the daemon. One thread adds and seals; the commit may run on another while the first goes on adding.</summary>
internal interface ILeaseJournal
{
    /// <summary>Whether something was added that is not sealed.</summary>
    bool HasPending { get; }

    /// <summary>Adds a change. It is on disk after the next <see cref="Seal"/> and <see cref="Commit"/>.</summary>
    void Add(StoredLease lease);

    /// <summary>Makes one group of everything added. Not while a commit runs.</summary>
    void Seal();

    /// <summary>Brings the sealed group to disk, in one write.</summary>
    /// <returns>False when the disk refused: nothing of it may be acknowledged.</returns>
    bool Commit();

    /// <summary>Why the last group is not on disk, without a full stop; null when it is. From any thread.</summary>
    string? WhyNotKept => null;

    /// <summary>Lets an empty group be pending, so that whether groups are kept again is known before a client has to find out. From any thread.</summary>
    void TryAgain()
    {
        // Where it is tried all the time anyway.
    }

    /// <summary>Whether other frontends give leases of the same pools.</summary>
    bool IsShared => false;

    /// <summary>How often it was read so far what others gave.</summary>
    long Readings => 0;

    /// <summary>Whether the last group's record of an address was taken; another frontend may have given the address first. Not while a commit runs.</summary>
    bool Took(Ipv4 address) => true;

    /// <summary>Takes the next thing that another frontend did with an address. From the thread that adds.</summary>
    bool TryHear(out StoredLease theirs)
    {
        theirs = default;
        return false;
    }
}
