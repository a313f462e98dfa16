using System.Collections.Frozen;

namespace BootService.Core.Profiles.Nodes;

/// <summary>Elements of node and graph files that say who wrote them and why: nothing comes of them.</summary>
internal static class Bookkeeping
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        "description", "changelog", "copyright", "si_copyright", "rocks", "stacki", "license", "licence", "authors", "debug", "attributes", "example");

    public static bool Is(XmlPart.Element element) => Names.Contains(element.Name);
}
