using BootService.Core;
using BootService.Platform.Files;

namespace BootService.Rehearsals;

/// <summary>What a pallet's <c>.treeinfo</c> says of its own boot files (section <c>[checksums]</c>).</summary>
internal static class TreeChecksums
{
    private const string Sha256 = "sha256:";

    /// <summary>The SHA-256 of a file of the pallet, lower-case hex; null when the medium does not say.</summary>
    /// <param name="pallets">The folder of pallets.</param>
    /// <param name="palletFolder">The pallet's own below it.</param>
    /// <param name="file">The file, relative to the pallet.</param>
    public static string? Of(string pallets, string palletFolder, string file)
    {
        var folder = Path.Combine(pallets, palletFolder);
        var path = Path.Combine(folder, Path.Exists(Path.Combine(folder, ".treeinfo")) ? ".treeinfo" : "treeinfo");
        try
        {
            var section = string.Empty;
            foreach (var line in RegularFile.Text(path, MediaLimits.DescriptionBytes).Split('\n').Select(line => line.Trim()))
            {
                section = line.StartsWith('[') ? line : section;
                if (section == "[checksums]" && line.Split('=', 2, StringSplitOptions.TrimEntries) is [var name, var sum] && name == file
                    && sum.StartsWith(Sha256, StringComparison.Ordinal))
                {
                    return sum[Sha256.Length..].Trim().ToLowerInvariant();
                }
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        return null;
    }
}
