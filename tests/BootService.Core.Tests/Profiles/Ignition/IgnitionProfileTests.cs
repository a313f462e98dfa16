using System.Diagnostics;
using System.Text.Json;
using BootService.Core.Disks;
using BootService.Core.Installers;
using BootService.Core.Profiles;
using Xunit;

namespace BootService.Core.Tests.Profiles.Ignition;

/// <summary>What node files mean to systems that come as an image, what they cannot mean, and whether Ignition's own validator takes what is written.</summary>
public class IgnitionProfileTests
{
    private const string Table =
        "smallest\t/\t20000\t\t\nsmallest\t/var/lib/data\t0\txfs\t--label=data "
            + "--fsoptions=noatime\nserial=AB\traid.01\t0\traid\t\nserial=CD\traid.02\t0\traid\t\nraid.01 raid.02\t/srv\t\text4\t--level=1 --device=md0";

    [Theory]
    [InlineData("<package>zsh</package>", "Fedora CoreOS is an image and takes no packages, and the profile asks for zsh")]
    [InlineData("<package disable=\"1\">zsh</package>", "and the profile leaves out zsh")]
    [InlineData("<package stage=\"boot\">zsh</package>", "takes no packages, at its first boot neither")]
    [InlineData("<pre>\nx\n</pre>", "nodes/backend.xml:2: <pre> runs in an installer, and Fedora CoreOS is put on the disk as an image")]
    [InlineData("<post chroot=\"false\">\nx\n</post>", "nodes/backend.xml:2: chroot=\"false\" runs in an installer")]
    [InlineData("<post interpreter=\"/usr/bin/python3\">\nx\n</post>", "interpreter /usr/bin/python3 is not in the image of Fedora CoreOS")]
    [InlineData("<main>\n<autopart/>\n</main>", "<autopart> is kickstart, and this host installs Fedora CoreOS")]
    [InlineData("<main>\n<firewall>--enabled --ssh</firewall>\n</main>", "<firewall> has nothing to set on Fedora CoreOS")]
    [InlineData("<native os=\"coreos\">variant: fcos</native>", "<native os=\"coreos\"> must hold a JSON object")]
    public void What_an_image_cannot_have_is_refused(string sections, string sentence) =>
        Assert.Contains(Workshop.Faults(Templates(sections).Render(Request())), fault => fault.ToString().Contains(sentence, StringComparison.Ordinal));

    [Theory]
    [InlineData("sda\tpv.01\t0\tlvm\t\npv.01\tvg\t\tvolgroup\t\nvg\t/\t0\t\t", "a part of a volume group, and Ignition makes none")]
    [InlineData("sda\t/\t0\t\t\nsda\t/data\t1000\t\tpreserve", "the storage table keeps /data, and Fedora CoreOS comes as an image of a whole disk")]
    [InlineData("sda\t/boot\t1000\t\t\nsda\t/\t0\t\t", "the storage table describes /boot, which the image of Fedora CoreOS brings")]
    [InlineData("sda\t/\t0\text4\t", "the storage table wants / as ext4, and the image of Fedora CoreOS brings its own")]
    [InlineData("sda\t/\t0\t\t\nsda\tswap\trecommended\t\t", "which follows from the memory: Ignition wants a number of MB")]
    public void Disks_that_it_cannot_have_are_refused(string table, string sentence) =>
        Assert.Contains(
            Workshop.Faults(Templates("").Render(Request() with { Disks = DiskPlan.Usual with { Table = DiskTable.Parse(table) } })),
            fault => fault.Sentence.Contains(sentence, StringComparison.Ordinal));

    [Theory]
    [InlineData("Fedora-CoreOS")]
    [InlineData("Flatcar")]
    public void What_is_written_passes_Ignitions_own_validator(string name)
    {
        const string Sections =
            "<main>\n<user>--name=eve --uid=1042 --groups=wheel --iscrypted --password=$6$b</user>\n<sshkey>--username=eve \"ssh-ed25519 AAAA "
                + "x\"</sshkey>\n<timezone>Europe/Berlin</timezone>\n"
            + "<services>--enabled=sshd --disabled=zincati</services>\n<bootloader>--append=\"console=ttyS0 quiet\"</bootloader>\n</main>\n<post>\necho "
                + "x\n%end of\n</post>\n"
            + "<boot order=\"pre\">\necho early\n</boot>\n<native os=\"coreos\">{\"passwd\": {\"groups\": [{\"name\": \"ops\"}]}}</native>";
        var table = name is "Flatcar" ? Table.Replace("\t/\t20000\t", "\t/\t0\t", StringComparison.Ordinal) : Table;
        foreach (var request in new[] { Request(name), Request(name) with { Disks = DiskPlan.Usual with { Table = DiskTable.Parse(table) } } })
        {
            foreach (var file in Answers(Sections, request).Where(file => file.Name.EndsWith(".ign", StringComparison.Ordinal)))
            {
                var path = Path.GetTempFileName();
                File.WriteAllText(path, file.Text);
                var (code, said) = Ask("ignition-validate", path);
                Assert.True(code == 0 && said.Length == 0, $"{file.Name}: {said}");
                File.Delete(path);
            }
        }
    }

