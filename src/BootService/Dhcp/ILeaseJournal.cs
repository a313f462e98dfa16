using BootService.Core.Dhcp;

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
}
