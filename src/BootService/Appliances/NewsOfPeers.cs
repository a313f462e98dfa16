using BootService.Core.Inventories;

namespace BootService.Appliances;

/// <summary>Waits its turn at the writer until what others committed has been taken in; proposes nothing itself.</summary>
internal sealed class NewsOfPeers : IPendingProposal
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when the state shows it, or nobody could be asked.</summary>
    public Task Done => _done.Task;

    /// <inheritdoc/>
    public Inventory Make(Inventory current, ProposedCommit commit, DateTimeOffset now) => current;

    /// <inheritdoc/>
    public bool IsWithdrawn() => false;

    /// <inheritdoc/>
    public void Complete() => _done.TrySetResult();

    /// <inheritdoc/>
    public void Refuse(Exception why) => _done.TrySetResult();
}
