using System.Xml;
using BootService.Core;
using BootService.Core.Iso;
using BootService.Core.Pallets;
using BootService.Core.Repositories;
using BootService.Media.Discs;
using BootService.Media.Repositories;

namespace BootService.Media.Pallets;

/// <summary>Two media of one release may both bring a repository of the same name, one of them only part of its packages: the whole list must win.</summary>
internal static class MetadataChoice
{
    /// <summary>The <c>repodata</c> folders of what is there that a disc must not replace, because they list all that its own list and more.</summary>
    /// <param name="medium">The disc.</param>
    /// <param name="disc">The pallet on it.</param>
    /// <param name="present">The folder of the pallet that it comes to.</param>
    /// <exception cref="RefusedException">Each of the two lists has packages that the other does not have.</exception>
    public static IReadOnlyList<string> Kept(IMedium medium, MediumPallet disc, string present)
    {
        var kept = new List<string>();
        foreach (var entry in medium.Entries.Values.Where(
            entry => entry.Kind is IsoKind.File && entry.Path.EndsWith("/" + RepositoryIndex.Location, StringComparison.Ordinal)))
        {
            // A repository that is the whole tree is described anew when several discs become one.
            if (PalletOnDisc.Inside(disc.Root, entry.Path) is not { } path || path == RepositoryIndex.Location || !File.Exists(Path.Combine(present, path)))
            {
                continue;
            }

            var folder = path[..^(RepositoryIndex.Location.Length + 1)];
            if (Names(new FolderMedium(Path.Combine(present, folder)), string.Empty) is { } old
                && Names(medium, entry.Path[..^RepositoryIndex.Location.Length]) is { } coming && !old.IsSubsetOf(coming))
            {
                kept.Add(coming.IsSubsetOf(old)
                    ? Path.GetDirectoryName(path)!
                    : throw new RefusedException(
                        $"{medium.Name} and what is there of the pallet both have a repository {folder}, and each lists packages that the other does not have: "
                        + "add one of them with clean=true"));
            }
        }

        return kept;
    }

    private static HashSet<string>? Names(IMedium medium, string repository)
    {
        try
        {
            using var index = new MemoryStream(medium.Bytes(repository + RepositoryIndex.Location));
            if (RepositoryIndex.ReadParts(index).FirstOrDefault(part => part.Type == "primary") is not { } primary
                || medium.Find(repository + primary.Location) is not { } list)
            {
                return null;
            }

            using var packed = new MediumStream(medium, list);
            return RepositoryFiles.Read(
                primary.Location, packed, medium.Name,
                unpacked => RepositoryIndex.ReadPackages(unpacked).Select(package => package.Location).ToHashSet(StringComparer.Ordinal));
        }
        catch (Exception fault) when (fault is XmlException or InvalidDataException)
        {
            // What cannot be read is nobody's list; the check of the medium's own sums says so in its own words.
            return null;
        }
    }
}
