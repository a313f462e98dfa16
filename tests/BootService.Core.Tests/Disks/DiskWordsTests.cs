using BootService.Core.Disks;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Disks;

public class DiskWordsTests
{
    private static readonly Gen<string> Cell = Gen.OneOf(
        Choice.Among("sda", "/", "swap", "0", "1024", "ext4", "raid.01", "pv.01", "preserve", "--level=1", "nvme0n1", "vg0"),
        Gen.String[Gen.Char["abz/.-_=019"], 1, 8]);

    [Theory]
    [InlineData("sda")]
    [InlineData("nvme0n1")]
    [InlineData("cciss!c0d0")]
    [InlineData("/dev/disk/by-id/ata-X_1")]
    [InlineData("first")]
    [InlineData("largest")]
    [InlineData("serial=S1")]
    [InlineData("model~INTEL")]
    [InlineData("size>500G")]
    [InlineData("size<2T")]
    [InlineData("size>500GiB")]
    [InlineData("size>500000")]
    public void A_word_names_a_disk(string word) => Assert.Null(new DiskWord(word).WhyNot());

    [Theory]
    [InlineData("")]
    [InlineData("0sda")]
    [InlineData("/dev/")]
    [InlineData("/tmp/x")]
    [InlineData("serial=")]
    [InlineData("model~")]
    [InlineData("size>")]
    [InlineData("size>0")]
    [InlineData("size>-5G")]
    [InlineData("size>1.5T")]
    [InlineData("size>5P")]
    [InlineData("size>G")]
    [InlineData("size>9999999999999G")]
    [InlineData("size=5G")]
    [InlineData("sda sdb")]
    [InlineData("sda;reboot")]
    [InlineData("serial=$(reboot)")]
    [InlineData("model~`x`")]
    [InlineData("/dev/sda\n")]
    [InlineData("serial=a'b")]
    public void A_word_that_names_none_is_refused_in_a_sentence(string word) => Assert.False(string.IsNullOrWhiteSpace(new DiskWord(word).WhyNot()));

    [Theory]
    [InlineData("size>500G", "size>512000")]
    [InlineData("size<2T", "size<2097152")]
    [InlineData("size>7", "size>7")]
    [InlineData("sda", "sda")]
    [InlineData("serial=size>5G", "serial=size>5G")]
    public void Sizes_are_looked_up_in_MiB(string word, string sought) => Assert.Equal(sought, new DiskWord(word).Sought);

    [Fact]
    public void A_table_is_read_as_it_was_written() =>
        Gen.Select(Cell, Gen.OneOf(Cell, Gen.Const("")), Gen.OneOf(Cell, Gen.Const("")), Gen.OneOf(Cell, Gen.Const("")), Gen.OneOf(Cell, Gen.Const("")),
            Gen.Int[-1, 9])
            .Select(cells => new PartitionRow(cells.Item1, cells.Item2, cells.Item3, cells.Item4, cells.Item5, cells.Item6 < 0 ? null : cells.Item6))
                .Array[0, 6].Sample(
                rows =>
                {
                    var table = new DiskTable([.. rows]);
                    Assert.Equal(rows, DiskTable.Parse(table.ToString()).Rows);
                    Assert.Equal(rows, DiskTable.Parse(table.ToString().ReplaceLineEndings("\r\n")).Rows);
                    foreach (var (row, _, sentence) in table.Faults())
                    {
                        Assert.InRange(row, 0, rows.Length - 1);
                        Assert.Matches(@"\A[^\n]+\z", sentence);
                    }

                    Assert.Subset(table.Faults(whole: true).ToHashSet(), table.Faults(whole: false).ToHashSet());
                },
                iter: 3000);

