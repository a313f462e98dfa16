using BootService.Core.Pallets;
using BootService.Core.Profiles;
using BootService.Platform.Files;
using BootService.Settings;

namespace BootService.Profiles;

/// <summary>Reads node XML and graphs from where they lie: the admin's site-profiles, the enabled carts and pallets, and what we ship, in this order.</summary>
internal sealed class NodeFolders(DataFolders folders)
{
    /// <summary>A node file is written by hand; a larger one is a mistake, and would stay in memory.</summary>
    internal const long LargestFile = 4 << 20;

    /// <summary>The files of one search path as they are now, without their content.</summary>
    /// <param name="carts">The carts of the box.</param>
    /// <param name="pallets">The pallets of the box.</param>
    public IReadOnlyList<NodeFolder> Look(IEnumerable<Cart> carts, IEnumerable<Pallet> pallets) =>
    [
        Look("site-profiles", folders.SiteProfileDirectory, "graphs/default"),
        .. carts.Select(cart => Look(cart.Name, Path.Combine(folders.CartsDirectory, cart.Name), "graph")),
        .. pallets.Select(pallet => Look(pallet.Key.Name, Path.Combine(folders.PalletsDirectory, pallet.Key.Folder), "graph"))
            .Where(folder => folder.Nodes.Count + folder.Graphs.Count > 0),
        Look(NodeLibrary.OfBootFiles, folders.BootFilesDirectory, "graphs/default"),
    ];

    private static NodeFolder Look(string name, string folder, string graphs) => new(
        name,
        Files(Path.Combine(folder, "nodes"), "*.xml"),
        Files(Path.Combine(folder, graphs), "*.xml"),
        Files(Path.Combine(folder, "include"), "*", LargestFile));

    /// <summary>The files of a folder. XML that is too large is among them, to be told of by name.</summary>
    private static IReadOnlyList<NodeFile> Files(string folder, string pattern, long largest = long.MaxValue)
    {
        var directory = new DirectoryInfo(folder);
        return directory.Exists
            ? [.. directory.EnumerateFiles(pattern)
                .Where(file => file.Length <= largest)
                .OrderBy(file => file.Name, StringComparer.Ordinal)
                .Select(file => new NodeFile(file.FullName, file.Length, file.LastWriteTimeUtc.Ticks))]
            : [];
    }
}

/// <summary>A file as a look at its folder showed it: the same value means the same content.</summary>
internal readonly record struct NodeFile(string Path, long Length, long Written);

/// <summary>One place node files come from, as a look at it showed it.</summary>
internal sealed record NodeFolder(string Name, IReadOnlyList<NodeFile> Nodes, IReadOnlyList<NodeFile> Graphs, IReadOnlyList<NodeFile> Includes)
{
    /// <summary>Whether nothing changed between two looks.</summary>
    public bool IsSame(NodeFolder other) =>
        Name == other.Name && Nodes.SequenceEqual(other.Nodes) && Graphs.SequenceEqual(other.Graphs) && Includes.SequenceEqual(other.Includes);

    /// <summary>The content.</summary>
    /// <exception cref="IOException">A file vanished since the look, or cannot be read.</exception>
    public NodeLibrary Read() => new(Name, Read(Nodes), Read(Graphs), Read(Includes, whole: true));

    /// <summary>What stands for the content of a file that is larger than any can be: it is refused for its length before anybody looks into it.</summary>
    private static readonly Lazy<byte[]> TooLarge = new(() => new byte[NodeFolders.LargestFile]);

    private static IReadOnlyList<NodeDocument> Read(IReadOnlyList<NodeFile> files, bool whole = false) =>
        [.. files.Select(file => new NodeDocument(
            whole ? Path.GetFileName(file.Path) : Path.GetFileNameWithoutExtension(file.Path),
            file.Path,
            $"{file.Length}:{file.Written}",
            file.Length > NodeFolders.LargestFile ? TooLarge.Value : RegularFile.Bytes(file.Path, NodeFolders.LargestFile)))];
}
