using BootService.Core.Dhcp;

namespace BootService.Dhcp;

/// <summary>Where leases outlive the daemon. Used by one thread.</summary>
internal interface ILeaseJournal
{
    /// <summary>Whether something was added that is not on disk.</summary>
    bool HasPending { get; }

    /// <summary>Adds a change. It is on disk after the next <see cref="Commit"/>.</summary>
    void Add(StoredLease lease);

    /// <summary>Brings everything added to disk, in one write.</summary>
    /// <returns>False when the disk refused: nothing of it may be acknowledged.</returns>
    bool Commit();
}
