using System.Collections.Immutable;
using BootService.Core;
using BootService.Core.Access;
using BootService.Core.Audits;
using BootService.Core.Inventories;
using BootService.Core.Stores;

namespace BootService.Commands;

/// <summary>
/// The appliance as one caller sees and changes it: every proposal says whose it is, who may only look makes none, and who is limited to some hosts sees no
/// others and changes nothing else.
/// </summary>
internal sealed class AuthoredAppliance(IAppliance appliance, Author by, bool mayChange, HostScope scope) : IAppliance
{
    private readonly List<(Inventory Before, ImmutableArray<Change> Changes)> _commits = [];
    private Inventory? _tried;
    private (Inventory? Whole, Inventory? Seen) _seen;

    /// <summary>Whether changes are only tried: each proposal meets the state that those before it would have led to, and none is kept.</summary>
    public bool IsTrial { get; init; }

    public Inventory Current => Seen(_tried ?? appliance.Current);

    /// <summary>What was committed, each with the state before it, in order; what is taken back is not among it, unless it was only tried.</summary>
    public IReadOnlyCollection<(Inventory Before, ImmutableArray<Change> Changes)> Commits => _commits;

    public async Task<T> CommitAsync<T>(Func<Inventory, Proposal<T>> propose, CancellationToken cancel)
    {
        if (!mayChange)
        {
            throw new RefusedException("whoever calls may only look");
        }

        if (IsTrial)
        {
            return Try(propose);
        }

        var made = default((Inventory Before, ImmutableArray<Change> Changes));
        var answer = await appliance.CommitAsync(
            inventory =>
            {
                var proposal = propose(Seen(inventory)) with { By = by };
                Check(inventory, proposal.Changes);
                made = (inventory, proposal.Undoes is null ? proposal.Changes : []);
                return proposal;
            },
            cancel);
        _commits.Add(made);
        return answer;
    }

    /// <summary>What the log would say of all that was tried.</summary>
    public IEnumerable<AuditLine> Tried(DateTimeOffset now) =>
        _commits.SelectMany(commit => AuditTrail.Of(commit.Before, commit.Before.With(commit.Changes), commit.Changes, by, now)?.Lines ?? []);

    private Inventory Seen(Inventory inventory)
    {
        if (scope.IsAll)
        {
            return inventory;
        }

        var (whole, seen) = _seen;
        if (!ReferenceEquals(whole, inventory))
        {
            _seen = (inventory, seen = inventory.Within(scope));
        }

        return seen!;
    }

    /// <exception cref="RefusedException">The changes are not this caller's to make.</exception>
    private void Check(Inventory before, ImmutableArray<Change> changes)
    {
        if (!scope.IsAll && !changes.IsDefaultOrEmpty && ScopedChanges.WhyNot(scope, before, changes) is { } why)
        {
            throw new RefusedException($"{why}: {by.Name} is limited to hosts of {scope}") { IsForbidden = true };
        }
    }

    private T Try<T>(Func<Inventory, Proposal<T>> propose)
    {
        var before = _tried ?? appliance.Current;
        var proposal = propose(Seen(before));
        Check(before, proposal.Changes);
        var after = before.With(proposal.Changes);
        if (InventoryRules.Broken(before, after, proposal.Changes) is { } broken)
        {
            throw broken;
        }

        _commits.Add((before, proposal.Changes));
        _tried = after;
        return proposal.Answer;
    }
}
