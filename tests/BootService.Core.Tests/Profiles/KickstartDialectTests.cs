using BootService.Core.Installers;
using BootService.Core.Profiles;
using BootService.Core.Profiles.Emit;
using BootService.Core.Profiles.Plans;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Profiles;

/// <summary>One node file, in the dialect of each installer; and the sections that each of them reads.</summary>
public class KickstartDialectTests
{
    private const string Sections = """
        <main>
        <install/><langsupport>en</langsupport><lilo>--location=mbr</lilo><auth>--enableshadow</auth><key>--skip</key><device>eth x</device>
        <nvdimm release="7,8,9,10">use</nvdimm>
        <text/>
        </main>
        <package>vim python36</package>
        <pre>
        echo pre
        </pre>
        <post interpreter="/usr/bin/python3" arg="--log=/x">
        print(1)
        </post>
        <post chroot="false" erroronfail="true">
        echo outside
        </post>
        """;

    [Theory]
    [InlineData("6.6", "install|bootloader --location=mbr|auth --enableshadow|key --skip|device eth x|text")]
    [InlineData("7.9", "install|bootloader --location=mbr|auth --enableshadow|device eth x|nvdimm use|text")]
    [InlineData("8.10", "bootloader --location=mbr|authselect select minimal --force|device eth x|nvdimm use|text")]
    [InlineData("9.4", "bootloader --location=mbr|authselect select minimal --force|nvdimm use|text")]
    [InlineData("10.0", "bootloader --location=mbr|authselect select local --force|text")]
    public void Commands_are_what_they_came_to_mean(string release, string lines) => Assert.Equal(
        lines.Split('|'), Lines(release).TakeWhile(line => !line.StartsWith("%packages", StringComparison.Ordinal)).Where(line =>
            line.Length > 0 && line[0] != '#'));

    [Theory]
    [InlineData("us", "keyboard us", "keyboard us")]
    [InlineData("us (intl)", "keyboard us-acentos", "keyboard --xlayouts='us (intl)'")]
    [InlineData("'us (intl)'", "keyboard us-acentos", "keyboard 'us (intl)'")]
    [InlineData("--xlayouts='de (nodeadkeys)'", "keyboard de-latin1-nodeadkeys", "keyboard --xlayouts='de (nodeadkeys)'")]
    [InlineData("--vckeymap=fr-latin9 --xlayouts='fr (latin9)','us'", "keyboard fr-latin9", "keyboard --vckeymap=fr-latin9 --xlayouts='fr (latin9)','us'")]
    [InlineData("gb,ru (phonetic)", "keyboard uk", "keyboard --xlayouts='gb','ru (phonetic)'")]
    [InlineData("de-latin1-nodeadkeys", "keyboard de-latin1-nodeadkeys", "keyboard de-latin1-nodeadkeys")]
    public void A_layout_with_its_variant_is_one_word_of_the_command(string arguments, string old, string line)
    {
        var command = new PlanCommand("keyboard", arguments);
        Assert.Equal(
            (old, line), (KickstartDialect.Line(command, AnacondaGeneration.El6), KickstartDialect.Line(command, AnacondaGeneration.El9)));
    }

    [Theory]
    [InlineData(AnacondaGeneration.El6)]
    [InlineData(AnacondaGeneration.El10)]
    public void The_clock_s_own_time_is_said_as_every_release_knows_it(AnacondaGeneration generation) =>
        Assert.Equal("timezone --utc Europe/Berlin", KickstartDialect.Line(new PlanCommand("timezone", "--isUtc Europe/Berlin"), generation));

