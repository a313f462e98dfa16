using BootService.Core.Repositories;
using BootService.Settings;

namespace BootService.Profiles;

/// <summary>Finds out which repositories pallets and carts are, by looking where they lie.</summary>
internal sealed class Repositories(DataFolders folders)
{
    /// <summary>The folders of a place that hold metadata: itself, or else some of those directly in it, sorted; empty when none does.</summary>
    /// <param name="place">Where it lies below the export directory, as nodes are told: <c>carts/tools</c>.</param>
    public IReadOnlyList<string> Of(string place)
    {
        var folder = Path.Combine(folders.ExportDirectory, place);
        try
        {
            return IsOne(folder) ? [""]
                : Directory.Exists(folder) ? [.. Directory.EnumerateDirectories(folder).Where(IsOne).Select(part => Path.GetFileName(part)).Order(StringComparer.Ordinal)]
                : [];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsOne(string folder) => File.Exists(Path.Combine(folder, RepositoryIndex.Location));
}
