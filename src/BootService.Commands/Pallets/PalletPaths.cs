using BootService.Core;
using BootService.Media.Discs;
using BootService.Media.Pallets;

namespace BootService.Commands.Pallets;

/// <summary>Finds the media that words name.</summary>
/// <param name="folder">Where pallets lie.</param>
internal sealed class PalletPaths(PalletFolder folder)
{
    /// <summary>
    /// Absolute paths of what words name: from the caller's directory, or from where mirrors are made when the caller's could not be written to. Patterns are
    /// for shells that found nothing.
    /// </summary>
    /// <exception cref="RefusedException">A word that nothing fits.</exception>
    public IReadOnlyList<string> Find(CommandCall call, IEnumerable<string> words)
    {
        var found = new List<string>();
        foreach (var word in words)
        {
            string[] places = [call.PathOf(word), Path.GetFullPath(word, folder.Mirrors)];
            var fitting = places.Select(Fitting).FirstOrDefault(paths => paths.Length > 0)
                ?? throw MediumPath.Absent(places[0]);
            found.AddRange(fitting);
        }

        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    private static string[] Fitting(string path)
    {
        if (Path.Exists(path))
        {
            return [path];
        }

        var (directory, pattern) = (Path.GetDirectoryName(path), Path.GetFileName(path));
        return directory is not null && pattern.AsSpan().ContainsAny('*', '?') && Directory.Exists(directory)
            ? [.. Directory.EnumerateFiles(directory, pattern).Order(StringComparer.Ordinal)]
            : [];
    }
}
