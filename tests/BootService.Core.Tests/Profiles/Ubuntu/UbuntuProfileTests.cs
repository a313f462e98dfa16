using System.Diagnostics;
using BootService.Core.Disks;
using BootService.Core.Installers;
using BootService.Core.Profiles;
using BootService.Core.Profiles.Emit.Debian;
using Xunit;

namespace BootService.Core.Tests.Profiles.Ubuntu;

/// <summary>What node files mean to Ubuntu's installer, what they cannot mean, and whether the readers of its answers take them.</summary>
public class UbuntuProfileTests
{
    private const string Tables = "sda\t/boot\t1024\text4\t\nsda\t/\t0\txfs\t--label=root --fsoptions=noatime\nsda\tswap\trecommended\tswap\t"
        + "|sda\traid.01\t0\traid\t\nsdb\traid.02\t0\traid\t\nraid.01 raid.02\tpv.01\t\tlvm\t--level=1 "
            + "--device=md0\npv.01\tvg\t\tvolgroup\t\nvg\t/\t20000\t\t\nvg\tswap\thibernation\t\t\nvg\t/data\t0\t\t";

    [Theory]
    [InlineData("<main>\n<part>/ --size=1</part>\n</main>", "nodes/backend.xml:2:7: <part> is kickstart, and this host installs Ubuntu: describe its disks")]
    [InlineData("<main>\n<ostreecontainer>x</ostreecontainer>\n</main>", "give the element os=\"redhat\", or write <native os=\"ubuntu\">")]
    [InlineData("<post interpreter=\"/usr/bin/ruby\">\nx\n</post>", "interpreter /usr/bin/ruby is not on a small Ubuntu")]
    [InlineData("<pre interpreter=\"/usr/bin/perl\">\nx\n</pre>", "cannot be had before Ubuntu's installer")]
    [InlineData("<package type=\"meta\">gnome-desktop</package>", "package group @gnome-desktop is Enterprise Linux's")]
    [InlineData("<native os=\"ubuntu\">kernel: x</native>", "<native os=\"ubuntu\"> must hold a JSON object")]
    public void What_it_cannot_mean_is_refused(string sections, string sentence) =>
        Assert.Contains(Workshop.Faults(Render(sections)), fault => fault.ToString().Contains(sentence, StringComparison.Ordinal));

    [Fact]
    public void A_machine_whose_memory_cannot_hold_the_image_is_refused_and_one_that_can_is_not()
    {
        ProfileRequest With(string memory) => SeedProfileTests.UbuntuRequest("24.04", "slave") is var request
            ? request with { ImageBytes = 3L << 30, Attributes = name => name is "machine.memory" ? memory : request.Attributes(name) }
                : throw new InvalidOperationException();
        Assert.Contains(
            Workshop.Faults(Templates("").Render(With("2048"))),
            fault => fault.Sentence.Contains(
                "has 2048 MB, and Ubuntu's installer keeps its whole image of 3072 MB in memory: it wants 5120 MB", StringComparison.Ordinal));
        Assert.IsType<ProfileAnswer.Rendered>(Templates("").Render(With("8192")));
    }

