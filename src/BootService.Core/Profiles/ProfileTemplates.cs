using BootService.Core.Profiles.Emit;
using BootService.Core.Profiles.Graphs;
using BootService.Core.Profiles.Nodes;
using BootService.Core.Profiles.Plans;

namespace BootService.Core.Profiles;

/// <summary>
/// All node and graph files of a search path, parsed. Immutable: render any number of hosts from any number of threads, and compile
/// anew when a file changes; files that did not change are not parsed again.
/// </summary>
public sealed class ProfileTemplates
{
    private readonly Dictionary<(string Path, string Version), NodeFile> _nodeFiles = [];
    private readonly Dictionary<(string Path, string Version), GraphFile> _graphFiles = [];
    private readonly Dictionary<string, IReadOnlyList<NodeFile>> _nodes = [];
    private readonly Dictionary<string, IReadOnlyList<NodeFile>> _all = [];
    private readonly NodeGraph _graph;
    private readonly IncludeFiles _includes;

    private ProfileTemplates(IReadOnlyList<NodeLibrary> searchPath, ProfileTemplates? previous)
    {
        var files = new List<NodeFile>();
        foreach (var library in searchPath)
        {
            foreach (var document in library.Nodes)
            {
                var key = (document.Path, document.Version);
                if (previous is null || !previous._nodeFiles.TryGetValue(key, out var file))
                {
                    file = NodeFile.Parse(library.Name, document);
                }

                _nodeFiles[key] = file;
                files.Add(file);
            }

            foreach (var document in library.Graphs)
            {
                var key = (document.Path, document.Version);
                _graphFiles[key] = previous is not null && previous._graphFiles.TryGetValue(key, out var file) ? file : GraphFile.Parse(document);
            }
        }

        foreach (var node in files.GroupBy(file => file.Node).OrderBy(node => node.Key, StringComparer.Ordinal))
        {
            _all.Add(node.Key, [.. node]);
            if (FilesOf(node.Key, [.. node]) is { Count: > 0 } chosen)
            {
                _nodes.Add(node.Key, chosen);
            }
        }

        _graph = new NodeGraph(_graphFiles.Values);
        _includes = new IncludeFiles(searchPath);
    }

    /// <summary>What is wrong with the files themselves, whatever the host: used or not, shadowed or not.</summary>
    public IEnumerable<ProfileFault> FileFaults => _nodeFiles.Values.SelectMany(file => file.Faults).Concat(_graphFiles.Values.SelectMany(file => file.Faults));

    /// <summary>Parses the files of the libraries, the most specific first: the site's own, carts, pallets, what we ship.</summary>
    /// <param name="searchPath">Where node files come from. For one node, the first plain file and the first replacement win; every
    /// extension counts, the most specific last.</param>
    /// <param name="previous">The last result, to take unchanged files from.</param>
    public static ProfileTemplates Compile(IReadOnlyList<NodeLibrary> searchPath, ProfileTemplates? previous = null) => new(searchPath, previous);

    /// <summary>Renders a host's profile, or names everything that stands against it.</summary>
    public ProfileAnswer Render(ProfileRequest request)
    {
        var scope = new RenderScope(request);
        var builder = new InstallPlanBuilder(scope, _includes);
        scope.AddFaults(_graphFiles.Values.SelectMany(file => file.Faults));
        var nodes = _graph.Walk(request.Root, scope, out var orderFault);
        if (orderFault is not null)
        {
            scope.AddFaults([orderFault]);
        }

        foreach (var node in nodes)
        {
            if (!_nodes.TryGetValue(node, out var files))
            {
                scope.AddFaults([Missing(node, request.Root, scope)]);
                continue;
            }

            foreach (var file in files)
            {
                builder.Add(file);
            }
        }

        if (scope.Faults.Count > 0)
        {
            return new ProfileAnswer.Refused(scope.Faults);
        }

        var (plan, writer) = (builder.Build(), AnswerWriters.Of(request.Installer));
        return writer.Check(plan).ToList() is { Count: > 0 } faults
            ? new ProfileAnswer.Refused(faults)
            : new ProfileAnswer.Rendered(new Profile(plan, writer)) { Missing = scope.Missing };
    }

    /// <summary>All nodes by name, with the files that count for each and those that do not.</summary>
    public IEnumerable<NodeListing> Nodes => _all.Select(node => (node.Key, node.Value, Used: _nodes.GetValueOrDefault(node.Key) ?? []))
        .Select(node => new NodeListing(
            node.Key,
            [.. node.Used.Select(file => file.Document.Path)],
            [.. node.Value.Except(node.Used).Select(file => file.Document.Path)],
            [.. node.Used.SelectMany(file => file.Faults)]));

    /// <summary>The graph from a root on, to look at.</summary>
    /// <param name="root">Where to begin: an appliance's node.</param>
    /// <param name="request">A host, to see only the edges that apply to it; null for all.</param>
    public GraphDrawing Draw(string root, ProfileRequest? request = null) =>
        _graph.Draw(root, request is null ? AnyHost.Instance : new RenderScope(request));

    /// <summary>The text of <c>list host xml</c>: the host's node files in order as one document, its attributes as the document's entities.</summary>
    /// <param name="request">The host.</param>
    /// <param name="attributes">All its attributes, sorted; secret ones masked.</param>
    public string ToHostXml(ProfileRequest request, IEnumerable<KeyValuePair<string, string>> attributes)
    {
        var nodes = _graph.Walk(request.Root, new RenderScope(request), out _);
        var files = nodes.SelectMany(node => _nodes.GetValueOrDefault(node) ?? []);
        return HostXmlWriter.Write(attributes.Concat(ProfileFacts.All(request)), files);
    }

    /// <summary>A replacement stands alone; otherwise the node's own file and then all its extensions, the most specific last.</summary>
    private static IReadOnlyList<NodeFile> FilesOf(string node, List<NodeFile> files)
    {
        if (files.Find(file => file.Document.Name == NodeFile.Replace + node) is { } replacement)
        {
            return [replacement];
        }

        // An extension of nothing is no node: the missing file is the fault to show.
        if (files.Find(file => file.Document.Name == node) is not { } plain)
        {
            return [];
        }

        var extensions = files.FindAll(file => file.Document.Name == NodeFile.Extend + node);
        extensions.Reverse();
        return [plain, .. extensions];
    }

    private ProfileFault Missing(string node, string root, RenderScope scope)
    {
        var edge = _graph.EdgeTo(node, root, scope);
        return edge is null
            ? new ProfileFault(
                "", 0, 0, node, "node",
                $"cannot find node \"{node}\", where the appliance begins: write nodes/{root}.xml or change its attribute \"node\"")
            {
                Kind =
                    ProfileFaultKind.Graph
            }
            : new ProfileFault(
                edge.File.Document.Path, edge.Line, edge.Column, node, Attribute: null,
                $"cannot find node \"{node}\": write nodes/{node}.xml or take the edge out")
            { Kind = ProfileFaultKind.Graph };
    }
}
