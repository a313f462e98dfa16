using Xunit;

namespace BootService.Tests.Profiles;

/// <summary>The verbs that show profiles, on node files as they lie on disk.</summary>
public sealed class ProfileVerbTests : IDisposable
{
    private readonly ProfileFrontend _stack = new();

    public ProfileVerbTests()
    {
        _stack.Shipped("backend", "<kickstart>\n<main><rootpw>--iscrypted &root_hash;</rootpw></main>\n<package>@core</package>\n</kickstart>\n");
        _stack.Shipped("mesos", "<kickstart>\n<package>mesos</package>\n<post>\necho &hostname; &cluster;\n</post>\n</kickstart>\n");
        _stack.Graph("<graph>\n<edge from=\"backend\">\n<to cond=\"is_mesos\">mesos</to>\n</edge>\n</graph>\n");
        _stack.Set("root_hash", "$6$secret", shadow: true);
        _stack.Set("cluster", "Blue");
        _stack.Set("is_mesos", "true", host: "backend-0-0");
    }

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void A_kickstart_is_shown_as_the_installer_gets_it_but_for_its_secrets()
    {
        var kickstart = _stack.Text("list host kickstart backend-0-0");
        Assert.Contains("\nrootpw --iscrypted ********\n", kickstart, StringComparison.Ordinal);
        Assert.Contains("\n%packages", kickstart, StringComparison.Ordinal);
        Assert.Contains("\n@core\nmesos\n", kickstart, StringComparison.Ordinal);
        Assert.Contains("\necho backend-0-0 Blue\n", kickstart, StringComparison.Ordinal);
        Assert.Contains("http://10.1.1.1/install/done/********", kickstart, StringComparison.Ordinal);
        Assert.DoesNotContain("$6$secret", kickstart, StringComparison.Ordinal);
        Assert.Contains(kickstart.Split('\n')[^2], _stack.Text("list host profile backend-0-0"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_xml_of_a_host_is_its_nodes_in_order_with_its_attributes_as_entities()
    {
        var (backend, mesos) = (Path.Combine(_stack.Folder, "boot/nodes/backend.xml"), Path.Combine(_stack.Folder, "boot/nodes/mesos.xml"));
        var xml = _stack.Text("list host xml backend-0-0");
        Assert.StartsWith("<?xml version=\"1.0\" standalone=\"no\"?>\n<!DOCTYPE kickstart [\n", xml, StringComparison.Ordinal);
        Assert.Contains("<!ENTITY cluster \"Blue\">\n", xml, StringComparison.Ordinal);
        Assert.Contains("<!ENTITY root_hash \"********\">\n", xml, StringComparison.Ordinal);
        Assert.EndsWith(
            $"]>\n<kickstart>\n\n<!-- {backend} -->\n<kickstart>\n<main><rootpw>--iscrypted "
                + "&root_hash;</rootpw></main>\n<package>@core</package>\n</kickstart>\n"
            + $"\n<!-- {mesos} -->\n<kickstart>\n<package>mesos</package>\n<post>\necho &hostname; &cluster;\n</post>\n</kickstart>\n\n</kickstart>\n",
            xml,
            StringComparison.Ordinal);
        Assert.DoesNotContain(mesos, _stack.Text("list host xml backend-0-1"), StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_are_listed_with_the_files_that_count_and_those_that_do_not()
    {
        var shipped = Path.Combine(_stack.Folder, "boot/nodes");
        var own = _stack.Site("mesos", "<kickstart/>");
        var more = _stack.Site("extend-mesos", "<kickstart>\n<pakage>x</pakage>\n<packag>y</packag>\n</kickstart>");
        var orphan = _stack.Site("extend-nothing", "<kickstart/>");
        var output = _stack.Type("list node");
        Assert.Equal(["node", "file", "used", "fault"], output.Shape!.Headers);
        Assert.Equal(
            [
                ["backend", $"{shipped}/backend.xml", "True", ""],
                ["mesos", own, "True", ""],
                ["mesos", more, "True", "line:2:1: <pakage> is not known in a node file (and 1 more)"],
                ["mesos", $"{shipped}/mesos.xml", "False", ""],
                ["nothing", orphan, "False", ""],
            ],
            output.Rows);
        Assert.Equal("mesos", Assert.Single(_stack.Type("list node mesos").Rows.Select(row => row[0]).Distinct()));
        Assert.Equal("no node file is called \"mesoz\": did you mean \"mesos\"?", _stack.Refused("list node mesoz").Sentence);
    }

    [Theory]
    [InlineData("list graph", "backend\n  mesos (is_mesos)\n")]
    [InlineData("list graph backend", "backend\n  mesos (is_mesos)\n")]
    [InlineData("list graph backend-0-0", "backend\n  mesos (is_mesos)\n")]
    [InlineData("list graph backend-0-1", "backend\n")]
    [InlineData("list graph backend-0-1 format=dot", "digraph profile {\n  rankdir=LR;\n  node [shape=box];\n  \"backend\" [penwidth=2];\n}\n")]
    [InlineData(
        "list graph format=dot",
        "digraph profile {\n  rankdir=LR;\n  node [shape=box];\n  \"backend\" [penwidth=2];\n  \"backend\" -> \"mesos\" [label=\"is_mesos\", "
            + "style=dashed];\n}\n")]
    public void A_graph_is_drawn_for_an_appliance_whole_and_for_a_host_as_it_applies(string line, string graph) => Assert.Equal(graph, _stack.Text(line));

    [Fact]
    public void A_graph_is_a_picture_too()
    {
        var svg = System.Xml.Linq.XDocument.Parse(_stack.Text("list graph backend format=svg"));
        Assert.Equal(["backend", "mesos"], svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).Order());
    }

    [Fact]
    public void A_graph_of_nothing_is_refused()
    {
        Assert.Equal("\"backened\" is neither an appliance nor a host: did you mean \"backend\"?", _stack.Refused("list graph backened").Sentence);
        Assert.Contains("has no node", _stack.Refused("list graph frontend").Sentence, StringComparison.Ordinal);
        Assert.Equal(2, _stack.Try("list", "graph", "format=png").End.Exit);
    }

    [Fact]
    public void A_fault_is_one_sentence_with_its_place()
    {
        var file = _stack.Site("extend-mesos", "<kickstart>\n<post>\n&zookeeper;\n</post>\n</kickstart>");
        var fault = $"{file}:3:1: &zookeeper; is not an attribute of this host: set it, for example with \"stack set attr attr=zookeeper value=…\"";
        foreach (var verb in (string[])["profile", "kickstart"])
        {
            Assert.Equal(fault, _stack.Refused($"list host {verb} backend-0-0").Sentence);
            var (sentence, output) = _stack.Refused($"list host {verb} backend");
            Assert.Equal("1 fault keeps profiles from rendering; \"stack check profile\" shows each once with the hosts it hits", sentence);
            Assert.Equal([$"backend-0-0: {fault}"], output.Faults);
            Assert.Equal("backend-0-1", Assert.Single(output.Rows)[0]);
        }

        Assert.Contains("&zookeeper;", _stack.Text("list host xml backend-0-0"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_of_a_node_file_counts_at_once()
    {
        Assert.DoesNotContain("\ntmux\n", _stack.Text("list host kickstart backend-0-0"), StringComparison.Ordinal);
        var file = _stack.Site("extend-backend", "<kickstart><package>tmux</package></kickstart>");
        Assert.Contains("\ntmux\n", _stack.Text("list host kickstart backend-0-0"), StringComparison.Ordinal);
        File.Delete(file);
        Assert.DoesNotContain("\ntmux\n", _stack.Text("list host kickstart backend-0-0"), StringComparison.Ordinal);
    }
}
