using System.Xml;
using BootService.Core;
using BootService.Core.Iso;
using BootService.Core.Repositories;
using BootService.Media.Repositories;

namespace BootService.Media.Discs;

/// <summary>Gathers what a medium's own metadata say its packages add up to, so that each is checked while it is copied.</summary>
internal static class MediumSums
{
    /// <summary>Adds the sums of every repository on the medium that lies in the pallet.</summary>
    /// <returns>Whether every package that a repository names is on the medium; else the metadata speak of other discs, or lie.</returns>
    public static bool Gather(IMedium medium, MediumPallet disc)
    {
        var complete = true;
        foreach (var entry in medium.Entries.Values)
        {
            if (entry.Kind is IsoKind.File && entry.Path.EndsWith(RepositoryIndex.Location, StringComparison.Ordinal)
                && Below(disc.Root, entry.Path) is not null)
            {
                complete &= GatherOne(medium, disc, entry.Path[..^RepositoryIndex.Location.Length]);
            }
        }

        return complete;
    }

    private static bool GatherOne(IMedium medium, MediumPallet disc, string repository)
    {
        RepositoryPart? primary;
        try
        {
            using var index = new MemoryStream(medium.Bytes(repository + RepositoryIndex.Location));
            primary = RepositoryIndex.ReadParts(index).FirstOrDefault(part => part.Type == "primary");
        }
        catch (Exception fault) when (fault is XmlException or InvalidDataException)
        {
            throw new RefusedException($"{medium.Name} is damaged: its {repository}{RepositoryIndex.Location} is no XML");
        }

        if (primary is null || medium.Find(repository + primary.Location) is not { } list)
        {
            return false;
        }

        if (primary.Checksum is { } sum && Sums.Of(medium, list, sum.Algorithm) != sum)
        {
            throw new RefusedException(
                $"{medium.Name} is damaged: {repository}{primary.Location} does not have the {sum.Algorithm} sum that {repository}{RepositoryIndex.Location} "
                    + "states; download it again");
        }

        var complete = true;
        using var packed = new MediumStream(medium, list);
        _ = RepositoryFiles.Read(primary.Location, packed, medium.Name, unpacked =>
        {
            foreach (var package in RepositoryIndex.ReadPackages(unpacked))
            {
                var path = repository + package.Location;
                complete &= medium.Has(path);
                if (package.Checksum is { } known && Below(disc.Root, path) is { } inside)
                {
                    disc.Checksums[inside] = known;
                }
            }

            return true;
        });
        return complete;
    }

    private static string? Below(string root, string path) =>
        root.Length == 0 ? path : path.StartsWith(root + "/", StringComparison.Ordinal) ? path[(root.Length + 1)..] : null;
}

/// <summary>Adds bytes up.</summary>
internal static class Sums
{
    private const int ChunkBytes = 256 << 10;

    /// <summary>The sum of a file of a medium.</summary>
    public static Checksum Of(IMedium medium, IsoEntry entry, string algorithm)
    {
        using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(new(algorithm.ToUpperInvariant()));
        var chunk = new byte[ChunkBytes];
        for (long done = 0; done < entry.Length && medium.Read(entry, done, chunk) is var read and > 0; done += read)
        {
            hash.AppendData(chunk, 0, read);
        }

        return new Checksum(algorithm, Convert.ToHexStringLower(hash.GetCurrentHash()));
    }
}
