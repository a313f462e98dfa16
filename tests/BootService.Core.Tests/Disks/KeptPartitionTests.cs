using BootService.Core.Disks;
using BootService.Core.Installers;
using BootService.Core.Profiles.Emit;
using Xunit;

namespace BootService.Core.Tests.Disks;

/// <summary>Partitions that outlive an install, on machines whose disks are no more as the last install left them.</summary>
public sealed class KeptPartitionTests : IDisposable
{
    private readonly DiskMachine _machine = new();

    /// <summary>The disk with the data got the name of the system's disk, which broke and was replaced by a blank one.</summary>
    [Theory]
    [InlineData("sda\t/\t100\nvdb\t/data\t300\txfs\tpreserve", "sda", "vdb")]
    [InlineData("smallest\t/\t100\nlargest\t/data\t300\txfs\tpreserve", "vdb", "sda")]
    public void What_is_kept_is_not_lost_with_the_name_of_its_disk(string table, string old, string blank)
    {
        _machine.Build();
        var label = AnacondaDisks.LabelOf(DiskTable.Parse(table).Rows[1]);
        _machine.Partition(old, 1, 300, "xfs", label);
        foreach (var shell in new[] { "dash", "bash", "busybox sh" })
        {
            var (exit, output) = _machine.Run(Script(Plan(table)), shell);
            Assert.Equal(1, exit);
            Assert.Contains($"/data, which is to be kept, is {old}1 by its label {label}, and {blank}, where the table wants it, is blank", output,
                StringComparison.Ordinal);
            Assert.Contains("; nothing was touched", output, StringComparison.Ordinal);
        }

        Assert.Equal(0, _machine.Run(Script(Plan(table) with { NukesAll = true }), "sh").Exit);
    }

    /// <summary>An attempt that ended between its first write and the installer's left what is kept alone; trying again must go on from there.</summary>
    [Fact]
    public void An_attempt_that_ended_when_partitions_were_removed_can_be_made_again()
    {
        const string Table = "vdb\t/boot\t50\nvdb\tswap\t20\nvdb\t/\t100\nvdb\t/data\t300\txfs\tpreserve";
        _machine.Build();
        _machine.Partition("vdb", 4, 300, "xfs", AnacondaDisks.LabelOf(DiskTable.Parse(Table).Rows[3]));
        var (exit, output) = _machine.Run(Script(Plan(Table)), "sh");
        Assert.True(exit == 0, output);
        Assert.Contains("part /data --fstype=xfs --noformat --onpart=vdb4\n", _machine.Lines(), StringComparison.Ordinal);
        Assert.DoesNotContain("sfdisk", output, StringComparison.Ordinal);
    }

    /// <summary>Those after it move up by one: here the kernel shows the new numbers as soon as the partition before it is gone.</summary>
    [Fact]
    public void A_logical_partition_is_kept_by_the_number_that_it_has_when_others_are_gone()
    {
        const string Table = "vdb\t/boot\t50\nvdb\tswap\t20\nvdb\t/\t60\nvdb\t/data\t200\txfs\tpreserve\nvdb\t/scratch\t40";
        var label = AnacondaDisks.LabelOf(DiskTable.Parse(Table).Rows[3]);
        _machine.Build();
        foreach (var (number, size) in new[] { (1, 50), (2, 60), (5, 20), (6, 200), (7, 40) })
        {
            _machine.Partition("vdb", number, size, "xfs", number == 6 ? label : "");
        }

        const string Renumbers = """
            sfdisk() {
                echo "sfdisk $*"
                (
                    cd /sys/block/vdb
                    rm -r vdb1 vdb2 vdb5 vdb7
                    mv vdb6 vdb5
                    cd /sys/block/../blkid
                    mv vdb6.LABEL vdb5.LABEL
                )
            }

            """;
        var (exit, output) = _machine.Run(Renumbers + Script(Plan(Table)), "dash");
        Assert.True(exit == 0, output);
        Assert.Contains("sfdisk --quiet --delete /dev/vdb 7 5 2 1\n", output, StringComparison.Ordinal);
        Assert.Contains("part /data --fstype=xfs --noformat --onpart=vdb5\n", _machine.Lines(), StringComparison.Ordinal);
    }

