namespace BootService.Core.Profiles.Graphs;

/// <summary>Turns "before" pairs into places in a line. Ties are broken by name, so the same files always give the same line.</summary>
internal static class NodeOrder
{
    public const string Head = "HEAD";

    public const string Tail = "TAIL";

    /// <summary>
    /// Ranks every node that an order names, and <see cref="Tail"/>, where nodes without an order stand. What is not said to come after
    /// TAIL comes before it.
    /// </summary>
    /// <param name="orders">The orders that apply.</param>
    /// <param name="fault">Set when they run in a circle; the nodes in it get the last places.</param>
    public static Dictionary<string, int> Rank(IReadOnlyList<GraphOrder> orders, out ProfileFault? fault)
    {
        var after = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal)
        {
            [Head] = new(StringComparer.Ordinal),
            [Tail] = new(StringComparer.Ordinal),
        };
        foreach (var order in orders)
        {
            Followers(after, order.Head).Add(order.Tail);
            Followers(after, order.Tail);
        }

        var behindTail = Behind(after, Tail);
        foreach (var (node, followers) in after)
        {
            if (node is not (Head or Tail) && !behindTail.Contains(node))
            {
                followers.Add(Tail);
                after[Head].Add(node);
            }
        }

        after[Head].Add(Tail);
        return Line(after, orders, out fault);
    }

    private static Dictionary<string, int> Line(
        SortedDictionary<string, SortedSet<string>> after, IReadOnlyList<GraphOrder> orders, out ProfileFault? fault)
    {
        var waitingFor = after.Keys.ToDictionary(node => node, _ => 0);
        foreach (var follower in after.Values.SelectMany(followers => followers))
        {
            waitingFor[follower]++;
        }

        var ranks = new Dictionary<string, int>();
        var ready = new SortedSet<string>(after.Keys.Where(node => waitingFor[node] == 0), StringComparer.Ordinal);
        while (ready.Min is { } node)
        {
            ready.Remove(node);
            ranks.Add(node, ranks.Count);
            foreach (var follower in after[node])
            {
                if (--waitingFor[follower] == 0)
                {
                    ready.Add(follower);
                }
            }
        }

        var stuck = after.Keys.Where(node => !ranks.ContainsKey(node)).ToArray();
        fault = stuck is [] ? null : Circle(CircleAmong(stuck, after), orders);
        foreach (var node in stuck)
        {
            ranks.Add(node, ranks.Count);
        }

        return ranks;
    }

    /// <summary>
    /// One circle among the nodes that have no place, in its order: what only comes after it is stuck too. Each of them waits for another one, so the way back
    /// ends in it.
    /// </summary>
    private static string[] CircleAmong(string[] stuck, SortedDictionary<string, SortedSet<string>> after)
    {
        var way = new List<string>();
        var node = stuck[0];
        while (!way.Contains(node))
        {
            way.Add(node);
            node = stuck.First(before => after[before].Contains(node));
        }

        var circle = way.Skip(way.IndexOf(node)).Reverse().ToList();
        var first = circle.IndexOf(circle.Min(StringComparer.Ordinal)!);
        return [.. circle.Skip(first), .. circle.Take(first)];
    }

    private static ProfileFault Circle(string[] circle, IReadOnlyList<GraphOrder> orders)
    {
        var pairs = circle.Select((node, at) => (node, circle[(at + 1) % circle.Length])).ToHashSet();
        var within = orders.Last(order => pairs.Contains((order.Head, order.Tail)));
        var nodes = circle.Except([Head, Tail]).ToArray();
        var names = string.Join(", ", nodes is [] ? circle : nodes);
        return new ProfileFault(
            within.File.Document.Path, within.Line, within.Column, "", Attribute: null, $"the order runs in a circle through {names}: take one <order> out");
    }

    private static HashSet<string> Behind(SortedDictionary<string, SortedSet<string>> after, string start)
    {
        var behind = new HashSet<string>();
        var open = new Stack<string>(after[start]);
        while (open.TryPop(out var node))
        {
            if (behind.Add(node))
            {
                foreach (var follower in after[node])
                {
                    open.Push(follower);
                }
            }
        }

        return behind;
    }

    private static SortedSet<string> Followers(SortedDictionary<string, SortedSet<string>> after, string node)
    {
        if (!after.TryGetValue(node, out var followers))
        {
            after.Add(node, followers = new SortedSet<string>(StringComparer.Ordinal));
        }

        return followers;
    }
}
