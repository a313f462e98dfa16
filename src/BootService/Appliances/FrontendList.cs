using BootService.Core.Stores;
using BootService.Protocols.Net;
using BootService.Storage;

namespace BootService.Appliances;

/// <summary>The frontends there are: those of the shared database, or this one.</summary>
internal sealed class FrontendList(IAppliance appliance, FrontendIdentity here, ISharedStore? shared = null) : IFrontends
{
    public async Task<IReadOnlyList<FrontendPeer>> ListFrontendsAsync(CancellationToken cancel)
    {
        try
        {
            return shared is null
                ? [new FrontendPeer(here.Name, appliance.Current.Frontend.Address.ToString(), here.Program, here.Started, TimeSpan.Zero, IsHere: true)]
                : await shared.ListFrontendsAsync(cancel);
        }
        catch (StorageException fault)
        {
            throw new Core.RefusedException(fault.Message);
        }
    }
}

/// <summary>Who this frontend is to others.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Program">The version of its program.</param>
/// <param name="Started">When it was started.</param>
/// <param name="IsAlone">Whether nobody else may use its database.</param>
/// <param name="Service">The address that nodes are told, and that moves to another frontend when this one is away; null for none.</param>
internal sealed record FrontendIdentity(string Name, string Program, DateTimeOffset Started, bool IsAlone, Ipv4? Service = null);
