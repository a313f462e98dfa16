using System.Security;
using System.Text;

namespace BootService.Core.Profiles.Graphs;

/// <summary>An edge as people see it: its ends, and when it applies in the words of the file.</summary>
internal readonly record struct DrawnEdge(string From, string To, string When);

/// <summary>The part of the graph that a root reaches, as text, as DOT for Graphviz, and as SVG.</summary>
public sealed class GraphDrawing
{
    private const int ColumnWidth = 260;
    private const int RowHeight = 36;
    private const int BoxWidth = 170;
    private const int BoxHeight = 24;
    private const int Margin = 20;

    private readonly string _root;
    private readonly IReadOnlyList<DrawnEdge> _edges;
    private readonly IReadOnlyList<DrawnEdge> _orders;

    internal GraphDrawing(string root, IReadOnlyList<DrawnEdge> edges, IReadOnlyList<DrawnEdge> orders) =>
        (_root, _edges, _orders) = (root, edges, orders);

    /// <summary>A tree by indentation; a node that was shown before is not unfolded again.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        var shown = new HashSet<string>();
        Unfold(_root, "", 0);
        return text.ToString();

        void Unfold(string node, string when, int depth)
        {
            text.Append(' ', depth * 2).Append(node).Append(when.Length > 0 ? $" ({when})" : "");
            var first = shown.Add(node);
            var below = _edges.Where(edge => edge.From == node).ToList();
            text.Append(first || below.Count == 0 ? "\n" : " …\n");
            foreach (var edge in first ? below : [])
            {
                Unfold(edge.To, edge.When, depth + 1);
            }
        }
    }

    /// <summary>A directed graph in Graphviz's language: edges black, dashed when they have a condition, orders gray.</summary>
    public string ToDot()
    {
        var dot = new StringBuilder("digraph profile {\n  rankdir=LR;\n  node [shape=box];\n");
        dot.Append("  ").Append(Quoted(_root)).Append(" [penwidth=2];\n");
        foreach (var edge in _edges)
        {
            dot.Append("  ").Append(Quoted(edge.From)).Append(" -> ").Append(Quoted(edge.To))
                .Append(edge.When.Length > 0 ? $" [label={Quoted(edge.When)}, style=dashed];\n" : ";\n");
        }

        foreach (var order in _orders)
        {
            dot.Append("  ").Append(Quoted(order.From)).Append(" -> ").Append(Quoted(order.To)).Append(" [color=gray, constraint=false];\n");
        }

        return dot.Append("}\n").ToString();
    }

    /// <summary>Columns by distance from the root, names from top to bottom; a dashed line applies only under its condition.</summary>
    public string ToSvg()
    {
        var columns = Columns();
        var places = columns.SelectMany(
            (nodes, column) => nodes.Select((node, row) => (node, X: Margin + (column * ColumnWidth), Y: Margin + (row * RowHeight))))
            .ToDictionary(place => place.node, place => (place.X, place.Y));
        var (width, height) = ((2 * Margin) + ((columns.Count - 1) * ColumnWidth) + BoxWidth, (2 * Margin) + (columns.Max(nodes => nodes.Count) * RowHeight));
        var svg = new StringBuilder(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        foreach (var edge in _edges)
        {
            var (from, to) = (places[edge.From], places[edge.To]);
            svg.Append($"<line x1=\"{from.X + BoxWidth}\" y1=\"{from.Y + (BoxHeight / 2)}\" x2=\"{to.X}\" y2=\"{to.Y + (BoxHeight / 2)}\" stroke=\"#888\"")
                .Append(edge.When.Length > 0 ? $" stroke-dasharray=\"4 3\"><title>{Escaped(edge.When)}</title></line>\n" : "/>\n");
        }

        foreach (var (node, (x, y)) in places)
        {
            svg.Append($"<rect x=\"{x}\" y=\"{y}\" width=\"{BoxWidth}\" height=\"{BoxHeight}\" rx=\"4\" fill=\"#fff\" stroke=\"#333\"/>")
                .Append($"<text x=\"{x + 8}\" y=\"{y + 16}\">{Escaped(node)}</text>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private List<List<string>> Columns()
    {
        var columns = new List<List<string>> { new() { _root } };
        var placed = new HashSet<string> { _root };
        while (true)
        {
            var next = _edges.Where(edge => columns[^1].Contains(edge.From) && placed.Add(edge.To)).Select(edge => edge.To).Order(StringComparer.Ordinal)
                .ToList();
            if (next.Count == 0)
            {
                return columns;
            }

            columns.Add(next);
        }
    }

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Escaped(string text) => SecurityElement.Escape(text);
}
