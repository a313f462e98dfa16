using BootService.Core.Profiles;
using Xunit;

namespace BootService.Core.Tests.Profiles.Graphs;

public class NodeGraphTests
{
    [Theory]
    [InlineData("<edge from=\"backend\" to=\"b\"/><edge from=\"backend\" to=\"a\"/><edge from=\"a\" to=\"c\"/>", "a b backend c")]
    [InlineData("<edge from=\"backend\"><to>b</to><to>a</to></edge><edge to=\"c\"><from>a</from></edge>", "a b backend c")]
    [InlineData("<edge from=\"backend\"><to cond=\"no\">b</to><to cond=\"yes\">a</to></edge>", "a backend")]
    [InlineData("<edge from=\"backend\" cond=\"yes\"><to cond=\"no\">b</to><to>a</to></edge>", "a backend")]
    [InlineData("<edge from=\"backend\" to=\"a\" cond=\"no\"/><edge from=\"a\" to=\"b\"/>", "backend")]
    [InlineData("<edge from=\"backend\" to=\"a\" cond=\"no\"/><edge from=\"backend\" to=\"b\"/><edge from=\"b\" to=\"a\"/>", "a b backend")]
    [InlineData("<edge from=\"backend\" to=\"a\" arch=\"i386\"/><edge from=\"backend\" to=\"b\" os=\"linux\" release=\"6.x\"/>", "b backend")]
    [InlineData("<edge from=\"backend\" to=\"a\"/><edge from=\"a\" to=\"backend\"/><edge from=\"a\" to=\"a\"/>", "a backend")]
    public void A_host_gets_the_nodes_its_root_reaches_over_edges_that_apply(string edges, string expected) => Assert.Equal(expected, Order(edges));

    private const string All = "<edge from=\"backend\"><to>a</to><to>b</to><to>c</to><to>d</to></edge>";

    [Theory]
    [InlineData("<order head=\"HEAD\" tail=\"c\"/>", "c a b backend d")]
    [InlineData("<order head=\"HEAD\"><tail>d</tail><tail>c</tail></order>", "c d a b backend")]
    [InlineData("<order head=\"TAIL\" tail=\"a\"/>", "b backend c d a")]
    [InlineData("<order head=\"TAIL\" tail=\"backend\"/><order head=\"backend\" tail=\"b\"/>", "a c d backend b")]
    [InlineData("<order head=\"d\" tail=\"a\"/>", "d a b backend c")]
    [InlineData("<order head=\"d\" tail=\"a\" gen=\"kgen\"/><order tail=\"c\"><head>d</head></order>", "d a c b backend")]
    [InlineData("<order head=\"absent\" tail=\"d\"/><order head=\"c\" tail=\"absent\"/>", "c d a b backend")]
    [InlineData("<order head=\"d\" tail=\"a\" cond=\"no\"/>", "a b backend c d")]
    public void Orders_are_kept_and_ties_go_by_name(string orders, string expected) => Assert.Equal(expected, Order(All + orders));

    [Theory]
    [InlineData("<order head=\"a\" tail=\"b\"/><order head=\"b\" tail=\"a\"/>", "the order runs in a circle through a, b")]
    [InlineData("<order head=\"a\" tail=\"HEAD\"/>", "the order runs in a circle through a")]
    [InlineData(
        "<order head=\"c\" tail=\"b\"/><order head=\"a\" tail=\"c\"/><order head=\"b\" tail=\"a\"/>",
        "the order runs in a circle through a, c, b: take one <order> out")]
    [InlineData("<order head=\"a\"/>", "<order> lacks its \"tail\"")]
    [InlineData("<order head=\"a\"><tail/></order>", "<tail> names no node")]
    [InlineData("<edge from=\"backend\" to=\"gone\"/>", "cannot find node \"gone\"")]
    [InlineData("<edge from=\"backend\" to=\"&yes;-gone\"/>", "cannot find node \"true-gone\": write nodes/true-gone.xml or take the edge out")]
    [InlineData("<edge from=\"backend\"><to>gone-&no;</to></edge>", "cannot find node \"gone-false\"")]
    [InlineData("<edg from=\"backend\" to=\"a\"/>", "<edg> is not known in a graph")]
    [InlineData("<edge from=\"backend\" to=\"a\" cond=\"(\"/>", "is wrong at its column 2")]
    [InlineData("<edge from=\"backend\" to=\"&absent;\"/>", "&absent; is not an attribute of this host")]
    public void A_wrong_graph_gets_a_sentence_with_its_place(string graph, string words)
    {
        var faults = Workshop.Faults(Render(All + "\n" + graph));
        Assert.Contains(faults, fault => fault.Sentence.Contains(words, StringComparison.Ordinal) && fault is { File: "graphs/default/graph.xml", Line: 2 });
    }

