using System.Text;
using BootService.Core;
using BootService.Core.Installs;
using BootService.Core.Packages;
using BootService.Core.Pallets;
using BootService.Core.Repositories;
using BootService.Media.Packages;
using BootService.Platform.Files;
using BootService.Settings;

namespace BootService.Profiles;

/// <summary>Finds out which repositories pallets and carts are, by looking where they lie.</summary>
internal sealed class Repositories(DataFolders folders, PackageIndexes indexes) : IPackagePlaces
{
    /// <summary>How many folders deep below <c>dists</c> a suite is looked for.</summary>
    private const int DeepestSuite = 4;

    /// <inheritdoc/>
    public PackagePlace Look(string place)
    {
        var (parts, suites) = (Of(place), Suites(place));
        return new PackagePlace(parts, Keys(place), suites, [.. Offered(place, parts), .. Offered(place, suites)]);
    }

    /// <inheritdoc/>
    public long Length(string file) => new FileInfo(Path.Combine(folders.ExportDirectory, file)) is { Exists: true } there ? there.Length : 0;

    /// <summary>The folders of a place that hold metadata: itself, or else some of those directly in it, sorted; empty when none does.</summary>
    /// <param name="place">Where it lies below the export directory, as nodes are told: <c>carts/tools</c>.</param>
    private IReadOnlyList<string> Of(string place)
    {
        var folder = Path.Combine(folders.ExportDirectory, place);
        try
        {
            return IsOne(folder) ? [""]
                : Directory.Exists(folder)
                    ? [.. Directory.EnumerateDirectories(folder).Where(IsOne).Select(part => Path.GetFileName(part)).Order(StringComparer.Ordinal)]
                : [];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>What the repositories of a place offer; empty when nothing is known of them.</summary>
    /// <param name="place">Where it lies below the export directory.</param>
    /// <param name="parts">The folders of it that are repositories.</param>
    private IEnumerable<PackageIndex> Offered(string place, IReadOnlyList<string> parts) =>
        parts.Select(part => indexes.Of(Path.Combine(folders.ExportDirectory, place, part))).OfType<PackageIndex>();

    /// <summary>The suites of a place that is a repository of apt's, in the order of their names; empty for all others.</summary>
    /// <param name="place">Where it lies below the export directory.</param>
    private IReadOnlyList<AptSuite> Suites(string place)
    {
        try
        {
            var dists = new DirectoryInfo(Path.Combine(folders.ExportDirectory, place, "dists"));
            return dists.Exists ? [.. Below(dists, dists, string.Empty, DeepestSuite)] : [];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>What the suites of a place offer.</summary>
    /// <param name="place">Where it lies below the export directory.</param>
    /// <param name="suites">Its suites.</param>
    private IEnumerable<PackageIndex> Offered(string place, IReadOnlyList<AptSuite> suites) =>
        from suite in suites
        from component in suite.Components
        from architecture in suite.Architectures
        where AptArchitecture.ToRpm(architecture) is not null
        let index = indexes.OfApt(Path.Combine(folders.ExportDirectory, place, "dists", suite.Name, component, $"binary-{architecture}"))
        where index is not null
        select index;

    private static IEnumerable<AptSuite> Below(DirectoryInfo dists, DirectoryInfo folder, string name, int deepest) => deepest == 0 ? []
        : folder.EnumerateDirectories().Where(inner => inner.LinkTarget is null).OrderBy(inner => inner.Name, StringComparer.Ordinal)
            .SelectMany(inner => SuiteIn(inner, name + inner.Name, dists) is { } suite ? [suite] : Below(dists, inner, $"{name}{inner.Name}/", deepest - 1));

    private static AptSuite? SuiteIn(DirectoryInfo folder, string name, DirectoryInfo dists)
    {
        var release = Path.Combine(folder.FullName, "Release");
        return RegularFile.Look(release).Kind is FileKind.Regular
            && AptSuite.Parse(name, Encoding.UTF8.GetString(RegularFile.Bytes(release, MediaLimits.DescriptionBytes))) is { } suite
            ? suite with
            {
                IsSigned = File.Exists(Path.Combine(folder.FullName, "InRelease")) || File.Exists(Path.Combine(folder.FullName, "Release.gpg")),
                Key = File.Exists(Path.Combine(dists.Parent!.FullName, AptSuite.KeyOf(name))) ? AptSuite.KeyOf(name) : null,
                HasInstaller = Directory.Exists(Path.Combine(folder.FullName, "main/debian-installer")),
            }
            : null;
    }

    /// <summary>The public keys in a place that its packages are signed with.</summary>
    /// <param name="place">Where it lies below the export directory.</param>
    private IReadOnlyList<string> Keys(string place)
    {
        var folder = Path.Combine(folders.ExportDirectory, place);
        return Directory.Exists(folder) && File.Exists(Path.Combine(folder, PalletKeys.Checked))
            ? [.. Directory.EnumerateFiles(folder, PalletKeys.Prefix + "*").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)]
            : [];
    }

    private static bool IsOne(string folder) => File.Exists(Path.Combine(folder, RepositoryIndex.Location));
}
