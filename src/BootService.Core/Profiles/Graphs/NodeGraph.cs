using BootService.Core.Profiles.Nodes;

namespace BootService.Core.Profiles.Graphs;

/// <summary>All graph files as one graph: which nodes a root includes, and in which order their files are read.</summary>
internal sealed class NodeGraph
{
    private readonly Dictionary<string, List<GraphEdge>> _edges = [];

    /// <summary>Edges whose first end is another node for each host.</summary>
    private readonly List<GraphEdge> _openEdges = [];
    private readonly List<GraphOrder> _orders = [];
    private readonly Dictionary<string, int>? _fixedRanks;

    public NodeGraph(IEnumerable<GraphFile> files)
    {
        foreach (var file in files)
        {
            foreach (var edge in file.Edges)
            {
                if (edge.FromText is not null)
                {
                    _openEdges.Add(edge);
                    continue;
                }

                if (!_edges.TryGetValue(edge.From, out var from))
                {
                    _edges.Add(edge.From, from = []);
                }

                from.Add(edge);
            }

            _orders.AddRange(file.Orders);
        }

        if (_orders.TrueForAll(order => order.Guards is [] && order.HeadText is null && order.TailText is null))
        {
            _fixedRanks = NodeOrder.Rank(_orders, out var fault);
            OrderFault = fault;
        }
    }

    /// <summary>An order that contradicts itself whatever the host; null when there is none.</summary>
    public ProfileFault? OrderFault { get; }

    public IReadOnlyList<GraphOrder> Orders => _orders;

    /// <summary>The nodes a root reaches, in the order their files are read.</summary>
    /// <param name="root">Where to begin: the appliance's node.</param>
    /// <param name="host">For whom.</param>
    /// <param name="fault">Set when the orders that apply contradict each other.</param>
    public IReadOnlyList<string> Walk(string root, IGraphHost host, out ProfileFault? fault)
    {
        fault = OrderFault;
        var ranks = _fixedRanks ?? NodeOrder.Rank([.. OrdersOf(host)], out fault);
        var reached = Reach(root, host);
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
    public GraphDrawing Draw(string root, IGraphHost host)
    {
        var reached = Reach(root, host);
        var edges = reached.SelectMany(node => EdgesFrom(node, host), (node, edge) => new DrawnEdge(node, To(edge, host), Words(edge.Guards))).Distinct()
            .OrderBy(edge => edge.From, StringComparer.Ordinal).ThenBy(edge => edge.To, StringComparer.Ordinal);
        var orders = OrdersOf(host).Where(order => IsDrawn(order.Head) && IsDrawn(order.Tail))
            .Select(order => new DrawnEdge(order.Head, order.Tail, Words(order.Guards))).Distinct();
        return new GraphDrawing(root, [.. edges], [.. orders]);

        bool IsDrawn(string node) => node is NodeOrder.Head or NodeOrder.Tail || reached.Contains(node);
    }

    /// <summary>The edge by which a root reaches a node for a host; null when none does.</summary>
    public GraphEdge? EdgeTo(string node, string root, IGraphHost host) =>
        Reach(root, host).SelectMany(from => EdgesFrom(from, host)).FirstOrDefault(edge => To(edge, host) == node);

    private static string Words(IReadOnlyList<Guard> guards) => string.Join(", ", guards.Select(guard => guard.Words));

    private static string To(GraphEdge edge, IGraphHost host) => edge.ToText is { } text ? host.Fill(edge.File, text) : edge.To;

    private IEnumerable<GraphEdge> EdgesFrom(string node, IGraphHost host) => (_edges.GetValueOrDefault(node) ?? [])
        .Concat(_openEdges.Where(edge => host.Fill(edge.File, edge.FromText!) == node))
        .Where(edge => host.Applies(edge.File, edge.Guards));

    private IEnumerable<GraphOrder> OrdersOf(IGraphHost host) => _orders.Where(order => host.Applies(order.File, order.Guards)).Select(order => order with
    {
        Head = order.HeadText is { } head ? host.Fill(order.File, head) : order.Head,
        Tail = order.TailText is { } tail ? host.Fill(order.File, tail) : order.Tail,
    });

    private HashSet<string> Reach(string root, IGraphHost host)
    {
        var reached = new HashSet<string> { root };
        var open = new Stack<string>([root]);
        while (open.TryPop(out var node))
        {
            foreach (var edge in EdgesFrom(node, host))
            {
                if (To(edge, host) is { Length: > 0 } to && reached.Add(to))
                {
                    open.Push(to);
                }
            }
        }

        return reached;
    }
}
