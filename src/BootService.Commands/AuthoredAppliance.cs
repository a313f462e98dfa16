using System.Collections.Immutable;
using BootService.Core;
using BootService.Core.Audits;
using BootService.Core.Inventories;
using BootService.Core.Stores;

namespace BootService.Commands;

/// <summary>The appliance as one caller changes it: every proposal says whose it is, and who may only look makes none.</summary>
internal sealed class AuthoredAppliance(IAppliance appliance, Author by, bool mayChange) : IAppliance
{
    private readonly List<(Inventory Before, ImmutableArray<Change> Changes)> _commits = [];

    public Inventory Current => appliance.Current;

    /// <summary>What was committed, each with the state before it, in order; what is taken back is not among it.</summary>
    public IReadOnlyCollection<(Inventory Before, ImmutableArray<Change> Changes)> Commits => _commits;

    public async Task<T> CommitAsync<T>(Func<Inventory, Proposal<T>> propose, CancellationToken cancel)
    {
        if (!mayChange)
        {
            throw new RefusedException("whoever calls may only look");
        }

        var made = default((Inventory Before, ImmutableArray<Change> Changes));
        var answer = await appliance.CommitAsync(
            inventory =>
            {
                var proposal = propose(inventory) with { By = by };
                made = (inventory, proposal.Undoes is null ? proposal.Changes : []);
                return proposal;
            },
            cancel);
        _commits.Add(made);
        return answer;
    }
}
