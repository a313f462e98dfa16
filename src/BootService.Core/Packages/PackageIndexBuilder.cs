using System.Runtime.InteropServices;
using System.Xml;
using BootService.Core.Repositories;

namespace BootService.Core.Packages;

/// <summary>Gathers the names of a repository from its metadata, which it reads as streams.</summary>
public sealed class PackageIndexBuilder
{
    private const int MostSums = 4_000_000;
    private const int MostGroups = 100_000;

    private readonly List<ulong> _sums = [];
    private readonly SortedSet<string> _packages = new(StringComparer.Ordinal);
    private readonly HashSet<string> _groups = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes the packages of a <c>primary</c> part, unpacked: their names, what they provide, and the files it lists.</summary>
    /// <exception cref="XmlException">It is no XML, or has more in it than any.</exception>
    /// <exception cref="InvalidDataException">It is no XML that ends.</exception>
    public void AddPackages(Stream primary)
    {
        using var xml = ForeignXml.Open(primary);
        var (name, arch, version) = (string.Empty, string.Empty, string.Empty);
        var packages = 0;
        while (!xml.EOF)
        {
            if (xml.NodeType is not XmlNodeType.Element)
            {
                xml.Next();
                continue;
            }

            switch (xml.LocalName)
            {
                case "package" when ++packages > MediaLimits.Packages:
                    throw new XmlException($"there are more than {MediaLimits.Packages} packages in it");
                case "name" when xml.Depth == 2:
                    name = xml.ElementText();
                    break;
                case "arch" when xml.Depth == 2:
                    arch = xml.ElementText();
                    break;
                case "version" when xml.Depth == 2:
                    version = $"{xml.AttributeText("ver")}-{xml.AttributeText("rel")}";
                    xml.Next();
                    break;
                case "location" when xml.Depth == 2:
                    AddPackage(name, arch, version);
                    xml.Next();
                    break;
                case "requires" or "conflicts" or "obsoletes" or "recommends" or "suggests" or "supplements" or "enhances":
                    xml.Pass();
                    break;
                case "entry" when xml.AttributeText("name") is { Length: > 0 } provided && arch is not "src":
                    Add(provided);
                    xml.Next();
                    break;
                case "file" when xml.Depth == 3:
                    Add(xml.ElementText());
                    break;
                default:
                    xml.Next();
                    break;
            }
        }
    }

    /// <summary>Takes the groups and environments of a <c>group</c> part, unpacked: by their ids and their names.</summary>
    /// <inheritdoc cref="AddPackages"/>
    public void AddGroups(Stream comps)
    {
        using var xml = ForeignXml.Open(comps, documentType: true);
        var inside = false;
        while (!xml.EOF)
        {
            if (xml is { NodeType: XmlNodeType.Element, Depth: 1 })
            {
                inside = xml.LocalName is "group" or "environment" or "category";
            }

            if (inside && xml is { NodeType: XmlNodeType.Element, Depth: 2, LocalName: "id" or "name" })
            {
                AddGroup(xml.ElementText().Trim());
                continue;
            }

            xml.Next();
        }
    }

    /// <summary>Takes the packages of an apt repository's list, unpacked: their names, and what they provide.</summary>
    /// <exception cref="InvalidDataException">It has more packages than any.</exception>
    public void AddAptPackages(Stream list)
    {
        var packages = 0;
        foreach (var line in ForeignLines.Beginnings(list, MediaLimits.XmlDecoder))
        {
            if (line.StartsWith("Package: ", StringComparison.Ordinal))
            {
                if (++packages > MediaLimits.Packages)
                {
                    throw new InvalidDataException($"there are more than {MediaLimits.Packages} packages in it");
                }

                var name = line["Package: ".Length..].Trim();
                _packages.Add(name);
                Add(name);
            }
            else if (line.StartsWith("Provides: ", StringComparison.Ordinal))
            {
                foreach (var provided in line["Provides: ".Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                {
                    Add(provided.Split(' ')[0]);
                }
            }
        }
    }

    /// <summary>Takes the modules of a <c>modules</c> part, unpacked: by their names, and with their streams.</summary>
    /// <exception cref="System.Xml.XmlException">It has more groups than any.</exception>
    public void AddModules(Stream documents)
    {
        var (module, stream, isModule) = (string.Empty, string.Empty, false);
        foreach (var line in ForeignLines.Beginnings(documents, MediaLimits.XmlDecoder))
        {
            // Only what stands at the places of a module's own name and stream counts (modulemd v2): two blanks below data.
            var text = line.AsSpan();
            if (text.StartsWith("---"))
            {
                AddModule(module, stream, isModule);
                (module, stream, isModule) = (string.Empty, string.Empty, false);
            }
            else if (text.StartsWith("document:"))
            {
                isModule = text[9..].Trim() is "modulemd" or "modulemd-stream" or "modulemd-defaults" or "modulemd-packager";
            }
            else if (text.StartsWith("  name:") || text.StartsWith("  module:"))
            {
                module = Word(text[(text.IndexOf(':') + 1)..]);
            }
            else if (text.StartsWith("  stream:"))
            {
                stream = Word(text[9..]);
            }
        }

        AddModule(module, stream, isModule);
    }

    /// <summary>What was gathered.</summary>
    public PackageIndex Build()
    {
        CollectionsMarshal.AsSpan(_sums).Sort();
        var sums = new List<ulong>(_sums.Count);
        foreach (var sum in _sums)
        {
            if (sums.Count == 0 || sums[^1] != sum)
            {
                sums.Add(sum);
            }
        }

        return new PackageIndex([.. sums], [.. _packages], _groups);
    }

    private static string Word(ReadOnlySpan<char> text) => text.Trim().Trim("'\"").ToString();

    private void AddPackage(string name, string arch, string version)
    {
        if (name.Length == 0 || arch is "src" or "nosrc")
        {
            return;
        }

        _packages.Add(name);
        Add(name);
        Add($"{name}.{arch}");
        Add($"{name}-{version}");
        Add($"{name}-{version}.{arch}");
        Add($"{name}-{version.Split('-')[0]}");
    }

    private void Add(string name) =>
        _sums.Add(_sums.Count < MostSums ? PackageIndex.SumOf(name) : throw new XmlException($"its packages provide more than {MostSums} names"));

    private void AddGroup(string word) =>
        _ = _groups.Count < MostGroups ? _groups.Add(word) : throw new XmlException($"there are more than {MostGroups} groups in it");

    private void AddModule(string module, string stream, bool isModule)
    {
        if (isModule && module.Length > 0)
        {
            AddGroup(module);
            if (stream.Length > 0)
            {
                AddGroup($"{module}:{stream}");
            }
        }
    }
}
