using BootService.Core.Disks;
using Xunit;

namespace BootService.Core.Tests.Disks;

public sealed class ControllerTests
{
    private const string Table = "\t\t0\t1\t1\n\t\t1\tRAID1\t1\twrite=back\n\t\t2\tHotSpare\tGlobal\n\t\t*\t0\t*";

    public static TheoryData<string, string, string> Impossible => new()
    {
        { "\t\t0\t3\t1", "raidlevel", "no controller makes RAID level \"3\"" },
        { "\t\tfirst\t0\t1", "slot", "slot \"first\" must be a number, or * for each" },
        { "\t\t\t0\t1", "slot", "the row names no slot" },
        { "\t\t0\t0\t", "arrayid", "the row names no array" },
        { "\t\t0\t0\t0", "arrayid", "array \"0\" must be a number from 1" },
        { "\t\t0\t0\t*", "arrayid", "needs slot * and level 0" },
        { "\t\t0\t0\tglobal", "arrayid", "array global is for spares" },
        { "\t\t0\t0\t1\n\t\t0\t0\t2", "slot", "slot 0 is there twice" },
        { "\t\t0\t0\t1\tsize=9\n\t\t0\t0\t1", "slot", "slot 0 is there twice" },
        { "\t\t0\t0\t1\tsize=9\n\t\t0\thotspare\tglobal", "slot", "slot 0 is there twice" },
        { "\t\t0\t1\t1\tsize=9\n\t\t1\t1\t1\tsize=9\n\t\t0\t0\t2", "arrayid", "arrays 1 and 2 share a disk" },
        { "\t\t*\t0\t1\n\t\t*\t0\t2", "slot", "two rows want the slots" },
        { "\t\t0\t1\t1\n\t\t1\t0\t1", "raidlevel", "array 1 has level 1 in a row above and 0 here" },
        { "\t\t0\t1\t1", "arrayid", "an array of level 1 needs 2 disks at least, and array 1 has 1" },
        { "\t\t0\t0\t1\n\t\t1\thotspare\t2", "arrayid", "array 2, whose spare this is, has no row" },
        { "\t\t0\t0\t1\t$(reboot)", "options", "a character that they cannot have" },
    };

    [Theory]
    [InlineData("\t\t1\t1\t1\tsize=232000 forced\n\t\t2\t1\t1\tsize=232000 forced\n\t\t1\t1\t3\n\t\t2\t1\t3")]
    [InlineData("\t\t1\t0\t1\tforced size=9\n\t\t1\t0\t2\tsize=9\n\t\t1\t0\t3")]
    public void Arrays_share_their_disks_when_each_but_the_last_takes_a_part(string table) => Assert.Empty(ControllerTable.Parse(table).Faults());

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_is_one_sentence_about_one_column(string table, string column, string why) => Assert.Contains(
        ControllerTable.Parse(table).Faults(), fault => fault.Column == column && fault.Sentence.Contains(why, StringComparison.Ordinal));

    /// <summary>As Stacki's spreadsheets: whatever disks there are make stripes or mirrors, and what has a level of its own names its slots.</summary>
    [Theory]
    [InlineData("\t\t*\t5\t1", "level 5 wants to know which")]
    [InlineData("\t\t*\t10\t2", "level 10 wants to know which")]
    [InlineData("\t\t*\t1\t1", null)]
    [InlineData("\t\t*\t0\t*", null)]
    public void The_slots_that_no_row_names_make_no_array_with_parity(string table, string? why)
    {
        var faults = ControllerTable.Parse(table).Faults().ToArray();
        Assert.Equal(why is null, faults.Length == 0);
        Assert.All(faults, fault => Assert.Contains(why!, fault.Sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Two_controllers_have_slots_and_arrays_of_their_own() =>
        Assert.Empty(ControllerTable.Parse("1\t0\t0\t0\t1\n1\t1\t0\t1\t1\n1\t1\t1\t1\t1").Faults());

    [Fact]
    public void A_table_survives_its_text_and_is_what_a_program_reads()
    {
        var table = ControllerTable.Parse(Table);
        Assert.Empty(table.Faults());
        Assert.Equal(table.Rows, ControllerTable.Parse(table.ToString()).Rows);
        Assert.Equal(
            "enclosure,adapter,slot,raidlevel,arrayid,options\n,,0,1,1,\n,,1,1,1,write=back\n,,2,hotspare,global,\n,,*,0,*,\n", table.ToCsv());
    }

    [Theory]
    [InlineData("", Table, "no program configures RAID controllers here")]
    [InlineData("carts/raid/nodes/x.xml", Table, "must be the path of a program in a cart or a pallet")]
    [InlineData("carts/../RPMS/x", Table, "must be the path of a program in a cart or a pallet")]
    [InlineData("carts/raid/RPMS/configure", "", "no table says how the RAID controllers are to be")]
    [InlineData("carts/raid/RPMS/configure", "\t\t0\t1\t1", "needs 2 disks at least")]
    public void Without_program_and_table_nothing_is_configured(string program, string table, string why)
    {
        string? Attributes(string name) => name switch
        {
            DiskPlan.ControllerAttribute => "true",
            ControllerPlan.ProgramAttribute => program,
            ControllerTable.Attribute => table,
            _ => null,
        };
        Assert.Contains(why, Assert.Throws<RefusedException>(() => DiskPlan.Of(Attributes)).Message, StringComparison.Ordinal);
        Assert.Null(DiskPlan.Of(name => name == DiskPlan.ControllerAttribute ? "false" : Attributes(name)).Controllers);
    }
}
