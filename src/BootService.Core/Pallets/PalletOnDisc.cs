using BootService.Core.Iso;

namespace BootService.Core.Pallets;

/// <summary>Says where a pallet lies on its disc, and which pallets are served from there. Pure.</summary>
public static class PalletOnDisc
{
    /// <summary>The link in a pallet's folder that leads to the image it is served from.</summary>
    public const string Link = ".image";

    /// <summary>The folder of a disc that is the pallet: one of the pallet's own path, as Stacki's discs have it, else the whole disc.</summary>
    /// <param name="entries">Everything on the disc.</param>
    /// <param name="folder">The pallet's folder (<see cref="PalletKey.Folder"/>).</param>
    /// <returns>Its path on the disc; empty for the whole.</returns>
    public static string RootOf(IEnumerable<IsoEntry> entries, string folder)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return entries.Any(entry => entry.Kind is IsoKind.Folder && entry.Path == folder) ? folder : string.Empty;
    }

    /// <summary>A path of the disc as seen from the pallet's folder on it; null when it lies elsewhere.</summary>
    public static string? Inside(string root, string path)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(path);
        return root.Length == 0 ? path
            : path.Length > root.Length && path[root.Length] == '/' && path.StartsWith(root, StringComparison.Ordinal) ? path[(root.Length + 1)..]
            : null;
    }

    /// <summary>
    /// Whether a file of a pallet is read by the frontend itself: metadata, node XML, descriptions. These are copied even where the rest stays on the disc.
    /// </summary>
    /// <param name="path">Its path in the pallet.</param>
    public static bool IsRead(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var parts = path.Split('/');
        return parts is ["nodes" or "graph" or "include", _, ..]
            || parts.AsSpan(..^1).Contains("repodata")
            || (parts is [var name]
                && (name is PalletKeys.Checked || name.StartsWith(PalletKeys.Prefix, StringComparison.Ordinal)
                    || name is ".treeinfo" or "treeinfo" or ".discinfo"
                    || (name.StartsWith("roll-", StringComparison.Ordinal) && name.EndsWith(".xml", StringComparison.Ordinal))));
    }
}