    [Theory]
    [InlineData("9.6", "/usr/bin/python", "", "write /usr/bin/python3, or name the package")]
    [InlineData("9.6", "/opt/stack/bin/python3", "", "write /usr/bin/python3, or name the package")]
    [InlineData("8.10", "/usr/bin/python3", "", "write /usr/libexec/platform-python, or name the package")]
    [InlineData("8.10", "/usr/bin/python3", "<package>python36</package>", null)]
    [InlineData("8.10", "/usr/bin/python3", "<package type=\"meta\">core</package>", "write /usr/libexec/platform-python, or name the package")]
    [InlineData("8.10", "/usr/bin/python3", "<package type=\"meta\">development</package>", null)]
    [InlineData("7.9", "/usr/bin/python3", "", "write /usr/bin/python, or name the package")]
    [InlineData("7.9", "/usr/bin/python", "", null)]
    [InlineData("10.0", "/usr/bin/python3", "", null)]
    [InlineData("9.6", "/usr/bin/perl", "", null)]
    public void A_script_whose_interpreter_a_release_does_not_bring_is_refused(string release, string interpreter, string more, string? why)
    {
        var node = $"<kickstart>{more}<post interpreter=\"{interpreter}\">\nx\n</post></kickstart>";
        var answer = ProfileTemplates.Compile([Workshop.Library("site-profiles", ("backend", node))]).Render(Workshop.Request(release));
        Assert.Equal(why is null, answer is ProfileAnswer.Rendered);
        Assert.Contains(why ?? "", why is null ? "" : Workshop.Faults(answer)[0].Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("6.6", "%traceback", "%onerror")]
    [InlineData("9.4", "%onerror", "%traceback")]
    public void Trouble_is_told_by_the_section_that_the_installer_knows(string release, string has, string hasNot)
    {
        var lines = Lines(release, withReports: true);
        Assert.Contains(has, lines);
        Assert.DoesNotContain(hasNot, lines);
    }

    [Fact]
    public void Enterprise_Linux_8_knows_both() =>
        Assert.Equal(["%traceback", "%onerror"], Lines("8.10", withReports: true).Where(line => line is "%traceback" or "%onerror"));

    /// <summary>Anaconda's parser looks for the words of sections in every line, so each must have its own end and no other.</summary>
    [Fact]
    public void Every_section_ends_once_whatever_scripts_hold() =>
        Gen.Select(Choice.Among("6.6", "7.9", "8.10", "9.4", "10.0"), Choice.Among("echo a", "cat << X\n%end\nX", "echo %post", "# %packages", "x=%d"),
            Gen.Bool).Sample(
            (release, script, reports) =>
            {
                var answer = Workshop.Render($"{Sections}<post>\n{script.Replace("<", "&lt;", StringComparison.Ordinal)}\n</post>");
                if (script.Contains("\n%end\n", StringComparison.Ordinal))
                {
                    Assert.Contains(Workshop.Faults(answer), fault => fault.Sentence.Contains("%end", StringComparison.Ordinal));
                    return;
                }

                string? open = null;
                foreach (var line in Lines(release, reports, $"{Sections}<post>\n{script}\n</post>"))
                {
                    var word = line.Split(' ')[0];
                    if (word is "%end")
                    {
                        Assert.NotNull(open);
                        open = null;
                    }
                    else if (word is "%packages" or "%pre" or "%post" or "%traceback" or "%onerror" or "%pre-install")
                    {
                        Assert.Null(open);
                        open = word;
                    }
                }

                Assert.Null(open);
            },
            iter: 60);

    [Fact]
    public void A_script_says_who_reads_it_and_where()
    {
        var lines = Lines("9.4");
        Assert.Contains("%post --interpreter=/usr/bin/python3 --log=/x", lines);
        Assert.Contains("%post --nochroot --erroronfail", lines);
        Assert.Equal("print(1)", lines[Array.IndexOf(lines, "%post --interpreter=/usr/bin/python3 --log=/x") + 1]);
    }

    [Theory]
    [InlineData("CentOS", "6.6", AnacondaGeneration.El6)]
    [InlineData("CentOS-Stream", "10", AnacondaGeneration.El10)]
    [InlineData("Fedora", "40", AnacondaGeneration.El10)]
    [InlineData("Fedora", "39", null)]
    [InlineData("openEuler", "20.03-LTS", AnacondaGeneration.El8)]
    [InlineData("openEuler", "24.03-LTS-SP1", AnacondaGeneration.El9)]
    [InlineData("openEuler", "21.09", null)]
    [InlineData("Rocky", "5.11", null)]
    [InlineData("Rocky", "11.0", null)]
    [InlineData("Rocky", "", null)]
    [InlineData("Rocky", "9x", null)]
    public void An_installer_s_generation_follows_from_its_name_and_version(string name, string version, AnacondaGeneration? generation) =>
        Assert.Equal(generation, AnacondaGenerations.Of(name, version));

    private static string[] Lines(string release, bool withReports = false, string sections = Sections)
    {
        var request = Workshop.Request(release) with { Reports = withReports ? new ReportUrls("http://10.1.1.1", "5ec2e7") : null };
        return Workshop.Kickstart(ProfileTemplates.Compile([Workshop.Library("site", ("backend", $"<kickstart>\n{sections}\n</kickstart>"))]).Render(request))
            .Split('\n');
    }
}
