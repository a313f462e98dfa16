using System.Collections.Immutable;
using System.Xml;

namespace BootService.Core.Repositories;

/// <summary>A part of a repository's metadata.</summary>
/// <param name="Type"><c>primary</c>, <c>filelists</c>, <c>group</c>, <c>modules</c> and so on.</param>
/// <param name="Location">Where it lies, relative to the repository.</param>
/// <param name="Checksum">What its file adds up to; null when it is not said.</param>
public sealed record RepositoryPart(string Type, string Location, Checksum? Checksum);

/// <summary>Reads a repository's metadata: <c>repodata/repomd.xml</c> and the list of packages it names.</summary>
public static class RepositoryIndex
{
    /// <summary>Where the index lies in a repository.</summary>
    public const string Location = "repodata/repomd.xml";

    /// <summary>Reads the parts that an index names.</summary>
    /// <exception cref="XmlException">It is no XML, or more than any index is.</exception>
    /// <exception cref="InvalidDataException">It is no XML that ends.</exception>
    public static ImmutableArray<RepositoryPart> ReadParts(Stream index)
    {
        using var xml = ForeignXml.Open(index);
        var parts = ImmutableArray.CreateBuilder<RepositoryPart>();
        var (type, location, checksum) = (string.Empty, (string?)null, (Checksum?)null);
        while (!xml.EOF)
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "data" })
            {
                (type, location, checksum) = (xml.AttributeText("type") ?? string.Empty, null, null);
            }
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "location" })
            {
                location = xml.AttributeText("href");
            }
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "checksum" })
            {
                // Reading the text leaves the reader at what follows.
                checksum = Checksum.Of(xml.AttributeText("type"), xml.ElementText());
                continue;
            }
            else if (xml is { NodeType: XmlNodeType.EndElement, LocalName: "data" } && location is not null)
            {
                parts.Add(parts.Count < MediaLimits.Parts
                    ? new RepositoryPart(type, location, checksum)
                    : throw new XmlException($"there are more than {MediaLimits.Parts} parts"));
            }

            xml.Next();
        }

        return parts.ToImmutable();
    }

    /// <summary>Reads the packages of a <c>primary</c> part, unpacked, one by one.</summary>
    /// <exception cref="XmlException">It is no XML, or has more packages than any.</exception>
    /// <exception cref="InvalidDataException">It is no XML that ends.</exception>
    public static IEnumerable<RpmPackage> ReadPackages(Stream primary)
    {
        using var xml = ForeignXml.Open(primary);
        var words = new StringPool();
        var count = 0;
        while (xml.Next())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "package" } && xml.AttributeText("type") is (null or "rpm"))
            {
                if (++count > MediaLimits.Packages)
                {
                    throw new XmlException($"there are more than {MediaLimits.Packages} packages in it");
                }

                if (ReadPackage(xml, words) is { } package)
                {
                    yield return package;
                }
            }
        }
    }

    /// <summary>Reads the package that the reader stands at, up to its end; null when it lacks a name or a file.</summary>
    private static RpmPackage? ReadPackage(XmlReader xml, StringPool words)
    {
        var package = new RpmPackage(string.Empty, string.Empty, default, string.Empty);
        if (xml.IsEmptyElement)
        {
            return null;
        }

        var depth = xml.Depth;
        xml.Next();
        while (!xml.EOF && xml.Depth > depth)
        {
            if (xml.NodeType is not XmlNodeType.Element)
            {
                xml.Next();
                continue;
            }

            switch (xml.LocalName)
            {
                case "name":
                    package = package with { Name = xml.ElementText() };
                    break;
                case "arch":
                    package = package with { Arch = words.Of(xml.ElementText()) };
                    break;
                case "checksum":
                    var algorithm = xml.AttributeText("type");
                    package = package with { Checksum = Checksum.Of(algorithm, xml.ElementText()) };
                    break;
                case "version":
                    package = package with { Version = VersionOf(xml) };
                    xml.Pass();
                    break;
                case "size":
                    package = package with { Size = long.TryParse(xml.AttributeText("package"), out var size) && size > 0 ? size : 0 };
                    xml.Pass();
                    break;
                case "location":
                    package = package with { Location = xml.AttributeText("href") ?? string.Empty, Base = BaseOf(xml.AttributeText("xml:base"), words) };
                    xml.Pass();
                    break;
                default:
                    xml.Pass();
                    break;
            }
        }

        return package is { Name.Length: > 0, Location.Length: > 0 } ? package : null;
    }

    /// <summary>Discs of one set name each other by <c>media:</c>, which is no place on the web.</summary>
    private static string? BaseOf(string? text, StringPool words) =>
        string.IsNullOrWhiteSpace(text) || text.StartsWith("media:", StringComparison.OrdinalIgnoreCase) ? null : words.Of(text.Trim());

    private static RpmVersion VersionOf(XmlReader xml) =>
        new(long.TryParse(xml.AttributeText("epoch"), out var epoch) ? epoch : 0, xml.AttributeText("ver") ?? string.Empty,
            xml.AttributeText("rel") ?? string.Empty);

    /// <summary>Words that most packages have in common, each kept once.</summary>
    private sealed class StringPool
    {
        private const int Most = 64;
        private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);

        public string Of(string word) =>
            _words.TryGetValue(word, out var known) ? known : _words.Count < Most ? _words[word] = word : word;
    }
}
