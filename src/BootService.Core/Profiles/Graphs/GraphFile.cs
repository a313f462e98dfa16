using BootService.Core.Profiles.Nodes;

namespace BootService.Core.Profiles.Graphs;

/// <summary>"<paramref name="From"/> includes <paramref name="To"/>", when all of <paramref name="Guards"/> hold.</summary>
internal sealed record GraphEdge(string From, string To, IReadOnlyList<Guard> Guards, GraphFile File, int Line, int Column)
{
    /// <summary>The first end where it holds entities; null where it is plain.</summary>
    public AttributeTemplate? FromText { get; init; }

    /// <summary>The second end where it holds entities; null where it is plain.</summary>
    public AttributeTemplate? ToText { get; init; }
}

/// <summary>"<paramref name="Head"/> comes before <paramref name="Tail"/>".</summary>
internal sealed record GraphOrder(string Head, string Tail, IReadOnlyList<Guard> Guards, GraphFile File, int Line, int Column)
{
    /// <summary>The first end where it holds entities; null where it is plain.</summary>
    public AttributeTemplate? HeadText { get; init; }

    /// <summary>The second end where it holds entities; null where it is plain.</summary>
    public AttributeTemplate? TailText { get; init; }
}

/// <summary>A graph file, parsed once per version.</summary>
internal sealed class GraphFile
{
    private readonly List<GraphEdge> _edges = [];
    private readonly List<GraphOrder> _orders = [];
    private readonly ElementReader _read;

    private GraphFile(NodeDocument document)
    {
        Document = document;
        _read = new ElementReader(document.Path, "");
    }

    public NodeDocument Document { get; }

    public IReadOnlyList<GraphEdge> Edges => _edges;

    public IReadOnlyList<GraphOrder> Orders => _orders;

    public IReadOnlyList<ProfileFault> Faults => _read.Faults;

    public static GraphFile Parse(NodeDocument document)
    {
        var file = new GraphFile(document);
        var text = XmlDecoder.Decode(document.Content.Span, out var fault);
        var root = text is null ? null : XmlFileReader.Read(text, out fault);
        if (root is null)
        {
            file._read.Fail(fault.Line, fault.Column, fault.Sentence, kind: ProfileFaultKind.Xml);
        }
        else if (root.Name is not "graph")
        {
            file._read.Fail(root.Line, root.Column, $"a graph file's outermost element is <graph>, not <{root.Name}>", kind: ProfileFaultKind.Element);
        }
        else
        {
            file.ReadGraph(root);
        }

        return file;
    }

    private void ReadGraph(XmlPart.Element root)
    {
        foreach (var element in root.Children.OfType<XmlPart.Element>().Where(element => !Bookkeeping.Is(element)))
        {
            switch (element.Name)
            {
                case "edge":
                    ReadPairs(element, "from", "to", (from, to, guards, at) => _edges.Add(
                        new GraphEdge(Shown(from), Shown(to), guards, this, at.Line, at.Column) { FromText = Open(from), ToText = Open(to) }));
                    break;
                case "order":
                    ReadPairs(element, "head", "tail", (head, tail, guards, at) => _orders.Add(
                        new GraphOrder(Shown(head), Shown(tail), guards, this, at.Line, at.Column) { HeadText = Open(head), TailText = Open(tail) }));
                    break;
                default:
                    _read.Fail(element.Line, element.Column, $"<{element.Name}> is not known in a graph", kind: ProfileFaultKind.Element);
                    break;
            }
        }
    }

    /// <summary>Either end is an attribute or any number of nested elements; every first end is joined to every second.</summary>
    private void ReadPairs(
        XmlPart.Element element, string first, string second, Action<AttributeTemplate, AttributeTemplate, IReadOnlyList<Guard>, XmlPart.Element> add)
    {
        _read.Allow(element, first, second);
        foreach (var child in element.Children.OfType<XmlPart.Element>().Where(child => child.Name != first && child.Name != second))
        {
            _read.Fail(child.Line, child.Column, $"<{child.Name}> is not known in <{element.Name}>", kind: ProfileFaultKind.Element);
        }

        var guard = _read.Guard(element);
        var (firsts, seconds) = (Ends(element, first), Ends(element, second));
        foreach (var (from, fromGuard, fromElement) in firsts)
        {
            foreach (var (to, toGuard, toElement) in seconds)
            {
                Guard?[] guards = [guard, fromGuard, toGuard];
                add(from, to, [.. guards.OfType<Guard>()], toElement == element ? fromElement : toElement);
            }
        }
    }

    /// <summary>An end as people see it: entities by their names.</summary>
    public static string Shown(AttributeTemplate text) =>
        string.Concat(text.Runs.ToArray().Select(run => run.IsEntity ? $"&{run.Text};" : run.Text)).Trim();

    private static AttributeTemplate? Open(AttributeTemplate text) => text.Constant is null ? text : null;

    private List<(AttributeTemplate Node, Guard? Guard, XmlPart.Element Element)> Ends(XmlPart.Element element, string name)
    {
        var ends = new List<(AttributeTemplate, Guard?, XmlPart.Element)>();
        if (element.Attribute(name) is { Value: { IsBlank: false } word })
        {
            ends.Add((word, null, element));
        }

        foreach (var child in element.Children.OfType<XmlPart.Element>().Where(child => child.Name == name))
        {
            _read.Allow(child);
            if (child.Children is not [XmlPart.Text { Content: { IsBlank: false } text }])
            {
                _read.Fail(child.Line, child.Column, $"<{name}> names no node", kind: ProfileFaultKind.Graph);
                continue;
            }

            ends.Add((text, _read.Guard(child), child));
        }

        if (ends.Count == 0)
        {
            _read.Fail(element.Line, element.Column, $"<{element.Name}> lacks its \"{name}\"", kind: ProfileFaultKind.Graph);
        }

        return ends;
    }
}
