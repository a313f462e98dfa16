using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using BootService.Core.Repositories;
using BootService.Media.Signing;

namespace BootService.Media.Mirrors.Apt;

/// <summary>
/// Writes the lists of a suite for the packages that were taken of it, and signs them with the frontend's own key, because its maker's signature is of all of
/// them.
/// </summary>
internal static class AptPruning
{
    /// <summary>Writes them.</summary>
    /// <param name="suite">The suite's folder.</param>
    /// <param name="release">The suite as its maker has it.</param>
    /// <param name="lists">What was taken of it.</param>
    /// <param name="key">Signs it.</param>
    /// <param name="architecture">For which machines.</param>
    /// <param name="now">When.</param>
    public static void Lay(string suite, AptRelease release, List<AptList> lists, ArchiveKey key, string architecture, DateTimeOffset now)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var list in lists)
        {
            var text = Encoding.UTF8.GetBytes(string.Concat(list.Packages.Select(package => package.Stanza + "\n")));
            files[$"{list.Folder}/Packages"] = text;
            files[$"{list.Folder}/Packages.gz"] = Packed(text);
            foreach (var (file, bytes) in list.Files.Where(file => file.File.Path.EndsWith("/Release", StringComparison.Ordinal)))
            {
                files[file.Path] = bytes;
            }
        }

        foreach (var (name, bytes) in files)
        {
            var path = Path.Combine(suite, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }

        var words = new StringBuilder();
        words.AppendJoin("", release.Heading.Select(line => line + "\n"));
        if (!release.Heading.Any(line => line.StartsWith("Date:", StringComparison.OrdinalIgnoreCase)))
        {
            words.Append(CultureInfo.InvariantCulture, $"Date: {now.UtcDateTime:ddd, dd MMM yyyy HH:mm:ss} UTC\n");
        }

        words.Append("Components: ").AppendJoin(' ', lists.Select(list => list.Folder.Split('/')[0]).Distinct(StringComparer.Ordinal)).Append('\n');
        words.Append("Architectures: ")
            .AppendJoin(' ', new[] { architecture }.Concat(lists.Exists(list => list.Folder.EndsWith("/binary-all", StringComparison.Ordinal)) ? ["all"] : []))
            .Append('\n');
        words.Append("SHA256:\n");
        foreach (var (name, bytes) in files)
        {
            words.Append($" {Convert.ToHexStringLower(SHA256.HashData(bytes))} {bytes.Length} {name}\n");
        }

        var said = words.ToString();
        File.WriteAllText(Path.Combine(suite, "InRelease"), key.Clear(said, now));
        File.WriteAllText(Path.Combine(suite, "Release.gpg"), key.Detached(said, now));
        File.WriteAllText(Path.Combine(suite, "Release"), said);
    }

    private static byte[] Packed(byte[] text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(text);
        }

        return packed.ToArray();
    }
}
