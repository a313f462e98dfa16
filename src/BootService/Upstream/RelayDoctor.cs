using BootService.Commands.Ports;
using BootService.Core.Access;
using BootService.Core.Doctor;
using BootService.Core.Relays;
using BootService.Core.Stores;
using BootService.Pallets;

namespace BootService.Upstream;

/// <summary>Says how a relay stands with its frontends, for <c>stack check cluster</c>.</summary>
internal sealed class RelayDoctor(RelayDatabase database, IAppliance appliance, PalletHolders pallets) : IClusterDoctor
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> ExamineClusterAsync(CancellationToken cancel)
    {
        var (state, inventory, reach) = (database.State, appliance.Current, new RelayReach(database.Who.Subnets, HostScope.All));
        return
        [
            .. UpstreamChecks.Of(new UpstreamView(
                state.Current, state.WhyNot, await state.ListFrontendsAsync(cancel), inventory.Hosts.Count, state.Subnets)
            {
                Silent = state.Silent,
                IsFresh = inventory.IsFresh,
                Pallets = [.. pallets.Here(inventory.Frontend.Called)],
                HasNetwork = inventory.Networks.Values.Any(reach.Has),
            }),
        ];
    }
}
