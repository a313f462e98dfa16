using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Profiles;

namespace BootService.Commands.Ports;

/// <summary>Where previews of profiles come from.</summary>
public interface IProfiles
{
    /// <summary>What profiles of one state are rendered from, with the node files as they lie on disk now.</summary>
    /// <param name="inventory">The state.</param>
    /// <param name="mayRun">Whether programs of node files may run, which whoever may only look must not start.</param>
    IProfileSources Look(Inventory inventory, bool mayRun);
}

/// <summary>One state of the appliance and one look at the node files. For one thread; what it gives may be used from any.</summary>
public interface IProfileSources
{
    /// <summary>The node files of a box.</summary>
    /// <exception cref="Core.RefusedException">They cannot be read.</exception>
    ProfileTemplates Templates(string box);

    /// <summary>The node files of all carts and pallets, enabled or not.</summary>
    /// <exception cref="Core.RefusedException">They cannot be read.</exception>
    ProfileTemplates Everything();

    /// <summary>What the profile of a host is rendered from, secrets masked.</summary>
    /// <param name="host">The host; one of the inventory's.</param>
    /// <exception cref="Core.RefusedException">It has no profile: no OS to install, or no node to begin with.</exception>
    ProfileRequest Preview(Host host);
}
