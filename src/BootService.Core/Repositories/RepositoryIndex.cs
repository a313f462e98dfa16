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

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreWhitespace = true,
        IgnoreComments = true,
        MaxCharactersInDocument = 1L << 30,
    };

    /// <summary>Reads the parts that an index names.</summary>
    /// <exception cref="XmlException">It is no XML.</exception>
    public static ImmutableArray<RepositoryPart> ReadParts(Stream index)
    {
        using var xml = XmlReader.Create(index, Settings);
        var parts = ImmutableArray.CreateBuilder<RepositoryPart>();
        var (type, location, checksum) = (string.Empty, (string?)null, (Checksum?)null);
        while (!xml.EOF)
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "data" })
            {
                (type, location, checksum) = (xml.GetAttribute("type") ?? string.Empty, null, null);
            }
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "location" })
            {
                location = xml.GetAttribute("href");
            }
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "checksum" })
            {
                // Reading the text leaves the reader at what follows.
                checksum = Checksum.Of(xml.GetAttribute("type"), xml.ReadElementContentAsString());
                continue;
            }
            else if (xml is { NodeType: XmlNodeType.EndElement, LocalName: "data" } && location is not null)
            {
                parts.Add(new RepositoryPart(type, location, checksum));
            }

            xml.Read();
        }

        return parts.ToImmutable();
    }

    /// <summary>Reads the packages of a <c>primary</c> part, unpacked, one by one.</summary>
    /// <exception cref="XmlException">It is no XML.</exception>
    public static IEnumerable<RpmPackage> ReadPackages(Stream primary)
    {
        using var xml = XmlReader.Create(primary, Settings);
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "package" } && xml.GetAttribute("type") is (null or "rpm"))
            {
                using var inner = xml.ReadSubtree();
                if (ReadPackage(inner) is { } package)
                {
                    yield return package;
                }
            }
        }
    }

    /// <summary>Reads one package; null when it lacks a name or a file.</summary>
    private static RpmPackage? ReadPackage(XmlReader xml)
    {
        var package = new RpmPackage(string.Empty, string.Empty, default, string.Empty);
        xml.Read();
        xml.Read();
        while (!xml.EOF)
        {
            if (xml.NodeType is not XmlNodeType.Element || xml.Depth != 1)
            {
                xml.Read();
                continue;
            }

            switch (xml.LocalName)
            {
                case "name":
                    package = package with { Name = xml.ReadElementContentAsString() };
                    break;
                case "arch":
                    package = package with { Arch = xml.ReadElementContentAsString() };
                    break;
                case "checksum":
                    var algorithm = xml.GetAttribute("type");
                    package = package with { Checksum = Checksum.Of(algorithm, xml.ReadElementContentAsString()) };
                    break;
                case "version":
                    package = package with { Version = VersionOf(xml) };
                    xml.Skip();
                    break;
                case "size":
                    package = package with { Size = long.TryParse(xml.GetAttribute("package"), out var size) && size > 0 ? size : 0 };
                    xml.Skip();
                    break;
                case "location":
                    package = package with { Location = xml.GetAttribute("href") ?? string.Empty };
                    xml.Skip();
                    break;
                default:
                    xml.Skip();
                    break;
            }
        }

        return package is { Name.Length: > 0, Location.Length: > 0 } ? package : null;
    }

    private static RpmVersion VersionOf(XmlReader xml) =>
        new(long.TryParse(xml.GetAttribute("epoch"), out var epoch) ? epoch : 0, xml.GetAttribute("ver") ?? string.Empty, xml.GetAttribute("rel") ?? string.Empty);
}
