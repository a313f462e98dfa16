using BootService.Core.Audits;
using BootService.Core.Inventories;

namespace BootService.Appliances;

/// <summary>Something that changed nothing and belongs into the log of changes all the same, in its turn.</summary>
internal sealed class AuditNote(AuditRecord record) : IPendingProposal
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when it is on disk.</summary>
    public Task Done => _done.Task;

    /// <inheritdoc/>
    public Inventory Make(Inventory current, ProposedCommit commit, DateTimeOffset now)
    {
        commit.Say(() => record);
        return current;
    }

    /// <inheritdoc/>
    public bool IsWithdrawn() => false;

    /// <inheritdoc/>
    public void Complete() => _done.TrySetResult();

    /// <inheritdoc/>
    public void Refuse(Exception why) => _done.TrySetException(why);
}
