using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using BootService.Core;
using BootService.Core.Repositories;
using BootService.Media.Repositories;
using BootService.Platform.Files;

namespace BootService.Media.Mirrors;

/// <summary>
/// Makes a mirror's metadata of those of its repository: its lists of the packages taken, and its groups, modules and advisories as they are. Where the
/// repository's cannot be used so, they are made of the packages.
/// </summary>
/// <param name="web">Fetches.</param>
/// <param name="listing">The repository.</param>
/// <param name="packages">The packages taken.</param>
internal sealed class MirrorMetadata(MirrorWeb web, MirrorListing listing, ImmutableArray<RpmPackage> packages)
{
    private static readonly string[] Lists = ["primary", "filelists", "other"];
    private static readonly string[] Kept = ["group", "group_gz", "group_xz", "group_zst", "modules", "updateinfo", "productid"];

    /// <summary>Makes them.</summary>
    /// <param name="folder">The mirror.</param>
    /// <param name="place">The folder of packages in it.</param>
    /// <param name="now">The date they bear.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>False when they are to be made of the packages.</returns>
    /// <exception cref="RefusedException">A part of the repository's cannot be fetched, or is not what its index says.</exception>
    public async Task<bool> TryMakeAsync(string folder, string place, DateTimeOffset now, CancellationToken cancel)
    {
        if (packages.Any(package => package.Checksum is null) || Lists.Any(type => listing.Parts.All(part => part.Type != type)))
        {
            return false;
        }

        var into = Directory.CreateDirectory(Path.Combine(folder, "repodata")).FullName;
        var filter = new ListFilter(packages, place);
        var lines = new List<string>();
        foreach (var part in listing.Parts.Where(part => Lists.Contains(part.Type) || Kept.Contains(part.Type)))
        {
            var path = part.Type == "primary" && listing.Primary is { } known ? known : Path.Combine(folder, ".part");
            if (path != listing.Primary)
            {
                await MirrorSource.FetchPartAsync(web, listing.Url, part, path, cancel);
            }

            var line = Kept.Contains(part.Type) ? Keep(part, path, into, now) : Filter(part, path, filter, into, now);
            if (path != listing.Primary)
            {
                File.Delete(path);
            }

            if (line is not null)
            {
                lines.Add(line);
            }
            else
            {
                Directory.Delete(into, recursive: true);
                return false;
            }
        }

        await File.WriteAllTextAsync(
            Path.Combine(folder, RepositoryIndex.Location),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<repomd xmlns=\"http://linux.duke.edu/metadata/repo\">\n  "
                + $"<revision>{now.ToUnixTimeSeconds()}</revision>\n{string.Concat(lines)}</repomd>\n",
            cancel);
        return true;
    }

    private static string Keep(RepositoryPart part, string path, string into, DateTimeOffset now)
    {
        var name = part.Location[(part.Location.LastIndexOf('/') + 1)..];
        File.Copy(path, Path.Combine(into, name is "" or "." or ".." ? part.Type : name), overwrite: true);
        return Line(part.Type, name, now, Summed(path), null);
    }

    /// <summary>Writes the mirror's list, packed by gzip, which every release can read; null when it cannot be made of the repository's.</summary>
    private static string? Filter(RepositoryPart part, string path, ListFilter filter, string into, DateTimeOffset now)
    {
        var made = Path.Combine(into, part.Type);
        using var open = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long length;
        try
        {
            using var packed = RegularFile.OpenStream(path);
            using var result = new FileStream(made, FileMode.Create, FileAccess.Write);
            using var gzip = new GZipStream(result, CompressionLevel.Fastest, leaveOpen: true);
            using var counting = new SummedStream(gzip, open);
            if (!RepositoryFiles.Unpack(part.Location, packed, list => filter.Copy(list, counting, part.Type == "primary")))
            {
                return null;
            }

            length = counting.Length;
        }
        catch (InvalidDataException)
        {
            return null;
        }

        var file = Summed(made);
        var name = $"{file.Sum}-{part.Type}.xml.gz";
        File.Move(made, Path.Combine(into, name), overwrite: true);
        return Line(part.Type, name, now, file, (length, Convert.ToHexStringLower(open.GetCurrentHash())));
    }

    private static (long Length, string Sum) Summed(string path)
    {
        using var file = RegularFile.OpenStream(path);
        return (file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    private static string Line(string type, string name, DateTimeOffset now, (long Length, string Sum) file, (long Length, string Sum)? open) => string.Create(
        CultureInfo.InvariantCulture,
        $"  <data type=\"{type}\">\n    <checksum "
            + $"type=\"sha256\">{file.Sum}</checksum>\n{(open is { } inner ? $"    <open-checksum type=\"sha256\">{inner.Sum}</open-checksum>\n    "
                + $"<open-size>{inner.Length}</open-size>\n" : string.Empty)}"
            + $"    <location href=\"repodata/{WebUtility.HtmlEncode(name)}\"/>\n    <timestamp>{now.ToUnixTimeSeconds()}</timestamp>\n    "
                + $"<size>{file.Length}</size>\n  </data>\n");
}
