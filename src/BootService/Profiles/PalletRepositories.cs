using BootService.Core.Pallets;
using BootService.Core.Repositories;
using BootService.Settings;

namespace BootService.Profiles;

/// <summary>Finds out which repositories pallets are, by looking where they lie.</summary>
internal sealed class PalletRepositories(DaemonSettings settings)
{
    /// <summary>The folders of a pallet that hold metadata: itself, or else some of those directly in it, sorted; empty when none does.</summary>
    public IReadOnlyList<string> Of(Pallet pallet)
    {
        var place = Path.Combine(settings.PalletsDirectory, pallet.Key.Folder);
        try
        {
            return File.Exists(Path.Combine(place, RepositoryIndex.Location)) ? [""]
                : Directory.Exists(place) ? [.. Directory.EnumerateDirectories(place).Where(folder => File.Exists(Path.Combine(folder, RepositoryIndex.Location))).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)]
                : [];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
