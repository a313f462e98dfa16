using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml;

namespace BootService.Core.Repositories;

/// <summary>
/// Which servers have a repository, and what its index adds up to (Metalink 3, as Fedora's mirror manager writes it): a list that comes over a connection
/// one trusts, so that a mirror need not be.
/// </summary>
/// <param name="Folders">Where the repository lies, the preferred first; each ends with a slash.</param>
/// <param name="Indexes">What the index adds up to: as it is now, and as it was at servers that are a little behind. Empty when nothing is said.</param>
public sealed record Metalink(ImmutableArray<string> Folders, ImmutableArray<Checksum> Indexes)
{
    private const string IndexName = "repomd.xml";
    private const int MostAlternates = 100;

    /// <summary>The strongest last; of several sums of one file the strongest counts.</summary>
    private static readonly string[] Strengths = ["md5", "sha1", "sha256", "sha384", "sha512"];

    /// <summary>Whether a text is one, as far as a look at its beginning tells.</summary>
    public static bool IsOne(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.AsSpan(0, Math.Min(text.Length, 2000)).Contains("<metalink", StringComparison.Ordinal);
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="XmlException">It is no XML, or more than any is.</exception>
    /// <exception cref="InvalidDataException">It is no XML that ends.</exception>
    public static Metalink Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        using var xml = ForeignXml.Open(stream);
        var urls = new List<(int Preference, string Url)>();
        var indexes = ImmutableArray.CreateBuilder<Checksum>();
        var strongest = default(Checksum?);
        var isIndex = false;
        while (!xml.EOF)
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "file" })
            {
                isIndex = xml.AttributeText("name") is IndexName;
            }
            else if (isIndex && xml is { NodeType: XmlNodeType.Element, LocalName: "hash" })
            {
                // Reading the text leaves the reader at what follows.
                strongest = Stronger(strongest, Checksum.Of(xml.AttributeText("type"), xml.ElementText()));
                continue;
            }
            else if (isIndex && xml is { NodeType: XmlNodeType.Element, LocalName: "url" })
            {
                var preference = int.TryParse(xml.AttributeText("preference"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
                urls.Add((preference, xml.ElementText().Trim()));
                continue;
            }
            else if (xml is { NodeType: XmlNodeType.EndElement, LocalName: "verification" } && strongest is { } sum)
            {
                indexes.Add(indexes.Count < MostAlternates ? sum : throw new XmlException($"there are more than {MostAlternates} sums of one file"));
                strongest = null;
            }

            xml.Next();
        }

        return new Metalink(
            [.. urls.OrderByDescending(url => url.Preference).Select(url => Folder(url.Url)).OfType<string>().Distinct(StringComparer.Ordinal)],
            indexes.ToImmutable());
    }

    private static Checksum? Stronger(Checksum? one, Checksum? other) =>
        other is { } candidate && (one is not { } old || Array.IndexOf(Strengths, candidate.Algorithm) > Array.IndexOf(Strengths, old.Algorithm)) ? other : one;

    /// <summary>Where the repository of an index lies; null for servers that nothing is mirrored from, such as those of rsync and ftp.</summary>
    private static string? Folder(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0
        && url.EndsWith("/" + RepositoryIndex.Location, StringComparison.Ordinal)
            ? url[..^RepositoryIndex.Location.Length]
            : null;
}
