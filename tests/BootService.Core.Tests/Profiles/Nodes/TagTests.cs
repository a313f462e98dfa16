using BootService.Core.Profiles;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Profiles.Nodes;

public class TagTests
{
    [Fact]
    public void Packages_are_sorted_and_a_disabled_one_is_left_out_unless_it_is_also_asked_for()
    {
        var rendered = Assert.IsType<ProfileAnswer.Rendered>(Workshop.Render(
            """
            <package>zsh</package><package>bash</package><package type="meta">core</package><package meta="true">base</package>
            <package disable="whatever">nano</package><package disable="1">zsh</package><package cond="no">vim</package>
            <package>
              one
              two
            </package>
            <stack:package stack:enable="false">emacs</stack:package>
            <stack:package stack:meta="true" stack:cond="yes">web</stack:package>
            """,
            ("no", "false"), ("yes", "on")));
        Assert.Equal(["@base", "@core", "@web", "bash", "one", "two", "zsh", "-emacs", "-nano"], rendered.Profile.Packages);
    }

    [Fact]
    public void Main_gives_one_line_per_command_each_with_its_own_condition()
    {
        var kickstart = Workshop.Kickstart(Workshop.Render(
            "<main><lang>  en_US </lang><lilo>--location=mbr</lilo><langsupport>en</langsupport><zerombr/><skipx cond=\"no\"/>\n%include /tmp/x\n</main>"
            + "<main cond=\"no\"><reboot/></main>",
            ("no", "off")));
        Assert.Contains("\n\nlang en_US\nbootloader --location=mbr\nzerombr\n%include /tmp/x\n\n%packages", kickstart, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<post>x</post>", "\n%post\n")]
    [InlineData("<post interpreter=\"/usr/bin/python\">x</post>", "\n%post --interpreter=/usr/bin/python\nx\n%end\n")]
    [InlineData("<post arg=\"--nochroot\">x</post>", "\n%post --nochroot\n")]
    [InlineData("<post arg=\"--nochroot --log=/x\">x</post>", "\n%post --nochroot --log=/x\n")]
    [InlineData("<post chroot=\"no\">x</post>", "\n%post --nochroot\n")]
    [InlineData("<post erroronfail=\"yes\">x</post>", "\n%post --erroronfail\n")]
    [InlineData("<pre>x</pre>", "\n%pre\n# nodes/backend.xml:2\nx\n%end\n")]
    [InlineData("<stack:script stack:stage=\"install-pre\">x</stack:script>", "\n%pre\n")]
    [InlineData("<stack:script stack:stage=\"install-post\" stack:shell=\"/usr/bin/perl\">x</stack:script>", "\n%post --interpreter=/usr/bin/perl\nx\n%end\n")]
    [InlineData("<boot>early</boot>", "<< '__EOF__'\nearly\n__EOF__\n\ncat >> /etc/sysconfig/stack-post")]
    [InlineData("<boot order=\"post\">late</boot>", "stack-post << '__EOF__'\nlate\n__EOF__")]
    [InlineData("<boot order=\"post\">__EOF__</boot>", "stack-post << '__EOF___2'\n__EOF__\n__EOF___2")]
    [InlineData("<boot order=\"post\">a\n%end\nb</boot>", "\nsed 's/^@//' >> /etc/sysconfig/stack-post << '__EOF__'\n@a\n@%end\n@b\n__EOF__\n")]
    public void A_script_becomes_a_section(string section, string expected) =>
        Assert.Contains(expected, Workshop.Kickstart(Workshop.Render(section)), StringComparison.Ordinal);

    [Theory]
    [InlineData("os=\"linux\"", true)]
    [InlineData("os=\"redhat,sles\"", true)]
    [InlineData("os=\"sunos\"", false)]
    [InlineData("arch=\"i386, x86_64\"", true)]
    [InlineData("arch=\"i386\"", false)]
    [InlineData("release=\"6\"", true)]
    [InlineData("release=\"6.x\"", true)]
    [InlineData("release=\"6.6\"", true)]
    [InlineData("release=\"6.5,7\"", false)]
    [InlineData("release=\"6\" arch=\"i386\"", false)]
    [InlineData("cond=\"n == 3\" os=\"redhat\"", true)]
    [InlineData("cond=\"'&n;' == '3'\"", true)]
    [InlineData("cond=\"&n; == 3\"", true)]
    [InlineData("cond=\"'&n;.x' == '3.x'\"", true)]
    [InlineData("cond=\"n == 4\" os=\"redhat\"", false)]
    public void Every_tag_can_be_bound_to_a_condition_a_system_an_architecture_and_a_release(string guard, bool applies)
    {
        foreach (var tag in (ReadOnlySpan<string>)[
            "<post GUARD>MARK</post>", "<pre GUARD>MARK</pre>", "<boot GUARD>MARK</boot>", "<package GUARD>MARK</package>",
            "<main GUARD><lang>MARK</lang></main>", "<main><lang GUARD>MARK</lang></main>", "<post><file name=\"/f\" GUARD>MARK</file></post>"])
        {
            var kickstart = Workshop.Kickstart(Workshop.Render(tag.Replace("GUARD", guard, StringComparison.Ordinal), ("n", "3")));
            Assert.Equal(applies, kickstart.Contains("MARK", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_variable_is_set_aliased_and_put_in()
    {
        var kickstart = Workshop.Kickstart(Workshop.Render(
            "<var name=\"greeting\" val=\"hello &who;\"/><var name=\"again\" ref=\"greeting\"/><post>[<var name=\"again\"/>|&greeting;]</post>",
            ("who", "world")));
        Assert.Contains("[hello world|hello world]", kickstart, StringComparison.Ordinal);
    }

    [Fact]
    public void Include_and_copy_take_files_of_the_libraries_only()
    {
        var include = new NodeDocument("motd", "include/motd", "1", "a & b <c>\n"u8.ToArray());
        var sections = new NodeDocument("more", "include/more", "1", "<package>&extra;</package>"u8.ToArray());
        var library = Workshop.Library("site", ("backend",
            "<kickstart><include file=\"more\" mode=\"xml\"/><post><include file=\"motd\"/><sinclude file=\"absent\"/><copy src=\"motd\" "
                + "dst=\"/etc/motd\"/></post></kickstart>"))
            with
        { Includes = [include, sections] };
        var kickstart = Workshop.Kickstart(ProfileTemplates.Compile([library]).Render(Workshop.Request("6.6", ("extra", "vim"))));
        Assert.Contains(
            "\na & b <c>\nmkdir -p \"$(dirname /etc/motd)\"\nbase64 -d > /etc/motd << 'EOF'\nYSAmIGIgPGM+Cg==\nEOF\n", kickstart, StringComparison.Ordinal);
        Assert.Contains("\nvim\n%end", kickstart, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_runs_on_the_frontend_only_when_the_caller_allows_it()
    {
        var library = Workshop.Library("site", ("backend",
            "<kickstart><eval shell=\"python\" mode=\"xml\">&x;</eval><post><eval>id &lt; 1</eval><report name=\"host.hosts\"> a "
                + "</report></post></kickstart>"));
        var request = Workshop.Request("6.6", ("x", "1")) with { Runner = new EchoRunner() };
        var kickstart = Workshop.Kickstart(ProfileTemplates.Compile([library]).Render(request));
        Assert.Contains("\npython-1\n%end", kickstart, StringComparison.Ordinal);
        Assert.Contains("[sh: id < 1][host.hosts: a]", kickstart, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain\n")]
    [InlineData("no newline at the end")]
    [InlineData("\n\nblank lines first\n\n")]
    [InlineData("quotes ' \" ` $HOME $(id) \\ & < > ]]>\n")]
    [InlineData("EOF\nEOF_2\n EOF\n")]
    [InlineData("%packages\n%end\n@at\n  %post\n")]
    [InlineData("E\u00fc\nEO\u00fc\nA_\u00fc\n")]
    [InlineData("tab\tand gr\u00fcn \u2603\n")]
    public void A_value_arrives_in_a_file_to_the_byte(string value) => Assert.Equal(value.EndsWith('\n') ? value : value + "\n", Written(value));

    [Fact]
    public void Any_value_at_all_arrives_in_a_file_to_the_byte() =>
        Gen.OneOf(Gen.Char['!', '~'], Gen.Const('\n'), Gen.Const(' '), Gen.Const('%'), Gen.Const('\u00fc')).Array[1, 60]
            .Select(letters => new string(letters))
            .Where(value => value.Trim('\n').Length > 0)
            .Sample(value => Assert.Equal(value.EndsWith('\n') ? value : value + "\n", Written(value)), iter: 40);

    [Fact]
    public void A_file_has_its_mode_owner_expression_and_appends()
    {
        var kickstart = Workshop.Kickstart(Workshop.Render(
            "<post><file name=\"/a/b c/&v;\" mode=\"append\" owner=\"root:wheel\" perms=\"0600\" expr=\"date -u\" vars=\"expanded\">x $Y</file></post>",
            ("v", "$d")));
        Assert.Contains(
            "mkdir -p \"$(dirname \"/a/b c/\\$d\")\"\ndate -u >> \"/a/b c/\\$d\"\ncat >> \"/a/b c/\\$d\" << EOF\nx $Y\nEOF\nchown root:wheel \"/a/b "
                + "c/\\$d\"\nchmod 0600 \"/a/b c/\\$d\"\n",
            kickstart,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_text_is_touched_and_one_with_rcs_is_checked_in()
    {
        Assert.Contains(
            "\nmkdir -p /etc\ntouch /etc/x\nchmod 0600 /etc/x\n", Workshop.Kickstart(Workshop.Render("<post><file name=\"/etc/x\" perms=\"0600\"/></post>")),
            StringComparison.Ordinal);
        Assert.Contains(
            "ci -q -l /etc/x; fi\ncat > /etc/x", Workshop.Kickstart(Workshop.Render("<post><file name=\"/etc/x\" rcs=\"on\">y</file></post>")),
            StringComparison.Ordinal);
        Assert.DoesNotContain(
            "ci -q", Workshop.Kickstart(Workshop.Render("<post><file name=\"/etc/x\" rcs=\"off\">y</file></post>")), StringComparison.Ordinal);
    }

    /// <summary>What a shell writes for a file element that holds the value on lines of its own.</summary>
    private static string Written(string value)
    {
        using var root = new ShellRoot();
        var kickstart = Workshop.Kickstart(Workshop.Render("<post>\n<file name=\"/etc/value\">\n&value;</file>\n</post>", ("value", value)));
        root.Run(Assert.Single(ShellRoot.Scripts(kickstart).SkipLast(1)));
        return root.Read("etc/value");
    }

    private sealed class EchoRunner : INodeRunner
    {
        public NodeRun Eval(string host, string shell, string script) =>
            shell is "python" ? new NodeRun($"<package>{shell}-{script}</package>", null) : new NodeRun($"[{shell}: {script}]", null);

        public NodeRun Report(string host, string name, string arguments) => new($"[{name}: {arguments}]", null);
    }
}
