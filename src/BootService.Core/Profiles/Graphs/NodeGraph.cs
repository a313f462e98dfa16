using BootService.Core.Profiles.Nodes;

namespace BootService.Core.Profiles.Graphs;

/// <summary>All graph files as one graph: which nodes a root includes, and in which order their files are read.</summary>
internal sealed class NodeGraph
{
    private readonly Dictionary<string, List<GraphEdge>> _edges = [];
    private readonly List<GraphOrder> _orders = [];
    private readonly Dictionary<string, int>? _fixedRanks;

    public NodeGraph(IEnumerable<GraphFile> files)
    {
        foreach (var file in files)
        {
            foreach (var edge in file.Edges)
            {
                if (!_edges.TryGetValue(edge.From, out var from))
                {
                    _edges.Add(edge.From, from = []);
                }

                from.Add(edge);
            }

            _orders.AddRange(file.Orders);
        }

        if (_orders.TrueForAll(order => order.Guards is []))
        {
            _fixedRanks = NodeOrder.Rank(_orders, out var fault);
            OrderFault = fault;
        }
    }

    /// <summary>An order that contradicts itself whatever the host; null when there is none.</summary>
    public ProfileFault? OrderFault { get; }

    public IEnumerable<GraphEdge> Edges => _edges.Values.SelectMany(edges => edges);

    public IReadOnlyList<GraphOrder> Orders => _orders;

    /// <summary>The nodes a root reaches, in the order their files are read.</summary>
    /// <param name="root">Where to begin: the appliance's node.</param>
    /// <param name="applies">Whether a guard holds for the host.</param>
    /// <param name="fault">Set when the orders that apply contradict each other.</param>
    public IReadOnlyList<string> Walk(string root, Func<Guard, bool> applies, out ProfileFault? fault)
    {
        fault = OrderFault;
        var ranks = _fixedRanks ?? NodeOrder.Rank([.. _orders.Where(order => order.Guards.All(applies))], out fault);
        var reached = Reach(root, applies);
        var unordered = ranks.GetValueOrDefault(NodeOrder.Tail, int.MaxValue);
        var nodes = new string[reached.Count];
        reached.CopyTo(nodes);
        Array.Sort(nodes, (left, right) =>
        {
            var byRank = ranks.GetValueOrDefault(left, unordered).CompareTo(ranks.GetValueOrDefault(right, unordered));
            return byRank != 0 ? byRank : string.CompareOrdinal(left, right);
        });
        return nodes;
    }

    /// <summary>What the root reaches, whatever the host, or only what a host reaches.</summary>
    public GraphDrawing Draw(string root, Func<Guard, bool> applies)
    {
        var reached = Reach(root, applies);
        var edges = reached.SelectMany(node => _edges.GetValueOrDefault(node) ?? []).Where(edge => edge.Guards.All(applies))
            .Select(edge => new DrawnEdge(edge.From, edge.To, Words(edge.Guards))).Distinct()
            .OrderBy(edge => edge.From, StringComparer.Ordinal).ThenBy(edge => edge.To, StringComparer.Ordinal);
        var orders = _orders.Where(order => order.Guards.All(applies) && IsDrawn(order.Head) && IsDrawn(order.Tail))
            .Select(order => new DrawnEdge(order.Head, order.Tail, Words(order.Guards))).Distinct();
        return new GraphDrawing(root, [.. edges], [.. orders]);

        bool IsDrawn(string node) => node is NodeOrder.Head or NodeOrder.Tail || reached.Contains(node);
    }

    private static string Words(IReadOnlyList<Guard> guards) => string.Join(", ", guards.Select(guard => guard.Words));

    private HashSet<string> Reach(string root, Func<Guard, bool> applies)
    {
        var reached = new HashSet<string> { root };
        var open = new Stack<string>([root]);
        while (open.TryPop(out var node))
        {
            foreach (var edge in _edges.GetValueOrDefault(node) ?? [])
            {
                if (!reached.Contains(edge.To) && edge.Guards.All(applies))
                {
                    reached.Add(edge.To);
                    open.Push(edge.To);
                }
            }
        }

        return reached;
    }
}
