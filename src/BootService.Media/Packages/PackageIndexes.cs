using System.Xml;
using BootService.Core;
using BootService.Core.Packages;
using BootService.Core.Repositories;
using BootService.Media.Repositories;
using BootService.Platform.Files;

namespace BootService.Media.Packages;

/// <summary>Reads what repositories on this machine offer, each once until its index changes. Safe from any thread.</summary>
public sealed class PackageIndexes
{
    /// <summary>The plain list last: mirrors may leave it out.</summary>
    private static readonly string[] AptLists = ["Packages.gz", "Packages.xz", "Packages"];

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (FileState Seen, PackageIndex? Index)> _known = new(StringComparer.Ordinal);

    /// <summary>What a repository offers; null when it has no list of packages, or none that can be read: of such a one nothing is known.</summary>
    /// <param name="folder">The folder that its <c>repodata</c> lies in.</param>
    public PackageIndex? Of(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var seen = RegularFile.Look(Path.Combine(folder, RepositoryIndex.Location));
        if (seen.Kind is not FileKind.Regular)
        {
            return null;
        }

        lock (_lock)
        {
            if (!_known.TryGetValue(folder, out var known) || known.Seen != seen)
            {
                _known[folder] = known = (seen, Read(folder));
            }

            return known.Index;
        }
    }

    /// <summary>What a part of an apt repository offers; null when it has no list of packages, or none that can be read.</summary>
    /// <param name="folder">The folder that its <c>Packages</c> lies in.</param>
    public PackageIndex? OfApt(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        foreach (var name in AptLists)
        {
            var path = Path.Combine(folder, name);
            var seen = RegularFile.Look(path);
            if (seen.Kind is FileKind.Regular)
            {
                lock (_lock)
                {
                    if (!_known.TryGetValue(path, out var known) || known.Seen != seen)
                    {
                        _known[path] = known = (seen, ReadApt(path));
                    }

                    return known.Index;
                }
            }
        }

        return null;
    }

    private static PackageIndex? ReadApt(string path)
    {
        try
        {
            var builder = new PackageIndexBuilder();
            using var packed = RegularFile.OpenStream(path);
            _ = RepositoryFiles.Unpack(path, packed, stream =>
            {
                builder.AddAptPackages(stream);
                return true;
            });
            return builder.Build() is { IsEmpty: false } built ? built : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException or RefusedException)
        {
            return null;
        }
    }

    private static PackageIndex? Read(string folder)
    {
        try
        {
            using var index = new MemoryStream(RegularFile.Bytes(Path.Combine(folder, RepositoryIndex.Location), MediaLimits.DescriptionBytes));
            var builder = new PackageIndexBuilder();
            var parts = RepositoryIndex.ReadParts(index);
            if (parts.FirstOrDefault(part => part.Type == "primary") is not { } primary)
            {
                return null;
            }

            Read(folder, primary, builder.AddPackages);
            var groups = parts.FirstOrDefault(part => part.Type is "group")
                ?? parts.FirstOrDefault(part => part.Type is "group_gz" or "group_xz" or "group_zst");
            if (groups is not null)
            {
                Read(folder, groups, builder.AddGroups);
            }

            if (parts.FirstOrDefault(part => part.Type == "modules") is { } modules)
            {
                Read(folder, modules, builder.AddModules);
            }

            return builder.Build() is { IsEmpty: false } built ? built : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or XmlException or InvalidDataException or RefusedException)
        {
            // A check that cannot look keeps nobody from installing: the installer reads the same metadata and says what is wrong with them.
            return null;
        }
    }

    private static void Read(string folder, RepositoryPart part, Action<Stream> take)
    {
        using var packed = RegularFile.OpenStream(Path.Combine(folder, part.Location));
        _ = RepositoryFiles.Unpack(part.Location, packed, stream =>
        {
            take(stream);
            return true;
        });
    }
}
