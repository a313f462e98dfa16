using System.Diagnostics;
using System.Globalization;
using BootService.Core.Disks;
using BootService.Core.Installers;
using BootService.Core.Profiles.Emit;
using Xunit;

namespace BootService.Core.Tests.Disks;

/// <summary>Storage tables as values, and the script they become, run by the shells that installers have against a machine made of files.</summary>
public sealed class DiskTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("bootservice-disks-").FullName;

    public static TheoryData<string, string> Impossible => new()
    {
        { "sda\t/data\t100\txfs", "no row for /" },
        { "sda\t/\t0\nsdb\t/\t0", "two rows for /" },
        { "sda\t/\t0\nsda\t/data\t1\nsdb\t/data\t1", "/data is there twice" },
        { "sda\t/\t0\nsda\t/data\t0", "two rows want the rest of sda" },
        { "sda\t/\t0\tntfs3", "nobody makes a file system ntfs3" },
        { "sda\t/\tbig", "must be a number of MB" },
        { "sda\t/\trecommended", "for swap alone" },
        { "sda\tdata\t100\nsda\t/\t0", "no mount point" },
        { "sda sdb\t/\t0", "character that no name of a disk has" },
        { "size>lots\t/\t0", "must end in a size" },
        { "sda\t/\t0\nsda\traid.01\t100", "a member of no array" },
        { "sda\traid.01\t100\nraid.01\t/\t0\txfs\t--level=1 --device=md0", "needs 2 members at least, and this has 1" },
        { "sda\traid.01\t1\nsdb\traid.02\t1\nraid.01 raid.02\t/\t0", "says its level" },
        { "raid.01 raid.02\t/\t0\txfs\t--level=1", "raid.01 is no partition of the table" },
        { "sda\tpv.01\t0\nsda\t/\t100", "part of no volume group" },
        { "sda\t/\t0\txfs\tpreserve", "/ cannot be preserved" },
        { "sda\tpv.01\t0\npv.01\tvg\t0\tvolgroup\nvg\t/\t1\nvg\t/data\t1\txfs\tpreserve", "a plain partition with a mount point can" },
        { "sda\t/\t0\t\t\t1\nsda\tswap\t1\t\t\t1", "partition 1 of sda is there twice" },
        { "sda\t/\t0\txfs\t--label=$(reboot)", "a character that it cannot have" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_is_one_sentence(string table, string why) =>
        Assert.Contains(DiskTable.Parse(table).Faults(), fault => fault.Sentence.Contains(why, StringComparison.Ordinal));

    [Theory]
    [InlineData("sda\t/boot\t500\next4\nsda\tswap\trecommended\nsda\t/\t0\txfs")]
    [InlineData("first\tpv.01\t0\npv.01\tvg00\t0\tvolgroup\nvg00\t/\t8000\txfs\nvg00\tswap\t1000\nvg00\t/var\t4000\txfs\t--name=var")]
    [InlineData("sda\traid.01\t1000\nsdb\traid.02\t1000\nraid.01 raid.02\t/\t0\txfs\t--level=RAID1 --device=md0")]
    [InlineData("serial=WD-1\t/\t0\nsize>500G\t/data\t0\txfs\tpreserve\t1\n/dev/disk/by-id/wwn-0x5000\t/scratch\t0")]
    public void What_can_be_has_no_fault_and_survives_its_text(string table)
    {
        var parsed = DiskTable.Parse(table.Replace("\next4", "\text4", StringComparison.Ordinal));
        Assert.Empty(parsed.Faults());
        Assert.Equal(parsed.Rows, DiskTable.Parse(parsed.ToString()).Rows);
    }

    [Fact]
    public void The_system_goes_to_the_smallest_disk_of_the_machine_s_own_and_the_timeline_is_told()
    {
        Machine();
        var (exit, output) = Run(Script(DiskPlan.Usual), "sh");
        Assert.True(exit == 0, output);
        Assert.Equal("ignoredisk --only-use=vdb\nzerombr\nclearpart --all --initlabel --drives=vdb\nautopart\n", Lines());
        Assert.Contains("the system goes to vdb, which is the smallest disk of vdb of 500 MB sda of 1000 MB", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("first", "sda")]
    [InlineData("largest", "sda")]
    [InlineData("serial=ser-1", "vdb")]
    [InlineData("model~Super", "sda")]
    [InlineData("size>600M", "sda")]
    [InlineData("size<600M", "vdb")]
    [InlineData("sdz", "")]
    [InlineData("serial=none", "")]
    public void A_word_names_a_disk_in_every_shell_or_nothing_is_touched(string word, string disk)
    {
        Machine();
        foreach (var shell in new[] { "dash", "bash", "busybox sh" })
        {
            File.Delete(Path.Combine(_root, "tmp/partition-info"));
            var (exit, output) = Run(Script(DiskPlan.Of(name => name == DiskPlan.SystemAttribute ? word : null)), shell);
            Assert.True(exit == (disk.Length == 0 ? 1 : 0), $"{shell}: {output}");
            Assert.Contains(disk.Length == 0 ? "; nothing was touched" : $"--only-use={disk}\n", disk.Length == 0 ? output : Lines(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_table_becomes_the_lines_of_its_release()
    {
        Machine();
        const string Table =
            "vdb\t/boot\t100\text4\nvdb\tpv.01\t0\npv.01\tvg00\t0\tvolgroup\nvg00\t/\t300\nvg00\tswap\trecommended\nsda\t/data\t0\txfs\t--fsoptions=noatime";
        var (exit, output) = Run(Script(Plan(Table)), "sh");
        Assert.True(exit == 0, output);
        Assert.Equal(
            "ignoredisk --only-use=vdb,sda\nzerombr\nclearpart --all --initlabel --drives=vdb,sda\nreqpart\npart /boot --fstype=ext4 --size=100 "
                + "--ondisk=vdb\npart pv.01 --size=1 --grow --ondisk=vdb\n"
            + "volgroup vg00 pv.01\nlogvol / --vgname=vg00 --name=root --fstype=xfs --size=300\nlogvol swap --vgname=vg00 --name=swap --recommended\n"
            + "part /data --fstype=xfs --size=1 --grow --ondisk=sda --fsoptions=noatime\n",
            Lines());
    }

    [Theory]
    [InlineData("vdb\t/\t600", "the partitions of vdb want 600 MB and vdb has 500")]
    [InlineData("smallest\t/\t0\nserial=SER-1\t/data\t0", "the smallest disk and serial=SER-1 are the same disk, vdb")]
    public void What_the_machine_does_not_fit_stops_before_anything_is_written(string table, string why)
    {
        Machine();
        var (exit, output) = Run(Script(Plan(table)), "sh");
        Assert.Equal(1, exit);
        Assert.Contains(why, output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_blank_disk_is_made_and_the_table_s_own_disk_keeps_what_is_to_be_kept()
    {
        const string Table = "vdb\t/\t100\nvdb\t/data\t300\txfs\tpreserve";
        var label = AnacondaDisks.LabelOf(DiskTable.Parse(Table).Rows[1]);
        Machine();
        Assert.Equal(0, Run(Script(Plan(Table)), "sh").Exit);
        Assert.Contains($"clearpart --all --initlabel --drives=vdb\nreqpart\npart / --fstype=xfs --size=100 --ondisk=vdb\npart /data --fstype=xfs "
            + $"--size=300 --ondisk=vdb --label={label}\n", Lines(), StringComparison.Ordinal);

        Partition("vdb", 1, 100, "xfs", "");
        Partition("vdb", 2, 300, "xfs", label);
        var (exit, output) = Run(Script(Plan(Table)), "sh");
        Assert.True(exit == 0, output);
        Assert.Contains("clearpart --none\nreqpart\npart / --fstype=xfs --size=100 --ondisk=vdb\npart /data --fstype=xfs --noformat --onpart=vdb2\n", Lines(),
            StringComparison.Ordinal);
        Assert.Contains("sfdisk --quiet --delete /dev/vdb 1\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("--delete /dev/vdb 2", output, StringComparison.Ordinal);
        Assert.Contains("/data on vdb2 is kept", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other", "xfs", 300, 2, "none of its partitions is /data")]
    [InlineData("", "ext4", 300, 2, "with file system ext4, and the table says xfs")]
    [InlineData("", "xfs", 200, 2, "with 200 MB, and the table says 300")]
    [InlineData("", "xfs", 300, 5, "has 5 partitions and the table has 2")]
    public void A_foreign_disk_stops_the_install_before_the_first_write(string label, string type, int size, int count, string why)
    {
        const string Table = "vdb\t/\t100\nvdb\t/data\t300\txfs\tpreserve\nsda\t/scratch\t0";
        Machine();
        Partition("vdb", 2, size, type, label.Length > 0 ? label : AnacondaDisks.LabelOf(DiskTable.Parse(Table).Rows[1]));
        for (var number = 1; number <= count; number++)
        {
            if (number != 2)
            {
                Partition("vdb", number, 20, "", "");
            }
        }

        var (exit, output) = Run(Script(Plan(Table)), "sh");
        Assert.Equal(1, exit);
        Assert.Contains(why, output, StringComparison.Ordinal);
        Assert.Contains("; nothing was touched", output, StringComparison.Ordinal);
        Assert.DoesNotContain("sfdisk", output, StringComparison.Ordinal);
        Assert.DoesNotContain("wipefs", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_root, "tmp/partition-info")));

        Assert.Equal(0, Run(Script(Plan(Table) with { NukesAll = true }), "sh").Exit);
        Assert.Contains("--drives=vdb,sda", Lines(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nukecontroller", "true")]
    [InlineData("boot_device", "sd a")]
    [InlineData("storage.partitions", "sda\t/data\t1")]
    public void Attributes_that_cannot_be_refuse_the_profile(string name, string value) =>
        Assert.Throws<RefusedException>(() => DiskPlan.Of(asked => asked == name ? value : null));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static DiskPlan Plan(string table) => DiskPlan.Of(name => name == DiskTable.Attribute ? table : null);

    private static string Script(DiskPlan plan) => AnacondaDisks.Script(plan, AnacondaGeneration.El9, reports: null);

    private string Lines() => File.ReadAllText(Path.Combine(_root, "tmp/partition-info"));

    /// <summary>Two disks of its own, a stick, a path to a SAN, a path that multipath has, a disk over the network.</summary>
    private void Machine()
    {
        Directory.CreateDirectory(Path.Combine(_root, "tmp"));
        Disk("sda", "pci0/ata1", 1000);
        Disk("vdb", "pci0/virtio1", 500);
        Disk("sdb", "pci0/host1/rport-1-0", 100);
        Disk("sdc", "pci0/usb1/1-1", 100);
        Disk("sdd", "pci0/ata2", 100);
        Disk("nvme0n1", "virtual/nvme", 100);
        Disk("sr0", "pci0/ata3", 100);
        Write("block/vdb/serial", "SER-1 ");
        Write("block/sda/device/model", "SuperDisk 3000");
        Write("block/sdd/holders/dm-0/dm/uuid", "mpath-3600");
        Write("block/nvme0n1/device/transport", "rdma");
    }

    private void Disk(string name, string place, int megabytes)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, "sys/devices", place, name)).FullName;
        Directory.CreateDirectory(Path.Combine(_root, "sys/block"));
        File.CreateSymbolicLink(Path.Combine(_root, "sys/block", name), folder);
        Write($"block/{name}/removable", "0");
        Write($"block/{name}/size", (megabytes * 2048).ToString(CultureInfo.InvariantCulture));
    }

    private void Partition(string disk, int number, int megabytes, string type, string label)
    {
        Write($"block/{disk}/{disk}{number}/partition", number.ToString(CultureInfo.InvariantCulture));
        Write($"block/{disk}/{disk}{number}/size", (megabytes * 2048).ToString(CultureInfo.InvariantCulture));
        Write($"blkid/{disk}{number}.TYPE", type);
        Write($"blkid/{disk}{number}.LABEL", label);
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_root, "sys", path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text + "\n");
    }

    /// <summary>Runs a script against the machine of files; what would write to a disk says so instead.</summary>
    private (int Exit, string Output) Run(string script, string shell)
    {
        var fakes = $$"""
            blkid() {
                field= node=
                while [ $# -gt 0 ]; do case $1 in -s) field=$2; shift ;; /dev/*) node=${1#/dev/} ;; esac; shift; done
                cat "{{_root}}/sys/blkid/$node.$field" 2> /dev/null
            }
            sfdisk() { echo "sfdisk $*"; }
            wipefs() { echo "wipefs $*"; }
            dd() { echo "dd $*"; }
            udevadm() { :; }

            """;
        var words = shell.Split(' ');
        using var run = Process.Start(
            new ProcessStartInfo(
                words[0], words[1..])
            { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        run.StandardInput.Write(fakes + script.Replace("/tmp/", $"{_root}/tmp/", StringComparison.Ordinal).Replace("/sys/block", $"{_root}/sys/block",
            StringComparison.Ordinal)
            .Replace("/dev/console", "/dev/null", StringComparison.Ordinal).Replace("/dev/tty1", "/dev/null", StringComparison.Ordinal));
        run.StandardInput.Close();
        var errors = run.StandardError.ReadToEndAsync();
        var output = run.StandardOutput.ReadToEnd() + errors.Result;
        run.WaitForExit();
        return (run.ExitCode, output);
    }
}
