using BootService.Core.Inventories;
using BootService.Core.Networks;

namespace BootService.Appliances;

/// <summary>This machine is another one to its nodes than before: a state of its own, in its turn, and nothing to store.</summary>
internal sealed class FrontendSeen(Frontend frontend) : IPendingProposal
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when the state shows it.</summary>
    public Task Done => _done.Task;

    /// <inheritdoc/>
    public Inventory Make(Inventory current, List<Change> changes, DateTimeOffset now) =>
        current.Seen(frontend with { Peers = current.Frontend.Peers });

    /// <inheritdoc/>
    public bool IsWithdrawn() => false;

    /// <inheritdoc/>
    public void Complete() => _done.TrySetResult();

    /// <summary>What could not be stored with it was not its own; it is tried again.</summary>
    public void Refuse(Exception why) => _done.TrySetException(why);
}