    [Theory]
    [InlineData("a\tb\tc\td\te\t1\tx", "more than six columns")]
    [InlineData("sda\t/\t0\text4\t\tone", "partid \"one\" is no number")]
    [InlineData("sda\t/\t0\text4\t\t-1", "partid \"-1\" is no number")]
    [InlineData("sda\t/\t0\text4\t\t99999999999", "is no number")]
    public void A_line_that_is_no_row_is_refused(string line, string why) =>
        Assert.Contains(why, Assert.Throws<RefusedException>(() => DiskTable.Parse(line)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("sda\t/\t0\text4", "")]
    [InlineData("sda\t/boot\t512\text4\nsda\t/\t0\txfs\nsdb\tswap\trecommended\tswap", "")]
    [InlineData("sda\t/\t0\text4\nsda\t/\t0\text4", "1: there are two rows for /|1: two rows want the rest of sda")]
    [InlineData("sda\t/data\t0\text4", "0: the table has no row for /, and a system must lie somewhere")]
    [InlineData("sda\t/\t0\text5", "0: nobody makes a file system ext5: did you mean \"ext2\"?")]
    [InlineData("sda\t/\tall\text4", "0: size \"all\" must be a number of MB, 0 for the rest")]
    [InlineData("sda\t/\trecommended\text4", "0: size \"recommended\" is for swap alone")]
    [InlineData("sda\t/\t0\text4\nsda\t/var/\t9\text4", "1: \"/var/\" is no mount point: a path such as /data, swap, biosboot, pv.01 or raid.01")]
    [InlineData("sda\t/\t0\text4\nsda\tdata\t9\text4", "1: \"data\" is no mount point: a path such as /data, swap, biosboot, pv.01 or raid.01")]
    [InlineData("sda\t/\t0\text4\t$(reboot)", "0: a cell holds a character that it cannot have: one of $ ` \\ '")]
    [InlineData("sda;x\t/\t0\text4", "0: \"sda;x\" holds a character that no name of a disk has")]
    [InlineData("sda\t/\t0\text4\tpreserve", "0: / cannot be preserved: it is what an install writes")]
    [InlineData("sda\t/\t9\text4\t\t1\nsda\t/b\t9\text4\t\t1", "1: partition 1 of sda is there twice")]
    [InlineData("sda\traid.01\t0\traid\nraid.01\t/\t0\text4\t--level=1 --device=md0", "1: an array of level 1 needs 2 members at least, and this has 1")]
    [InlineData("sda\traid.01\t0\nsdb\traid.02\t0\nraid.01 raid.02\t/\t0\text4", "2: an array says its level in options, such as --level=1 --device=md0")]
    [InlineData("sda\traid.01\t0\nraid.01 raid.09\t/\t0\text4\t--level=1",
        "1: raid.09 is no partition of the table|1: an array says its name in options, such as --device=md0")]
    [InlineData("sda\traid.07\t9\nsda\t/\t0\text4", "0: raid.07 is a member of no array: a row with device \"raid.01 raid.02\" makes one")]
    [InlineData("sda\tpv.01\t9\nsda\t/\t0\text4", "0: pv.01 is part of no volume group: a row with device pv.01 and type volgroup makes one")]
    [InlineData("sda\tpv.01\t0\npv.01\tvg0\t\tvolgroup\nvg0\t/\t9000\txfs\t--name=root", "")]
    [InlineData("sda\t/\t9000\txfs\t--name=root",
        "0: root is to be a logical volume, and sda is no volume group of the table: a row with type volgroup makes one")]
    public void What_is_wrong_with_a_table_is_told_by_its_row(string text, string faults) =>
        Assert.Equal(faults, string.Join('|', DiskTable.Parse(text).Faults().Select(fault => $"{fault.Row}: {fault.Sentence}")));

    [Fact]
    public void The_disk_of_the_system_comes_first() =>
        Assert.Equal(["sdb", "sda"], DiskTable.Parse("sda\t/data\t0\txfs\nsdb\t/\t0\txfs\nsda\t/more\t9\txfs").Disks().Select(disk => disk.Text));

    [Theory]
    [InlineData("md0", "--level=1 raid.01 raid.02", "raid.01 raid.02", "--level=1 --device=md0")]
    [InlineData("md0", "--level=1 raid.01 raid.02 --device=md7", "raid.01 raid.02", "--level=1 --device=md7")]
    [InlineData("mdx", "--level=1 raid.01", "mdx", "--level=1 raid.01")]
    [InlineData("sda", "raid.01", "sda", "raid.01")]
    [InlineData("md", "raid.01", "md", "raid.01")]
    public void Stackis_rows_for_arrays_are_understood(string device, string options, string ours, string left)
    {
        var row = new PartitionRow(device, "/", "0", "ext4", options, null).WithMembersAsDevice();
        Assert.Equal((ours, left), (row.Device, row.Options));
    }
}
