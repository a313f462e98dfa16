using BootService.Appliances;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Doctor;
using BootService.Core.Stores;
using BootService.Pallets;
using BootService.Storage;

namespace BootService.Doctor;

/// <summary>Gathers what is known of the frontends that share a database, and asks the database.</summary>
internal sealed class ClusterDoctor(
    IAppliance appliance, FrontendIdentity here, RelaysSeen relays, ISharedStore? shared = null, PeerStanding? standing = null, PalletHolders? holders = null)
    : IClusterDoctor
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> ExamineClusterAsync(CancellationToken cancel)
    {
        if (shared is null || standing is null)
        {
            throw new RefusedException(
                "this frontend keeps everything in a file of its own, and shares nothing: docs/cluster.md says how several share a database of PostgreSQL");
        }

        var (server, whyNot) = await AskAsync(shared, cancel);
        return
        [
            .. ClusterChecks.Of(new ClusterView(standing.All, standing.Ahead, appliance.Current.IsFresh), server, whyNot),
            .. SharedFileChecks.Of(standing.All, holders?.All() ?? []),
            .. RelayChecks.Of(relays.All, here.Program),
        ];
    }

    private static async Task<(SharedServer? Server, string? WhyNot)> AskAsync(ISharedStore shared, CancellationToken cancel)
    {
        try
        {
            return (await shared.LookAtServerAsync(cancel), null);
        }
        catch (StorageException fault)
        {
            return (null, fault.Message);
        }
    }
}
