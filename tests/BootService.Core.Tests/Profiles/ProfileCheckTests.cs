using BootService.Core.Profiles;
using Xunit;

namespace BootService.Core.Tests.Profiles;

public class ProfileCheckTests
{
    private static readonly ProfileTemplates Templates = ProfileTemplates.Compile([Workshop.Library(
        "site", ("backend", "<kickstart>\n<post>&everyone;</post>\n<post cond=\"is_slave\">&slaves;</post>\n<post "
            + "cond=\"is_master\">&masters;</post>\n</kickstart>"))]);

    [Fact]
    public void Each_fault_is_named_once_with_the_hosts_it_hits_in_the_order_of_the_file()
    {
        var found = ProfileCheck.Run(
        [
            (Templates, Request("backend-0-0", ("is_master", "true"), ("everyone", "1"))),
            (Templates, Request("backend-0-1", ("is_slave", "true"))),
            (Templates, Request("backend-0-2", ("is_slave", "true"), ("slaves", "1"))),
            (Templates, Request("backend-0-3", ("everyone", "1"))),
        ]);
        Assert.Equal(["everyone", "slaves", "masters"], found.Select(fault => fault.Fault.Attribute));
        Assert.Equal(["backend-0-1", "backend-0-2"], found[0].Hosts);
        Assert.Equal(["backend-0-1"], found[1].Hosts);
        Assert.Equal(["backend-0-0"], found[2].Hosts);
    }

    [Fact]
    public void Where_every_profile_renders_there_is_nothing_to_say() =>
        Assert.Empty(ProfileCheck.Run([(Templates, Request("backend-0-3", ("everyone", "1")))]));

    [Fact]
    public void Nodes_are_listed_with_the_files_that_count_and_those_that_do_not()
    {
        var templates = ProfileTemplates.Compile(
        [
            Library("site", "replace-base", "extend-backend", "extend-nothing"),
            Library("shipped", "base", "extend-base", "backend"),
        ]);
        var listed = templates.Nodes.ToDictionary(node => node.Name);
        Assert.Equal(["shipped/backend", "site/extend-backend"], listed["backend"].Files);
        Assert.Equal(["site/replace-base"], listed["base"].Files);
        Assert.Equal(["shipped/base", "shipped/extend-base"], listed["base"].Overridden);
        Assert.Empty(listed["nothing"].Files);

        static NodeLibrary Library(string name, params string[] files) =>
            new(name, [.. files.Select(file => Workshop.Document(file, "<kickstart/>") with { Path = $"{name}/{file}" })], [], []);
    }

    private static ProfileRequest Request(string host, params (string, string)[] attributes) => Workshop.Request("6.6", attributes) with { Host = host };
}
