using BootService.Commands.Ports;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Profiles;

namespace BootService.Profiles;

/// <summary>Gives previews of profiles.</summary>
internal sealed class ProfilePreviews(NodeTemplates templates, IPackagePlaces places, INodeRunner runner) : IProfiles
{
    /// <inheritdoc/>
    public IProfileSources Look(Inventory inventory, bool mayRun) =>
        new ProfileSources(inventory, templates, places, mayRun || runner is NoNodeRunner ? runner : NoNodeRunner.ForLookers);
}
