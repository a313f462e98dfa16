using System.Xml;
using BootService.Core;
using BootService.Core.Profiles;
using BootService.Core.Profiles.Nodes;
using BootService.Core.Repositories;
using BootService.Media.Discs;
using BootService.Platform.Files;

namespace BootService.Media.Pallets;

/// <summary>A directory of packages and node files that a pallet's disc is made of.</summary>
internal sealed class PalletSource
{
    private static readonly string[] GraphFolders = ["graph", "graphs/default"];

    private PalletSource(string folder, RollFile? roll, IReadOnlyList<KeyValuePair<string, string>> files, int packages) =>
        (Folder, Roll, Files, Packages) = (folder, roll, files, packages);

    private static ReadOnlySpan<byte> PackageMagic => [0xED, 0xAB, 0xEE, 0xDB];

    /// <summary>The directory.</summary>
    public string Folder { get; }

    /// <summary>Its description, when one lies in it.</summary>
    public RollFile? Roll { get; }

    /// <summary>What lies in the pallet: path in it, and the file it is.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Files { get; }

    /// <summary>How many of them are packages.</summary>
    public int Packages { get; }

    /// <summary>Looks at a directory. Of packages that are there in several versions, the newest is taken.</summary>
    /// <param name="path">The directory, or the description in it: Stacki's people name that one, and there may be several.</param>
    /// <exception cref="RefusedException">Something in it cannot be in a pallet, or nothing can.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PalletSource Read(string path)
    {
        var named = RollFile.IsOne(path) && File.Exists(path) ? path : null;
        var folder = named is null ? path : Path.GetDirectoryName(named)!;
        if (!Directory.Exists(folder))
        {
            throw new RefusedException(OutOfSight.ClosedFolder(folder) is null ? $"there is no directory {folder}" : OutOfSight.Sentence(folder));
        }

        var packages = RpmPackage.Newest(
            FolderTree.Files(folder, ".rpm").Select(Package).Where(package => package.Arch is not ("src" or "nosrc")).DistinctBy(package => package.FileName));
        var nodes = Xml(folder, "nodes").ToArray();
        var graphs = GraphFolders.SelectMany(part => Xml(folder, part)).ToArray();
        CheckNodes(nodes);
        foreach (var graph in graphs)
        {
            CheckGraph(graph);
        }

        var description = named ?? Directory.EnumerateFiles(folder).Where(RollFile.IsOne).Order(StringComparer.Ordinal).FirstOrDefault();
        var roll = description is null ? null
            : RollFile.Parse(RegularFile.Bytes(description, MediaLimits.DescriptionBytes))
            ?? throw new RefusedException($"{description} is not the description of a pallet");
        return packages.Count + nodes.Length + graphs.Length == 0
            ? throw new RefusedException($"{folder} has neither packages nor nodes/*.xml nor graph/*.xml, so there is nothing to make a pallet of")
            : new PalletSource(
                folder,
                roll,
                [
                    .. packages.Select(package => KeyValuePair.Create($"RPMS/{package.FileName}", package.Location)),
                    .. nodes.Select(file => KeyValuePair.Create($"nodes/{Path.GetFileName(file)}", file)),
                    .. graphs.Select(file => KeyValuePair.Create($"graph/{Path.GetFileName(file)}", file)),
                ],
                packages.Count);
    }

    private static RpmPackage Package(string file)
    {
        Span<byte> lead = stackalloc byte[4];
        using (var opened = RegularFile.Open(file))
        {
            lead = lead[..RandomAccess.Read(opened, lead, 0)];
        }

        return lead.SequenceEqual(PackageMagic) && RpmPackage.FromFileName(file) is { } package
            ? package
            : throw new RefusedException($"{file} is no package, or not called NAME-VERSION-RELEASE.ARCH.rpm");
    }

    private static IEnumerable<string> Xml(string folder, string part)
    {
        var path = Path.Combine(folder, part);
        return Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.xml").Order(StringComparer.Ordinal) : [];
    }

    private static void CheckNodes(string[] files)
    {
        // Under names of their own: an extension of somebody else's node is no node by itself.
        var library = new NodeLibrary(
            "pallet", [.. files.Select((file, at) => new NodeDocument($"{at}", file, "1", RegularFile.Bytes(file, MediaLimits.DescriptionBytes)))], [], []);
        if (ProfileTemplates.Compile([library]).Nodes.SelectMany(node => node.Faults).FirstOrDefault() is { } fault)
        {
            throw new RefusedException(fault.ToString());
        }
    }

    private static void CheckGraph(string file)
    {
        try
        {
            using var text = RegularFile.OpenStream(file);
            using var xml = XmlReader.Create(text, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            if (xml.MoveToContent() is not XmlNodeType.Element || xml.Name is not "graph")
            {
                throw new RefusedException($"{file}: a graph file's outermost element is <graph>, not <{xml.Name}>");
            }

            while (xml.Read())
            {
            }
        }
        catch (XmlException fault)
        {
            throw new RefusedException($"{file}:{fault.LineNumber}:{fault.LinePosition}: {XmlFaultSentence.Plain(fault)}");
        }
    }
}
