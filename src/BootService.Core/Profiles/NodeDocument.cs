namespace BootService.Core.Profiles;

/// <summary>One file of a library as it was read.</summary>
/// <param name="Name">File name without <c>.xml</c>: <c>base</c>, <c>extend-base</c>, <c>replace-base</c>; for an included file its whole name.</param>
/// <param name="Path">The path people know it by; it appears in faults and in the kickstart's comments.</param>
/// <param name="Version">Changes whenever the content does, such as time and size; a file with the same path and version is not parsed again.</param>
/// <param name="Content">The bytes as they are on disk.</param>
public sealed record NodeDocument(string Name, string Path, string Version, ReadOnlyMemory<byte> Content);

/// <summary>One place node files come from: the site's own, a cart, a pallet, or what we ship.</summary>
/// <param name="Name">What the place is called in listings: <c>site-profiles</c>, a pallet's name, <c>bootfiles</c>.</param>
/// <param name="Nodes">Files of <c>nodes/</c>.</param>
/// <param name="Graphs">Files of <c>graphs/default/</c>.</param>
/// <param name="Includes">Files of <c>include/</c>, which <c>include</c> and <c>copy</c> may name; nothing else is ever read.</param>
public sealed record NodeLibrary(
    string Name, IReadOnlyList<NodeDocument> Nodes, IReadOnlyList<NodeDocument> Graphs, IReadOnlyList<NodeDocument> Includes)
{
    /// <summary>The name of what we ship.</summary>
    public const string OfBootFiles = "bootfiles";
}
