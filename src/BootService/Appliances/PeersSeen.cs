using System.Collections.Immutable;
using BootService.Core.Inventories;
using BootService.Core.Networks;

namespace BootService.Appliances;

/// <summary>Who shares the database is another list than before: a state of its own, in its turn, and nothing to store.</summary>
internal sealed class PeersSeen(ImmutableArray<PeerFrontend> peers) : IPendingProposal
{
    /// <inheritdoc/>
    public Inventory Make(Inventory current, List<Change> changes, DateTimeOffset now) =>
        current.Seen(current.Frontend with { Peers = current.Frontend.Peers with { All = peers } });

    /// <inheritdoc/>
    public bool IsWithdrawn() => false;

    /// <inheritdoc/>
    public void Complete()
    {
        // Nobody waits.
    }

    /// <summary>What could not be stored with it was not its own; it is heard again in a second.</summary>
    public void Refuse(Exception why)
    {
        // As above.
    }
}
