using BootService.Core.Disks;
using BootService.Core.Profiles;
using BootService.Core.Profiles.Emit;
using Xunit;

namespace BootService.Core.Tests.Profiles;

/// <summary>Rows of storage tables without a file system, and options that only some installers know: each installer makes of them what it can, or refuses
/// them by name.</summary>
public class RawPartitionTests
{
    private const string Raw = "sda\t\t40\t\t--asprimary\nsda\t/\t0\t\t--asprimary";

    public static TheoryData<string, string, string> Refused => new()
    {
        { "redhat", Raw, "the storage table wants a partition of sda without a file system, and Anaconda makes none so" },
        { "redhat", "sda\t/\t0\text4\t--partition_id=18", "gives / the option --partition_id=18, which Anaconda does not know" },
        { "redhat", "sda\t/\t0\text4\t--lable=root", "the option --lable=root, which Anaconda does not know: did you mean \"--label\"?" },
        { "redhat", "sda\t/\t0\text4\ttest option", "gives / the option test, which Anaconda does not know" },
        { "redhat", "sda\tpv.01\t0\npv.01\tvg\t\tvolgroup\nvg\t/\t100\nvg\t\t100\text4\t--name=a", "wants ext4 on vg mounted nowhere" },
        { "redhat", "sda\t/\t0\tbtrfs", "wants / as btrfs, which Enterprise Linux has no more from 8 on" },
        { "debian", "sda\t/\t0\text4\t--partition_id=18", "gives / the option --partition_id=18, which Debian's installer does not know" },
        { "ubuntu", "sda\t/\t0\text4\t--partition_id=18", "gives / the option --partition_id=18, which Ubuntu's installer does not know" },
        { "coreos", "sda\t\t9\t\t--partition_id=18\nsda\t/\t9000", "gives a partition of sda the option --partition_id=18, which Ignition does not know" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_an_installer_cannot_make_is_refused_by_its_name(string os, string table, string sentence) =>
        Assert.Contains(Workshop.Faults(Render(os, table)), fault => fault.Sentence.Contains(sentence, StringComparison.Ordinal));

    [Theory]
    [InlineData("part / --size=1 --grow\nautopart", "attribute partitions holds \"autopart\" and \"part\"")]
    [InlineData("part /boot --size=1\npart / --sise=1", "line 2 of attribute partitions: part has no option --sise: did you mean \"--size\"?")]
    [InlineData("part / --start=1", "line 1 of attribute partitions: the installer of release 9.6 does not know the option --start of part")]
    [InlineData("part / --size=1 --grow\n%end\n%post\nx", "a line of attribute partitions begins with %end, which would end the installer's commands")]
    [InlineData("%include /tmp/disks\n%end", "a line of attribute partitions begins with %end, which would end the installer's commands")]
    public void Lines_of_kickstart_that_its_parser_stops_at_are_refused(string lines, string sentence)
    {
        var request = Workshop.Request("9.6", ("hostname", "h")) with { Disks = DiskPlan.Usual with { RawLines = lines } };
        Assert.StartsWith(
            sentence, Workshop.Faults(ProfileTemplates.Compile([Workshop.BootFiles()]).Render(request))[0].Sentence, StringComparison.Ordinal);
    }

    /// <summary>Lines that a script before the install wrote are read where the attribute's are, and not where the script stands.</summary>
    [Fact]
    public void An_attribute_may_include_lines_of_another_file()
    {
        var request = Workshop.Request("9.6", ("hostname", "h")) with { Disks = DiskPlan.Usual with { RawLines = "%include /tmp/mine" } };
        Assert.Contains(
            "    sed 's/^@//' << 'EOF'\n@%include /tmp/mine\nEOF\n",
            Workshop.Kickstart(ProfileTemplates.Compile([Workshop.BootFiles()]).Render(request)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("debian", " 42 42 42 ext4 $primary{ } method{ keep } .")]
    [InlineData("ubuntu", "- type: \"partition\"\n        id: \"part-1\"\n        device: \"disk-0\"\n        size: 41943040\n        wipe: \"superblock\"\n"
        + "        preserve: false\n      - type: \"partition\"")]
    [InlineData("coreos", "\"label\":\"raw\",\"sizeMiB\":40,")]
    public void What_it_can_make_is_made_and_nothing_is_put_into_it(string os, string said)
    {
        var rendered = Assert.IsType<ProfileAnswer.Rendered>(Render(os, Raw));
        var answers = string.Concat(rendered.Profile.ToAnswers().Select(file => file.Text));
        Assert.Contains(said, os is "coreos" ? string.Concat(answers.Where(letter => !char.IsWhiteSpace(letter))) : answers, StringComparison.Ordinal);
        Assert.DoesNotContain("by-partlabel/raw", answers, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--fsoptions=\"noatime nodiratime\" --label BE1 --grow --maxsize=100")]
    [InlineData("--asprim --fsopt=noatime --mkfsoptions=-m1 --bytes-per-inode=4096")]
    public void What_the_parser_of_kickstarts_takes_is_not_refused(string options) =>
        Assert.IsType<ProfileAnswer.Rendered>(Render("redhat", $"sda\t/\t100\text4\t{options}"));

    [Theory]
    [InlineData("7.9.2009", true)]
    [InlineData("8.10", false)]
    [InlineData("10.0", false)]
    [InlineData("42", true)]
    [InlineData("24.03-LTS", true)]
    public void The_file_system_that_Enterprise_Linux_gave_up_is_made_where_it_is_known(string release, bool can) =>
        Assert.Equal(can, !AnacondaTable.Faults(DiskPlan.Usual with { Table = DiskTable.Parse("sda\t/\t0\tbtrfs") }, release).Any());

    private static ProfileAnswer Render(string os, string table) =>
        ProfileTemplates.Compile([Workshop.Library("site-profiles", ("backend", "<kickstart/>"))]).Render((os switch
        {
            "debian" => SeedProfileTests.DebianRequest("13", "slave"),
            "ubuntu" => SeedProfileTests.UbuntuRequest("24.04", "slave"),
            "coreos" => SeedProfileTests.IgnitionRequest("Fedora-CoreOS", "41.20241109.3.0", "slave"),
            _ => SeedProfileTests.Request("9.6", "slave"),
        }) with
        { Disks = DiskPlan.Usual with { Table = DiskTable.Parse(table) } });
}
