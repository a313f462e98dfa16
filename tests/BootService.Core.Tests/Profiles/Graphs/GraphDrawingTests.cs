using System.Xml.Linq;
using BootService.Core.Profiles;
using Xunit;

namespace BootService.Core.Tests.Profiles.Graphs;

public class GraphDrawingTests
{
    private static readonly ProfileTemplates Templates = ProfileTemplates.Compile([Workshop.BootFiles()]);

    [Fact]
    public void The_graph_we_ship_is_drawn_as_text() => Golden.Matches(Templates.Draw("backend").ToText(), "backend.txt");

    [Fact]
    public void The_graph_we_ship_is_drawn_for_Graphviz() => Golden.Matches(Templates.Draw("backend").ToDot(), "backend.dot");

    [Fact]
    public void The_graph_we_ship_is_drawn_as_a_picture()
    {
        var svg = Templates.Draw("backend").ToSvg();
        Golden.Matches(svg, "backend.svg");
        Assert.Equal(14, XDocument.Parse(svg).Root!.Elements().Count(element => element.Name.LocalName is "rect"));
    }

    [Fact]
    public void For_a_host_only_the_edges_that_apply_are_drawn()
    {
        var request = Workshop.Request("6.6");
        Assert.Contains("ntp-client", Templates.Draw("backend").ToText(), StringComparison.Ordinal);
        Assert.DoesNotContain("ntp-client", Templates.Draw("backend", request).ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_circle_of_edges_ends_and_odd_names_are_escaped()
    {
        var drawing = ProfileTemplates.Compile([new NodeLibrary("site", [],
            [Workshop.Graph("<graph><edge from=\"a\" to='b\"&lt;&amp;'/><edge from='b\"&lt;&amp;' to=\"a\" cond=\"x &lt; 1\" os=\"linux\"/></graph>")], [])])
                .Draw("a");
        Assert.Equal("a\n  b\"<&\n    a (x < 1, os linux) …\n", drawing.ToText());
        Assert.Contains("\"b\\\"<&\" -> \"a\" [label=\"x < 1, os linux\", style=dashed];", drawing.ToDot(), StringComparison.Ordinal);
        Assert.Contains(XDocument.Parse(drawing.ToSvg()).Descendants(), element => element.Value == "b\"<&");
    }
}
