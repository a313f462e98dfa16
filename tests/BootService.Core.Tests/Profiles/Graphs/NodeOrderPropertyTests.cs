using System.Text;
using BootService.Core.Profiles;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Profiles.Graphs;

/// <summary>Whatever graph a site draws: each node that is reached is read once and in an order that all pairs allow, or a circle is named that is
/// one.</summary>
public class NodeOrderPropertyTests
{
    private static readonly string[] Nodes = ["backend", "a", "b", "c", "d", "e"];

    private static readonly Gen<(string From, string To, string Guard)[]> Edges = Gen.Select(
        Choice.Among(Nodes), Choice.Among(Nodes[1..]), Choice.Among("", "", " cond=\"yes\"", " cond=\"no\"", " os=\"linux\"", " arch=\"i386\"")).Array[0, 10];

    private static readonly Gen<(string From, string To, string Guard)[]> Orders = Gen.Select(
        Choice.Among([.. Nodes, "HEAD", "TAIL", "absent"]), Choice.Among([.. Nodes, "TAIL", "absent"]), Choice.Among("", " cond=\"no\"")).Array[0, 5];

    [Fact]
    public void Every_pair_is_kept_or_a_circle_is_named() =>
        Gen.Select(Edges, Orders).Sample(
            (edges, orders) =>
            {
                var pairs = orders.Where(order => order.Guard.Length == 0).Select(order => (order.From, order.To)).ToArray();
                if (Render(edges, orders) is not ProfileAnswer.Rendered rendered)
                {
                    var fault = Assert.Single(Workshop.Faults(Render(edges, orders)));
                    var named = fault.Sentence["the order runs in a circle through ".Length..^": take one <order> out".Length].Split(", ");
                    Assert.True(IsCircle(named, pairs), $"{fault.Sentence}: {string.Join(' ', pairs)}");
                    return;
                }

                var read = rendered.Profile.Sources.Select(path => path["nodes/".Length..^".xml".Length]).ToList();
                Assert.Equal(Reached(edges).Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
                foreach (var (before, after) in Closed(pairs).Where(pair => read.Contains(pair.Item1) && read.Contains(pair.Item2)))
                {
                    Assert.True(read.IndexOf(before) < read.IndexOf(after), $"{before} before {after}: {string.Join(' ', read)}");
                }
            },
            iter: 1500);

    [Fact]
    public void The_order_in_which_files_write_it_makes_no_difference() =>
        Gen.Select(Edges, Orders).Sample(
            (edges, orders) => Assert.Equal(
                Sources(Render(edges, orders)), Sources(Render([.. edges.Reverse()], [.. orders.Reverse()]))),
            iter: 500);

    [Fact]
    public void A_drawing_has_every_edge_that_applies_once_and_is_XML() =>
        Edges.Sample(
            edges =>
            {
                var drawing = Templates(edges, []).Draw("backend", Workshop.Request("6.6", ("yes", "true"), ("no", "false")));
                var applies = edges.Where(edge => Reached(edges).Contains(edge.From) && Applies(edge.Guard)).Select(edge =>
                    (edge.From, edge.To, edge.Guard)).Distinct().Count();
                Assert.Equal(applies, drawing.ToDot().Split('\n').Count(line => line.Contains(" -> ", StringComparison.Ordinal)));
                var svg = System.Xml.Linq.XDocument.Parse(drawing.ToSvg()).Root!;
                Assert.Equal(Reached(edges).Count, svg.Elements().Count(element => element.Name.LocalName == "rect"));
                Assert.Equal(applies, svg.Elements().Count(element => element.Name.LocalName == "line"));
                Assert.StartsWith("backend", drawing.ToText(), StringComparison.Ordinal);
            },
            iter: 500);

    private static bool Applies(string guard) => guard is "" or " cond=\"yes\"" or " os=\"linux\"";

    private static HashSet<string> Reached((string From, string To, string Guard)[] edges)
    {
        var reached = new HashSet<string>(["backend"], StringComparer.Ordinal);
        while (edges.Any(edge => Applies(edge.Guard) && reached.Contains(edge.From) && reached.Add(edge.To)))
        {
        }

        return reached;
    }

    // What comes before what by way of others too; what nobody puts behind TAIL comes before it.
    private static HashSet<(string, string)> Closed((string From, string To)[] pairs)
    {
        var closed = pairs.ToHashSet();
        for (var known = 0; known < closed.Count;)
        {
            known = closed.Count;
            closed.UnionWith((from one in closed from other in closed where one.To == other.From select (one.From, other.To)).ToArray());
        }

        var behind = closed.Where(pair => pair.From == "TAIL").Select(pair => pair.To).ToHashSet();
        closed.UnionWith(from node in Nodes where !behind.Contains(node) from last in behind select (node, last));
        return closed;
    }

    private static bool IsCircle(string[] named, (string, string)[] pairs)
    {
        string[] all = [.. named];
        return Enumerable.Range(0, all.Length).All(at => pairs.Contains((all[at], all[(at + 1) % all.Length]))) || Through(all, "TAIL", pairs)
            || Through(all, "HEAD", pairs);
    }

    // HEAD and TAIL stand in a circle unnamed: everything is behind the one, and before the other unless it is said otherwise.
    private static bool Through(string[] all, string end, (string, string)[] pairs) =>
        Closed(pairs).Contains((all[^1], end)) || Closed(pairs).Contains((end, all[0]))
            || Closed(pairs).Any(pair => pair.Item2 == end && all.Contains(pair.Item1));

    private static string[] Sources(ProfileAnswer answer) =>
        answer is ProfileAnswer.Rendered rendered ? [.. rendered.Profile.Sources] : [.. Workshop.Faults(answer).Select(fault => fault.Sentence)];

    private static ProfileAnswer Render((string, string, string)[] edges, (string, string, string)[] orders) =>
        Templates(edges, orders).Render(Workshop.Request("6.6", ("yes", "true"), ("no", "false")));

    private static ProfileTemplates Templates((string From, string To, string Guard)[] edges, (string From, string To, string Guard)[] orders)
    {
        var graph = new StringBuilder("<graph>");
        graph.AppendJoin("", edges.Select(edge => $"<edge from=\"{edge.From}\" to=\"{edge.To}\"{edge.Guard}/>\n"));
        graph.AppendJoin("", orders.Select(order => $"<order head=\"{order.From}\" tail=\"{order.To}\"{order.Guard}/>\n")).Append("</graph>");
        return ProfileTemplates.Compile(
            [Workshop.Library("site", [.. Nodes.Select(node => (node, "<kickstart/>"))]) with { Graphs = [Workshop.Graph(graph.ToString())] }]);
    }
}