    /// <summary>What only comes after a circle is stuck as well, and has no part in it.</summary>
    [Fact]
    public void Of_a_circle_its_own_nodes_are_named_and_one_of_its_own_orders()
    {
        var fault = Assert.Single(
            Workshop.Faults(
                Render(All + "\n<order head=\"b\" tail=\"a\"/>\n<order head=\"a\" tail=\"b\"/>\n<order head=\"b\" tail=\"c\"/>\n<order head=\"c\" "
                    + "tail=\"d\"/>")));
        Assert.Equal(("the order runs in a circle through a, b: take one <order> out", 3), (fault.Sentence, fault.Line));
    }

    [Fact]
    public void A_root_without_a_file_is_named() =>
        Assert.Contains("cannot find node \"login\"", Assert.Single(Workshop.Faults(
            ProfileTemplates.Compile([]).Render(Workshop.Request("6.6") with { Root = "login" }))).Sentence, StringComparison.Ordinal);

    [Fact]
    public void A_replacement_stands_alone_and_every_extension_counts_the_most_specific_last()
    {
        Assert.Equal(
            ["shipped/backend", "cart/extend-backend", "site/extend-backend"],
            Sources(("site", "extend-backend"), ("cart", "extend-backend"), ("shipped", "backend")));
        Assert.Equal(["site/backend", "shipped/extend-backend"], Sources(("site", "backend"), ("shipped", "backend"), ("shipped", "extend-backend")));
        Assert.Equal(
            ["cart/replace-backend"], Sources(("site", "extend-backend"), ("cart", "replace-backend"), ("shipped", "backend"), ("shipped", "replace-backend")));
    }

    [Fact]
    public void A_file_is_parsed_again_only_when_its_version_changed()
    {
        var first = ProfileTemplates.Compile([Library("1", "one")]);
        var same = ProfileTemplates.Compile([Library("1", "two")], first);
        var changed = ProfileTemplates.Compile([Library("2", "two")], same);
        Assert.Contains("one", Workshop.Kickstart(same.Render(Workshop.Request("6.6"))), StringComparison.Ordinal);
        Assert.Contains("two", Workshop.Kickstart(changed.Render(Workshop.Request("6.6"))), StringComparison.Ordinal);

        static NodeLibrary Library(string version, string text) =>
            new("site", [Workshop.Document("backend", $"<kickstart><post>{text}</post></kickstart>", version)], [], []);
    }

    private static IEnumerable<string> Sources(params (string Library, string File)[] files)
    {
        var libraries = files.GroupBy(file => file.Library).Select(library => new NodeLibrary(
            library.Key, [.. library.Select(file => Workshop.Document(file.File, "<kickstart/>") with { Path = $"{file.Library}/{file.File}" })], [], []));
        return Assert.IsType<ProfileAnswer.Rendered>(ProfileTemplates.Compile([.. libraries]).Render(Workshop.Request("6.6"))).Profile.Sources;
    }

    private static ProfileAnswer Render(string graph)
    {
        (string, string)[] nodes = [.. "a b c d backend".Split(' ').Select(node => (node, "<kickstart/>"))];
        return ProfileTemplates.Compile([Workshop.Library("site", nodes) with { Graphs = [Workshop.Graph($"<graph>{graph}</graph>")] }])
            .Render(Workshop.Request("6.6", ("yes", "true"), ("no", "false")));
    }

    private static string Order(string graph) => string.Join(
        ' ', Assert.IsType<ProfileAnswer.Rendered>(Render(graph)).Profile.Sources.Select(path => path["nodes/".Length..^".xml".Length]));
}