    /// <summary>The boot loader's own partition of one MiB goes with the others, and is made anew where it was: there is no room for a second one.</summary>
    [Fact]
    public void The_partition_of_the_boot_loader_is_made_anew_in_its_own_place()
    {
        const string Table = "vdb\tbiosboot\t1\nvdb\t/\t100\nvdb\t/data\t300\txfs\tpreserve";
        _machine.Build();
        _machine.Partition("vdb", 1, 1, "", "");
        _machine.Write("blkid/vdb1.PART_ENTRY_TYPE", "21686148-6449-6e6f-744e-656564454649");
        _machine.Partition("vdb", 2, 100, "xfs", "");
        _machine.Partition("vdb", 3, 300, "xfs", AnacondaDisks.LabelOf(DiskTable.Parse(Table).Rows[2]));
        var (exit, output) = _machine.Run(Script(Plan(Table)), "sh");
        Assert.True(exit == 0, output);
        Assert.Contains("sfdisk --quiet --delete /dev/vdb 2 1\n", output, StringComparison.Ordinal);
    }

    /// <summary>One more than the table has: what somebody made by hand, or what the installer made for firmware without a row.</summary>
    [Theory]
    [InlineData("ext4", "0fc63daf-8483-4772-8e79-3d69d8477de4", "", 1)]
    [InlineData("vfat", "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7", "", 1)]
    [InlineData("vfat", "", "mine", 1)]
    [InlineData("vfat", "c12a7328-f81f-11d2-ba4b-00a0c93ec93b", "", 0)]
    [InlineData("", "9e1a2d38-c612-4316-aa26-8b49521e5a8b", "", 0)]
    [InlineData("vfat", "0xef", "", 0)]
    [InlineData("vfat", "", "", 0)]
    public void A_partition_that_the_table_does_not_have_goes_only_if_firmware_boots_from_it(string type, string kind, string label, int exit)
    {
        const string Table = "vdb\t/\t100\nvdb\t/data\t200\txfs\tpreserve";
        _machine.Build();
        _machine.Partition("vdb", 1, 100, "xfs", "");
        _machine.Partition("vdb", 2, 200, "xfs", AnacondaDisks.LabelOf(DiskTable.Parse(Table).Rows[1]));
        _machine.Partition("vdb", 3, 100, type, label);
        _machine.Write("blkid/vdb3.PART_ENTRY_TYPE", kind);
        var (ended, output) = _machine.Run(Script(Plan(Table)), "dash");
        Assert.True(ended == exit, output);
        Assert.Contains(exit == 0 ? "sfdisk --quiet --delete /dev/vdb 3 1\n" : "vdb has 3 partitions and the table has 2", output, StringComparison.Ordinal);
    }

    /// <summary>The kernel shows no partitions, and the disk is none that nobody has written to.</summary>
    [Theory]
    [InlineData("blkid() { return 8; }")]
    [InlineData("dd() { case $* in *skip=450*) printf '\\356' ;; esac; }")]
    [InlineData("dd() { case $* in *skip=450*) printf '\\356' ;; *skip=1*) printf 'EFI PART' ;; *skip=2*) printf 'entry' ;; esac; }")]
    public void A_disk_whose_contents_cannot_be_read_is_not_blank(string tool)
    {
        const string Table = "vdb\t/\t100\nvdb\t/data\t300\txfs\tpreserve";
        _machine.Build();
        _machine.Write("block/vdb/queue/logical_block_size", "512");
        foreach (var shell in new[] { "dash", "bash", "busybox sh" })
        {
            var (exit, output) = _machine.Run(tool + "\n" + Script(Plan(Table)), shell);
            Assert.Equal(1, exit);
            Assert.Contains("vdb is not blank and none of its partitions is /data", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_disk_with_a_partition_table_without_entries_is_blank()
    {
        const string Tool = "dd() { case $* in *skip=450*) printf '\\356' ;; *skip=1*) printf 'EFI PART' ;; esac; }\n";
        _machine.Build();
        _machine.Write("block/vdb/queue/logical_block_size", "512");
        var (exit, output) = _machine.Run(Tool + Script(Plan("vdb\t/\t100\nvdb\t/data\t300\txfs\tpreserve")), "sh");
        Assert.True(exit == 0, output);
    }

    public void Dispose() => _machine.Dispose();

    private static DiskPlan Plan(string table) => DiskPlan.Of(name => name == DiskTable.Attribute ? table : null);

    private static string Script(DiskPlan plan) => AnacondaDisks.Script(plan, AnacondaGeneration.El9, reports: null, "http://10.1.1.1");
}