    /// <summary>Its installer stops at a zone that its own tzdata does not have; older ones may not have the new name.</summary>
    [Theory]
    [InlineData("24.04", "US/Eastern", "America/New_York")]
    [InlineData("26.04", "Europe/Kiev", "Europe/Kyiv")]
    [InlineData("22.04", "Europe/Kiev", "Europe/Kiev")]
    [InlineData("24.04", "UTC", "UTC")]
    [InlineData("24.04", "Europe/Berlin", "Europe/Berlin")]
    public void A_time_zone_is_called_what_the_release_calls_it(string release, string zone, string said)
    {
        var request = SeedProfileTests.UbuntuRequest(release, "slave");
        var rendered = Templates("").Render(request with { Attributes = name => name is "Kickstart_Timezone" ? zone : request.Attributes(name) });
        Assert.Contains($"timezone: \"{said}\"\n", Assert.IsType<ProfileAnswer.Rendered>(rendered).Profile.ToAnswers()[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_were_given_up_stand_for_names_that_were_not()
    {
        Assert.All(TimeZoneNames.GivenUp, old => Assert.DoesNotContain(TimeZoneNames.Today(old), TimeZoneNames.GivenUp));
        Assert.All(TimeZoneNames.GivenUp, old => Assert.Equal(
            TimeZoneInfo.FindSystemTimeZoneById(old).GetUtcOffset(new DateTime(2025, 7, 1, 0, 0, 0, DateTimeKind.Utc)),
            TimeZoneInfo.FindSystemTimeZoneById(TimeZoneNames.Today(old)).GetUtcOffset(new DateTime(2025, 7, 1, 0, 0, 0, DateTimeKind.Utc))));
    }

    [Fact]
    public void Trees_of_its_own_are_merged_into_the_answers()
    {
        var data = File(
            "<native os=\"ubuntu\">{\"kernel\": {\"package\": \"linux-generic\"}, \"late-commands\": [\"true\"], \"locale\": \"de_DE.UTF-8\"}</native>",
            AnswerNames.UserData);
        Assert.Contains("  kernel:\n    package: \"linux-generic\"\n", data, StringComparison.Ordinal);
        Assert.Contains("late.sh; do sleep 2; done; sh /tmp/stack-late.sh\"\n    - \"true\"\n", data, StringComparison.Ordinal);
        Assert.Contains("  locale: \"de_DE.UTF-8\"\n", data, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_answers_pass_cloud_inits_schema_and_that_of_its_installer()
    {
        var schema = Path.Combine(Folder(), "testdata/autoinstall.schema.json");
        foreach (var (release, table) in new[] { ("22.04", ""), ("24.04", Tables.Split('|')[0]), ("26.04", Tables.Split('|')[1]) })
        {
            var data = File("", AnswerNames.UserData, request => request with { Disks = DiskPlan.Usual with { Table = DiskTable.Parse(table) } }, release);
            var path = Path.GetTempFileName();
            System.IO.File.WriteAllText(path, data);
            Run("cloud-init", "schema", "--config-file", path);
            Run(Path.Combine(Folder(), "check-autoinstall"), schema, path);

            // What the installed system's own cloud-init is given.
            var inner = data.Split('\n').SkipWhile(line => line != "  user-data:").Skip(1).TakeWhile(line => line.StartsWith("    ", StringComparison.Ordinal))
                .Select(line => line[4..]);
            System.IO.File.WriteAllText(path, "#cloud-config\n" + string.Join('\n', inner) + "\n");
            Run("cloud-init", "schema", "--config-file", path);
            System.IO.File.Delete(path);
        }
    }

    [Fact]
    public void The_schema_refuses_what_is_wrong()
    {
        var path = Path.GetTempFileName();
        var data = File("", AnswerNames.UserData, request => request with { Disks = DiskPlan.Usual with { Table = DiskTable.Parse(Tables.Split('|')[0]) } });
        foreach (var (right, wrong) in new[] { ("fstype: \"xfs\"", "fstype: \"reiserfs\""), ("version: 1", "version: 3"),
            ("volume: \"part-1\"", "volume: \"part-9\""), ("  ssh:", "  shh:") })
        {
            Assert.Contains(right, data, StringComparison.Ordinal);
            System.IO.File.WriteAllText(path, data.Replace(right, wrong, StringComparison.Ordinal));
            Assert.NotEqual(0, Ask(Path.Combine(Folder(), "check-autoinstall"), Path.Combine(Folder(), "testdata/autoinstall.schema.json"), path).ExitCode);
        }

        System.IO.File.Delete(path);
    }

    /// <summary>The installer reads its answers again after this; on BIOS the boot partition is another one.</summary>
    [Fact]
    public void The_early_script_is_good_shell_and_fills_in_the_disk_it_found()
    {
        var early = File("", AnswerNames.Early);
        var path = Path.GetTempFileName();
        System.IO.File.WriteAllText(path, early);
        Run("dash", "-n", path);
        var python = early[(early.IndexOf("python3 - << 'EOF'\n", StringComparison.Ordinal) + 19)..];
        python = python[..python.IndexOf("\nEOF\n", StringComparison.Ordinal)];
        var (answers, disks) = (path + ".yaml", path + ".disks");
        System.IO.File.WriteAllText(
            answers, File("", AnswerNames.UserData, request => request with { Disks = DiskPlan.Usual with { Table = DiskTable.Parse(Tables.Split('|')[1]) } }));
        System.IO.File.WriteAllText(disks, "vda nvme0n1\n");
        python = python.Replace("/autoinstall.yaml", answers, StringComparison.Ordinal).Replace("/tmp/stack-disks", disks, StringComparison.Ordinal)
            .Replace("/sys/firmware/efi", "/nowhere", StringComparison.Ordinal);
        Run("python3", "-c", python);
        var filled = System.IO.File.ReadAllText(answers);
        Assert.Contains("path: /dev/vda\n", filled, StringComparison.Ordinal);
        Assert.Contains("path: /dev/nvme0n1\n", filled, StringComparison.Ordinal);
        Assert.Contains("flag: bios_grub\n", filled, StringComparison.Ordinal);
        Assert.DoesNotContain("/boot/efi", filled, StringComparison.Ordinal);
        Run(Path.Combine(Folder(), "check-autoinstall"), Path.Combine(Folder(), "testdata/autoinstall.schema.json"), answers);
        foreach (var file in (string[])[path, answers, disks])
        {
            System.IO.File.Delete(file);
        }
    }

    private static ProfileAnswer Render(string sections) => Templates(sections).Render(SeedProfileTests.UbuntuRequest("24.04", "slave"));

    private static ProfileTemplates Templates(string sections) =>
        ProfileTemplates.Compile([Workshop.Library("site", ("backend", $"<kickstart>{sections}</kickstart>")), Workshop.BootFiles()]);

    private static string File(string sections, string name, Func<ProfileRequest, ProfileRequest>? change = null, string release = "24.04")
    {
        var request = SeedProfileTests.UbuntuRequest(release, "slave");
        return Assert.IsType<ProfileAnswer.Rendered>(Templates(sections).Render(change is null ? request : change(request))).Profile.ToAnswers()
            .Single(file => file.Name == name).Text;
    }

    private static void Run(string program, params string[] arguments)
    {
        var (code, said) = Ask(program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)}: {said}");
    }

    private static (int ExitCode, string Said) Ask(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    private static string Folder([System.Runtime.CompilerServices.CallerFilePath] string caller = "") => Path.GetDirectoryName(caller)!;
}
