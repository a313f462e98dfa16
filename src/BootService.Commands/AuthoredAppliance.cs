using BootService.Core;
using BootService.Core.Audits;
using BootService.Core.Inventories;
using BootService.Core.Stores;

namespace BootService.Commands;

/// <summary>The appliance as one caller changes it: every proposal says whose it is, and who may only look makes none.</summary>
internal sealed class AuthoredAppliance(IAppliance appliance, Author by, bool mayChange) : IAppliance
{
    public Inventory Current => appliance.Current;

    public Task<T> CommitAsync<T>(Func<Inventory, Proposal<T>> propose, CancellationToken cancel) =>
        !mayChange ? throw new RefusedException("whoever calls may only look") : appliance.CommitAsync(inventory => propose(inventory) with { By = by }, cancel);
}
