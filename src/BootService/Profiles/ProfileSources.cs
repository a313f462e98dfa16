using BootService.Commands.Ports;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Profiles;

namespace BootService.Profiles;

/// <summary>What profiles of one state are rendered from: looks at the node files of a box once, and at the places of packages.</summary>
internal sealed class ProfileSources(Inventory inventory, NodeTemplates templates, IPackagePlaces places, INodeRunner runner) : IProfileSources
{
    private readonly Dictionary<string, ProfileTemplates> _byBox = new(StringComparer.Ordinal);
    private readonly HostProfiles _profiles = new(inventory, places, runner);

    /// <inheritdoc/>
    public ProfileTemplates Templates(string box)
    {
        if (!_byBox.TryGetValue(box, out var found))
        {
            _byBox.Add(box, found = templates.Of(box, inventory.CartsIn(box), inventory.PalletsIn(box)));
        }

        return found;
    }

    /// <inheritdoc/>
    public ProfileTemplates Everything() => templates.Of(NodeTemplates.NoBox, inventory.Carts.Values, inventory.Pallets.Values);

    /// <inheritdoc/>
    public ProfileRequest Preview(Core.Hosts.Host host) => _profiles.Preview(host);

    /// <summary>The profile of an attempt, to be kept with it.</summary>
    /// <exception cref="Core.RefusedException">The host has no profile, or it does not render, or asks for packages that nothing brings.</exception>
    public FrozenProfile Freeze(Core.Hosts.Host host, InstallAttempt attempt)
    {
        var own = Templates(host.Box);
        return FrozenProfile.Of(host.Name, own.Render(_profiles.Install(host, attempt)), own.Render(_profiles.Preview(host)));
    }
}
