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
            var groups = parts.FirstOrDefault(part => part.Type is "group") ?? parts.FirstOrDefault(part => part.Type is "group_gz" or "group_xz" or "group_zst");
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
