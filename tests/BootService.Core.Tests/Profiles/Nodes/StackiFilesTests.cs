using BootService.Core.Profiles;
using Xunit;

namespace BootService.Core.Tests.Profiles.Nodes;

/// <summary>What node and graph files of Stacki 1.0 to 5 and of Rocks hold, as they are.</summary>
public class StackiFilesTests
{
    [Fact]
    public void Packages_stand_one_behind_the_other_and_groups_may_have_blanks_in_their_names() => Assert.Contains(
        "%packages --ignoremissing\n@Development Tools\n@core\ngit\nvim\nwget\n-nano\n-pico\n%end",
        Workshop.Kickstart(Workshop.Render(
            "<package>vim wget\n git</package><package type=\"meta\">Development Tools</package><package>@core</package>"
            + "<package disable=\"1\">nano pico</package>")),
        StringComparison.Ordinal);

    [Fact]
    public void A_command_whose_text_begins_on_its_own_line_and_is_a_line_of_its_own_is_two_lines()
    {
        var text = MainOf(
            "<install>\n%include /tmp/partition-info\n</install>\n<timezone>\n  --utc UTC\n</timezone>\n<install>\nurl --url http://x/\n</install>");
        Assert.Contains("\ninstall\n%include /tmp/partition-info\ntimezone --utc UTC\ninstall\nurl --url http://x/\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_variables_stand_inside_commands_and_packages()
    {
        var text = Workshop.Kickstart(Workshop.Render(
            "<var name=\"tz\" val=\"Asia/Tokyo\"/><main><timezone>--utc <var name=\"tz\"/></timezone></main><package>lib<var name=\"tz2\"/></package>",
            ("tz2", "x")));
        Assert.Contains("\ntimezone --utc Asia/Tokyo\n", text, StringComparison.Ordinal);
        Assert.Contains("\nlibx\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_runs_inside_commands_and_packages()
    {
        var templates = ProfileTemplates.Compile(
            [Workshop.Library(
                "site", ("backend", "<kickstart><main><rootpw>--iscrypted <eval>echo it</eval></rootpw></main><package><eval>echo "
                    + "them</eval></package></kickstart>"))]);
        var text = Workshop.Kickstart(templates.Render(Workshop.Request("6.6") with { Runner = new EchoRunner(script => script["echo ".Length..] + "\n") }));
        Assert.Contains("\nrootpw --iscrypted it\n", text, StringComparison.Ordinal);
        Assert.Contains("\nthem\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_package_element_asks_for_nothing() =>
        Assert.Contains(
            "%packages --ignoremissing\nvim\n%end", Workshop.Kickstart(Workshop.Render("<package></package><package> </package><package>vim</package>")),
            StringComparison.Ordinal);

    [Fact]
    public void A_package_of_stage_boot_is_installed_at_the_first_boot()
    {
        var text = Workshop.Kickstart(
            Workshop.Render(
                "<stack:package stack:stage=\"install\">tmux</stack:package><stack:package stack:stage=\"boot\" stack:meta=\"true\">web</stack:package>"));
        Assert.Contains("%packages --ignoremissing\ntmux\n%end", text, StringComparison.Ordinal);
        Assert.Contains(
            "stack-post << '__EOF__'\nyum -y install '@web'\n__EOF__", text.Replace("install @web", "install '@web'", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_can_run_when_the_disks_are_ready()
    {
        var templates = ProfileTemplates.Compile(
            [Workshop.Library("site", ("backend", "<stack:stack><stack:script stack:stage=\"install-pre-package\">x</stack:script></stack:stack>"))]);
        Assert.Contains(
            "\n%pre-install\n# nodes/backend.xml:1\nx\n%end\n", Workshop.Kickstart(templates.Render(Workshop.Request("8.9"))), StringComparison.Ordinal);
    }

    [Fact]
    public void XML_that_is_included_or_printed_inside_a_script_is_read_as_XML()
    {
        const string File = "<?xml version=\"1.0\"?>\n<file name='/etc/motd' perms='0444'>welcome &amp; &who;</file>\n";
        var library = Workshop.Library(
            "site", ("backend", "<kickstart><post>\nbefore\n<include file=\"motd.xml\" mode=\"xml\"/>\n<eval mode=\"xml\">x</eval>after\n</post></kickstart>"))
            with
        { Includes = [new NodeDocument("motd.xml", "include/motd.xml", "1", System.Text.Encoding.UTF8.GetBytes(File))] };
        var text = Workshop.Kickstart(
            ProfileTemplates.Compile([library])
                .Render(Workshop.Request("6.6", ("who", "you")) with { Runner = new EchoRunner(_ => "<file name='/etc/issue'>hello</file>") }));
        Assert.Contains("before\n\nmkdir -p /etc\ncat > /etc/motd << 'EOF'\nwelcome & you\nEOF\nchmod 0444 /etc/motd\n", text, StringComparison.Ordinal);
        Assert.Contains("cat > /etc/issue << 'EOF'\nhello\nEOF\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<file", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_printed_as_XML_and_is_none_is_told_and_a_circle_of_includes_ends()
    {
        var runner = new EchoRunner(_ => "a < b");
        var templates = ProfileTemplates.Compile([Workshop.Library("site", ("backend", "<kickstart><post><eval mode=\"xml\">x</eval></post></kickstart>"))]);
        Assert.Contains(
            "is not node XML", Assert.Single(Workshop.Faults(templates.Render(Workshop.Request("6.6") with { Runner = runner }))).Sentence,
            StringComparison.Ordinal);

        var circle = Workshop.Library("site", ("backend", "<kickstart><post><include file=\"a\" mode=\"xml\"/></post></kickstart>"))
            with
        { Includes = [new NodeDocument("a", "include/a", "1", "<include file=\"a\" mode=\"xml\"/>"u8.ToArray())] };
        Assert.Contains(
            "includes stand inside each other", Assert.Single(Workshop.Faults(ProfileTemplates.Compile([circle]).Render(Workshop.Request("6.6")))).Sentence,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("si_copyright")]
    [InlineData("stack:copyright")]
    [InlineData("rocks")]
    [InlineData("stacki")]
    [InlineData("license")]
    public void Licences_stand_anywhere_under_the_root(string element)
    {
        var library = new NodeLibrary(
            "site",
            [Workshop.Document("backend", $"<kickstart><{element}>(c)</{element}><post>\n<{element}>(c)</{element}>x</post></kickstart>"),
                Workshop.Document("acme", "<kickstart/>")],
            [Workshop.Graph($"<graph><{element}>(c) <x/></{element}><edge from=\"backend\" to=\"acme\"/></graph>")],
            []);
        Assert.Contains("# nodes/acme.xml", Workshop.Kickstart(ProfileTemplates.Compile([library]).Render(Workshop.Request("6.6"))), StringComparison.Ordinal);
    }

    [Fact]
    public void An_edge_names_its_nodes_with_attributes_of_the_host()
    {
        var library = new NodeLibrary(
            "site",
            [.. new[] { "backend", "redhat-site", "sles-site", "more" }.Select(name => Workshop.Document(name, "<kickstart/>"))],
            [Workshop.Graph(
                "<graph><edge from=\"backend\"><to>&os;-site</to></edge><edge from=\"&os;-site\" to=\"more\" cond=\"'&os;' == 'redhat'\"/><order head=\"more\" "
                    + "tail=\"&os;-site\"/></graph>")],
            []);
        var templates = ProfileTemplates.Compile([library]);
        var text = Workshop.Kickstart(templates.Render(Workshop.Request("6.6", ("os", "redhat"))));
        Assert.Contains("# nodes/more.xml (site)\n# nodes/redhat-site.xml (site)\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("sles-site", text, StringComparison.Ordinal);
        Assert.Contains("&os;-site", templates.Draw("backend").ToText(), StringComparison.Ordinal);
        Assert.Contains(
            Workshop.Faults(templates.Render(Workshop.Request("6.6"))),
            fault => fault is { File: "graphs/default/graph.xml", Attribute: "os", Kind: ProfileFaultKind.UndefinedAttribute });
    }

    private static string MainOf(string commands) => Workshop.Kickstart(Workshop.Render($"<main>\n{commands}\n</main>"));

    private sealed class EchoRunner(Func<string, string> run) : INodeRunner
    {
        public NodeRun Eval(string host, string shell, string script) => new(run(script), null);

        public NodeRun Report(string host, string name, string arguments) => new(run(name), null);
    }
}
