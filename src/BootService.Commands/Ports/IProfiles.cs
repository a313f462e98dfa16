using System.Collections.Immutable;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Ports;

/// <summary>Renders profiles.</summary>
public interface IProfiles
{
    /// <summary>Renders the profile of one host in the wrapper that <c>list host profile</c> shows, secrets masked.</summary>
    /// <param name="inventory">The state it is rendered from.</param>
    /// <param name="host">The host; one of the inventory's.</param>
    RenderedProfile Render(Inventory inventory, Host host);
}

/// <summary>A profile, or every reason why there is none.</summary>
/// <param name="Text">The whole text, its last line ended; null when there are faults.</param>
/// <param name="Faults">The reasons, each a sentence that begins with its place; empty when there is a text.</param>
public sealed record RenderedProfile(string? Text, ImmutableArray<string> Faults);
