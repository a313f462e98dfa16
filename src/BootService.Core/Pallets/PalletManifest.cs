using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BootService.Core.Pallets;

/// <summary>A file of a pallet, or a link.</summary>
/// <param name="Path">Its path in the pallet, with forward slashes.</param>
/// <param name="Size">Its octets; 0 for a link.</param>
/// <param name="Digest">SHA-256 of its content, in lower-case hexadecimal digits; empty for a link.</param>
/// <param name="Target">Where a link leads, as it is written; null for a file.</param>
public sealed record PalletFile(string Path, long Size, string Digest, string? Target = null);

/// <summary>
/// What lies in a pallet, file by file. Frontends that share a database keep its digest there: who fetches a pallet from another believes nothing but what
/// this list says, and the list only when it has that digest.
/// </summary>
/// <param name="Folder">The pallet's folder (<see cref="PalletKey.Folder"/>).</param>
/// <param name="Files">The files and links, in the order of their paths.</param>
public sealed record PalletManifest(string Folder, ImmutableArray<PalletFile> Files)
{
    private const string Begin = "bootservice pallet 1 ";

    /// <summary>The octets of all files.</summary>
    public long Octets => Files.Sum(file => file.Size);

    /// <summary>What the octets of a written list are told apart by.</summary>
    public static string DigestOf(ReadOnlySpan<byte> written) => Convert.ToHexStringLower(SHA256.HashData(written));

    /// <summary>The list as octets: the same content is always the same octets. Names are written as they are in an address.</summary>
    public byte[] Write()
    {
        var text = new StringBuilder(Begin).Append(Escaped(Folder)).Append('\n');
        foreach (var file in Files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            var what = file.Target is { } target ? $"> {Escaped(target)}" : $"{file.Digest} {file.Size}";
            text.Append(CultureInfo.InvariantCulture, $"{what} {Escaped(file.Path)}\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>Reads a list.</summary>
    /// <returns>Null when it is none, or names something outside the pallet.</returns>
    public static PalletManifest? Parse(ReadOnlySpan<byte> written)
    {
        var lines = Encoding.UTF8.GetString(written).Split('\n');
        if (!lines[0].StartsWith(Begin, StringComparison.Ordinal) || lines[^1].Length > 0)
        {
            return null;
        }

        var files = ImmutableArray.CreateBuilder<PalletFile>(lines.Length);
        foreach (var line in lines.AsSpan(1..^1))
        {
            if (FileOf(line.Split(' ')) is not { } file)
            {
                return null;
            }

            files.Add(file);
        }

        return new PalletManifest(Uri.UnescapeDataString(lines[0][Begin.Length..]), files.ToImmutable());
    }

    /// <summary>A path as it is written in an address: its slashes stay.</summary>
    public static string Escaped(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
    }

    private static PalletFile? FileOf(string[] words)
    {
        if (words is not [var first, var second, var third] || Uri.UnescapeDataString(third) is var path && !IsInside(path))
        {
            return null;
        }

        return first == ">" ? new PalletFile(path, 0, string.Empty, Uri.UnescapeDataString(second))
            : first.Length == 2 * SHA256.HashSizeInBytes && first.All(char.IsAsciiHexDigitLower)
                && long.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? new PalletFile(path, size, first)
            : null;
    }

    private static bool IsInside(string path) => path.Split('/').All(part => part is not ("" or "." or "..") && !part.Contains('\0', StringComparison.Ordinal));
}

/// <summary>What lies in a pallet, as all frontends are to have it.</summary>
/// <param name="Folder">The pallet's folder (<see cref="PalletKey.Folder"/>).</param>
/// <param name="Digest">The digest of its list (<see cref="PalletManifest"/>); empty when it was removed.</param>
/// <param name="Octets">The octets of its files.</param>
public sealed record PalletContent(string Folder, string Digest, long Octets);

/// <summary>What a frontend says of the pallets that lie at it: each by the beginning of its digest, and how much of it is there in hundredths.</summary>
public static class PalletsThere
{
    private const int Beginning = 16;

    /// <summary>As a row of the frontends has it.</summary>
    public static string Write(IEnumerable<(string Digest, int Percent)> pallets) =>
        string.Join(' ', pallets.Select(pallet => $"{pallet.Digest[..Beginning]}:{pallet.Percent}").Order(StringComparer.Ordinal));

    /// <summary>How much of a pallet is there; null when it is not even begun.</summary>
    public static int? PercentOf(string words, string digest)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(digest);
        foreach (var word in words.Split(' '))
        {
            if (digest.Length > Beginning && word.StartsWith(digest[..Beginning], StringComparison.Ordinal)
                && int.TryParse(word.AsSpan(Beginning + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var percent))
            {
                return percent;
            }
        }

        return null;
    }
}
