using System.Collections.Immutable;
using BootService.Core.Networks;

namespace BootService.Interfaces;

/// <summary>A boot interface as it is now.</summary>
/// <param name="Frontend">This machine on it; what it was last where the interface is gone or has no address.</param>
/// <param name="Index">Its number in the kernel, which is another one when the interface was made anew; 0 when it is gone.</param>
/// <param name="WhyNot">Why nothing can be served there, as the beginning of a sentence; null when all is well.</param>
internal sealed record BootLink(Frontend Frontend, int Index, string? WhyNot)
{
    /// <summary>Whether sockets that were opened for another look at this interface still serve it.</summary>
    public bool IsSame(BootLink other) =>
        Index == other.Index && WhyNot is null == other.WhyNot is null
        && (Frontend.Address, Frontend.Mac, Frontend.Mtu) == (other.Frontend.Address, other.Frontend.Mac, other.Frontend.Mtu);
}

/// <summary>All boot interfaces as they are now.</summary>
/// <param name="Frontend">This machine as its nodes see it.</param>
/// <param name="All">Each interface, in the order of the settings.</param>
internal sealed record BootLinks(Frontend Frontend, ImmutableArray<BootLink> All)
{
    /// <summary>Those that can be served.</summary>
    public IEnumerable<BootLink> Usable => All.Where(link => link.WhyNot is null);

    /// <summary>Whether nothing changed that anybody would have to know of.</summary>
    public bool IsSame(BootLinks other) =>
        All.Length == other.All.Length && All.Zip(other.All).All(pair => pair.First.IsSame(pair.Second)
            && pair.First.Frontend.Subnet == pair.Second.Frontend.Subnet && pair.First.Frontend.Routes.SequenceEqual(pair.Second.Frontend.Routes));
}

/// <summary>What has something open on the boot interfaces.</summary>
internal interface IFollowLinks
{
    /// <summary>Opens anew what the interfaces as they are now want otherwise, and leaves the rest alone. One call at a time.</summary>
    /// <exception cref="IOException">Something cannot be opened; the message is a sentence. It is tried again.</exception>
    void Follow(BootLinks links);
}
