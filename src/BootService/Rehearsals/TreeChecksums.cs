using BootService.Core;
using BootService.Core.Pallets;
using BootService.Core.Repositories;
using BootService.Platform.Files;

namespace BootService.Rehearsals;

/// <summary>What a pallet's <c>.treeinfo</c> says of its own boot files.</summary>
internal static class TreeChecksums
{
    /// <summary>What a file of the pallet adds up to; null when the medium does not say.</summary>
    /// <param name="pallets">The folder of pallets.</param>
    /// <param name="palletFolder">The pallet's own below it.</param>
    /// <param name="file">The file, relative to the pallet.</param>
    public static Checksum? Of(string pallets, string palletFolder, string file)
    {
        var folder = Path.Combine(pallets, palletFolder);
        var path = Path.Combine(folder, Path.Exists(Path.Combine(folder, TreeInfo.Name)) ? TreeInfo.Name : TreeInfo.PlainName);
        try
        {
            using var text = new StringReader(RegularFile.Text(path, MediaLimits.DescriptionBytes));
            return TreeInfo.Parse(text).SumOf(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
