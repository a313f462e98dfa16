using BootService.Core.Audits;
using BootService.Core.Inventories;
using BootService.Core.Stores;
using BootService.Core.Webhooks;

namespace BootService.Appliances;

/// <summary>A proposal that waits for its turn, its answer's type forgotten.</summary>
internal interface IPendingProposal
{
    /// <summary>
    /// Makes the changes; again, when the state it was made from turned out to be an older one. What the proposal throws is kept for its caller.
    /// </summary>
    /// <param name="current">The state it is made against.</param>
    /// <param name="commit">Where its changes are added, and what the log says of them; left as it is when there is nothing to carry out.</param>
    /// <param name="now">The time of the log.</param>
    /// <returns>The state after them; null when it threw.</returns>
    Inventory? Make(Inventory current, ProposedCommit commit, DateTimeOffset now);

    /// <summary>Whether the caller stopped waiting before the proposal was taken up; it is told so.</summary>
    bool IsWithdrawn();

    /// <summary>Gives the caller the answer, or what the proposal threw.</summary>
    void Complete();

    /// <summary>Tells the caller why it was not carried out.</summary>
    void Refuse(Exception why);
}

/// <summary>A proposal that waits for its turn.</summary>
internal sealed class PendingProposal<T>(Func<Inventory, Proposal<T>> propose, CancellationToken cancel) : IPendingProposal
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Proposal<T> _proposal;
    private Exception? _thrown;

    public Task<T> Answer => _answer.Task;

    public Inventory? Make(Inventory current, ProposedCommit commit, DateTimeOffset now)
    {
        _thrown = null;
        try
        {
            _proposal = propose(current);
            if (_proposal.Changes.IsDefaultOrEmpty)
            {
                return current;
            }

            var next = current.With(_proposal.Changes);
            if (InventoryRules.Broken(current, next, _proposal.Changes) is { } broken)
            {
                throw broken;
            }

            commit.Add(_proposal.Changes);
            if (WebhookTrail.Of(current, next, _proposal.Changes, now) is { Count: > 0 } told)
            {
                commit.Add(told);
                next = next.With(told);
            }

            var (proposal, after) = (_proposal, next);
            commit.Say(() => AuditTrail.Of(current, after, proposal.Changes, proposal.By ?? Author.Daemon, now) is { } record
                ? record with { Undoes = proposal.Undoes }
                : null);
            return next;
        }
        catch (Exception thrown)
        {
            _thrown = thrown;
            return null;
        }
    }

    public bool IsWithdrawn() => cancel.IsCancellationRequested && _answer.TrySetCanceled(cancel);

    public void Complete()
    {
        if (_thrown is { } thrown)
        {
            _answer.TrySetException(thrown);
        }
        else
        {
            _answer.TrySetResult(_proposal.Answer);
        }
    }

    public void Refuse(Exception why) => _answer.TrySetException(why);
}