    [Fact]
    public void The_files_of_the_page_pass_it_too()
    {
        var configurations = 0;
        foreach (var golden in Directory.GetFiles(Golden.Repository("tests/BootService.Core.Tests/Profiles/testdata/seed"))
            .Where(file => Path.GetFileName(file) is var name
                && (name.Contains("CoreOS", StringComparison.Ordinal) || name.Contains("Flatcar", StringComparison.Ordinal))))
        {
            foreach (var part in File.ReadAllText(golden).Split("##### ").Where(part => part.Split('\n')[0].EndsWith(".ign", StringComparison.Ordinal)))
            {
                var path = Path.GetTempFileName();
                File.WriteAllText(path, part[(part.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
                var (code, said) = Ask("ignition-validate", path);
                Assert.True(code == 0 && said.Length == 0, $"{golden}: {said}");
                File.Delete(path);
                configurations++;
            }
        }

        Assert.Equal(6, configurations);
    }

    [Fact]
    public void The_validator_refuses_what_is_wrong()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(
            path, Answers("", Request())
                .Single(file => file.Name == AnswerNames.Config).Text.Replace("\"/etc/hostname\"", "\"etc/hostname\"", StringComparison.Ordinal));
        Assert.NotEqual(0, Ask("ignition-validate", path).ExitCode);
        File.Delete(path);
    }

    [Fact]
    public void Its_scripts_are_good_shell_and_say_what_they_do()
    {
        foreach (var name in (string[])["Fedora-CoreOS", "Flatcar"])
        {
            var answers = Answers(
                "<post erroronfail=\"true\">\nx\n</post>",
                Request(name) with { Disks = DiskPlan.Usual with { Table = DiskTable.Parse(Table.Replace("20000", "0", StringComparison.Ordinal)) } });
            var install = answers.Single(file => file.Name == AnswerNames.Install).Text;
            Assert.Contains("/install/stage/5ec2e7/pre", install, StringComparison.Ordinal);
            Assert.Contains("/install/done/5ec2e7\" /tmp/stack-report 300", install, StringComparison.Ordinal);
            Assert.Contains(name is "Flatcar" ? "flatcar-install -d" : "coreos-installer install", install, StringComparison.Ordinal);
            Check(install);
            using var config = JsonDocument.Parse(answers.Single(file => file.Name == AnswerNames.Config).Text);
            foreach (var file in config.RootElement.GetProperty("storage").GetProperty("files").EnumerateArray())
            {
                var text = System.Text.Encoding.UTF8.GetString(
                    Convert.FromBase64String(file.GetProperty("contents").GetProperty("source").GetString()!["data:;base64,".Length..]));
                if (text.StartsWith("#!", StringComparison.Ordinal))
                {
                    Check(text);
                }

                if (file.GetProperty("path").GetString() is "/etc/stack/first")
                {
                    Assert.Contains("/install/stage/5ec2e7/confirmed", text, StringComparison.Ordinal);
                    Assert.Contains("/install/failed/5ec2e7?why=backend:2", text, StringComparison.Ordinal);
                }
            }
        }
    }

    private static void Check(string script)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, script);
        var (code, said) = Ask("bash", "-n", path);
        Assert.True(code == 0, $"{said}\n{script}");
        File.Delete(path);
    }

    private static IReadOnlyList<AnswerFile> Answers(string sections, ProfileRequest request) =>
        Templates(sections).Render(request) is ProfileAnswer.Rendered rendered
        ? rendered.Profile.ToAnswers()
        : throw new InvalidOperationException(string.Join('\n', Workshop.Faults(Templates(sections).Render(request))));

    private static ProfileRequest Request(string name = "Fedora-CoreOS") => SeedProfileTests.IgnitionRequest(name, "41.20241109.3.0", "slave");

    private static ProfileTemplates Templates(string sections) =>
        ProfileTemplates.Compile([Workshop.Library("site-profiles", ("backend", $"<kickstart>\n{sections}\n</kickstart>"))]);

    private static (int ExitCode, string Said) Ask(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
