using System.Collections.Immutable;
using BootService.Commands.Output;
using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Verbs;

public sealed class ControllerVerbTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void A_spreadsheet_of_Stackis_is_loaded_and_given_back()
    {
        Load("NAME,SLOT,Raid Level,Array Id,OPTIONS\nbackend,0,1,1,\n,1,1,1,\n,2,hotspare,global,\nglobal,*,0,*,\"write=back, read=ahead\"\n");
        const string Given = "name,enclosure,adapter,slot,raidlevel,arrayid,options\nglobal,,,*,0,*,\"write=back, read=ahead\"\nbackend,,,0,1,1,\n"
            + "backend,,,1,1,1,\nbackend,,,2,hotspare,global,\n";
        Assert.Equal(Given, _stack.Do("report", "storage", "controller").Messages.Single() + "\n");
        Load(Given);
        Assert.Equal(Given, _stack.Do("dump", "storage", "controller").Messages.Single() + "\n");
        Assert.Equal(4, _stack.Do("report", "storage", "controller", "backend-0-0").Messages.Single().Split('\n').Length);
    }

    [Fact]
    public void Empty_cells_are_those_of_the_array_as_Stacki_reads_them()
    {
        Load("NAME,ENCLOSURE,ADAPTER,SLOT,RAID LEVEL,ARRAY ID,OPTIONS\nglobal,5,6,2,1,7,ssd\n,,,3,1,7,\n,,,4,hotspare,7\n,,,5,0,8,\n,9,,6,0,8,\n");
        Assert.Equal(
            [["global", "5", "6", "2", "1", "7", "ssd"], ["global", "5", "6", "3", "1", "7", "ssd"], ["global", "5", "6", "4", "hotspare", "7", "ssd"],
                ["global", "9", "", "5", "0", "8", ""], ["global", "9", "", "6", "0", "8", ""]],
            _stack.Do("list", "storage", "controller").Rows);
    }

    [Fact]
    public void An_array_of_which_one_disk_has_no_enclosure_comes_back_as_it_is()
    {
        _stack.Type("add storage controller enclosure=1 slot=1 raidlevel=1 arrayid=1 options=ssd");
        _stack.Type("add storage controller slot=2 raidlevel=1 arrayid=1");
        _stack.Type("add storage controller enclosure=0 adapter=0 slot=3 raidlevel=0 arrayid=2");
        var before = _stack.Do("list", "storage", "controller").Rows;
        var given = _stack.Do("report", "storage", "controller").Messages.Single() + "\n";
        Assert.Equal(
            "name,enclosure,adapter,slot,raidlevel,arrayid,options\nglobal,1,,1,1,1,ssd\nglobal,-,,2,1,1,-\nglobal,0,0,3,0,2,\n", given);
        _stack.Type("remove storage controller slot=1,2,3 enclosure=* adapter=*");
        Load(given);
        Assert.Equal(before, _stack.Do("list", "storage", "controller").Rows);
    }

    /// <summary>The forms of Stacki's own scripts.</summary>
    [Theory]
    [InlineData("slot=1,2", "3 4")]
    [InlineData("adapter=* enclosure=* slot=*", "")]
    [InlineData("adapter=* enclosure=1 slot=*", "4")]
    [InlineData("adapter=0", "1 2 3")]
    [InlineData("enclosure=*", "")]
    public void Rows_are_removed_by_lists_and_by_a_star_for_any(string which, string left)
    {
        _stack.Type("add storage controller enclosure=1 slot=1,2,3 raidlevel=5 arrayid=1");
        _stack.Type("add storage controller adapter=0 slot=4 raidlevel=0 arrayid=2");
        _stack.Type("remove storage controller " + which);
        Assert.Equal(left, string.Join(' ', _stack.Do("list", "storage", "controller").Rows.Select(row => row[3])));
    }

    [Fact]
    public void All_faults_of_a_file_are_told_with_their_places_and_nothing_is_loaded()
    {
        _stack.Files = ImmutableDictionary<string, string>.Empty.Add(
            "c.csv", "NAME,SLOT,RAIDLEVEL,ARRAYID,ADAPTER\nnobody,0,0,1,\nbackend,0,3,1,\n,0,0,2,\n,1,0,3,two\n");
        Assert.Equal("c.csv has 4 faults; nothing of it was loaded", _stack.Refused("load", "storage", "controller", "file=c.csv"));
        Assert.Equal(
            ["c.csv:2:1:", "c.csv:3:11:", "c.csv:4:2:", "c.csv:5:8:"],
            _stack.Running!.Faults.Select(fault => fault[..fault.IndexOf(' ', StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
        Assert.Empty(_stack.Do("list", "storage", "controller").Rows);
    }

    [Fact]
    public void Disks_are_added_and_removed_at_every_scope()
    {
        _stack.Do("add", "appliance", "storage", "controller", "backend", "arrayid=1", "raidlevel=5", "slot=0,1,2", "hotspare=3");
        _stack.Do("add", "host", "storage", "controller", "backend-0-0", "arrayid=*", "raidlevel=0", "slot=*");
        Assert.Equal(
            [["backend", "", "", "0", "5", "1", ""], ["backend", "", "", "1", "5", "1", ""], ["backend", "", "", "2", "5", "1", ""],
                ["backend", "", "", "3", "hotspare", "1", ""], ["backend-0-0", "", "", "*", "0", "*", ""]],
            _stack.Do("list", "storage", "controller").Rows);
        _stack.Do("remove", "appliance", "storage", "controller", "backend", "slot=3");
        Assert.Equal(3, _stack.Do("list", "host", "storage", "controller", "backend-0-1").Rows.Count);
        Assert.Contains("no such row", _stack.Refused("remove", "storage", "controller", "slot=*"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4", true)]
    [InlineData("0", true)]
    [InlineData("*", false)]
    [InlineData("007", false)]
    [InlineData("99999999999", false)]
    public void Slots_are_numbers_to_programs_where_they_are_numbers(string slot, bool isNumber) =>
        Assert.Equal((isNumber ? CellKind.Number : CellKind.Text, slot), (Cell.NumberOr(slot).Kind, Cell.NumberOr(slot).ToString()));

    [Theory]
    [InlineData("add storage controller arrayid=1 raidlevel=7 slot=0", "no controller makes RAID level \"7\"")]
    [InlineData("add storage controller arrayid=1 raidlevel=0 slot=0,0", "slot 0 is there twice")]
    [InlineData("set attr attr=storage.controllers value=nonsense", "enclosure \"nonsense\" is no number")]
    [InlineData("set attr attr=storage.partitions value=nonsense", "row 1: ")]
    [InlineData("set attr attr=boot_device value=sd;a", "a character that no name of a disk has")]
    [InlineData("set attr attr=route.10.9.0.1.16 value=10.1.0.1", "no bits of the address beyond the prefix")]
    [InlineData("set attr attr=storage.program value=/usr/bin/storcli", "the path of a program in a cart or a pallet")]
    public void A_row_that_cannot_be_is_refused_at_once(string line, string why) =>
        Assert.Contains(why, _stack.Refused(line.Split(' ')), StringComparison.Ordinal);

    [Theory]
    [InlineData("remove storage controller adapter=one", "\"adapter\" parameter must be an integer, 0 or more, or *")]
    [InlineData("add storage controller arrayid=1 raidlevel=0", "\"slot\" or \"hotspare\" parameter is required")]
    [InlineData("remove storage controller", "parameter is required")]
    public void A_line_without_what_it_needs_is_not_understood(string line, string why) =>
        Assert.Contains(why, _stack.NotUnderstood(line.Split(' ')), StringComparison.Ordinal);

    private void Load(string text)
    {
        _stack.Files = ImmutableDictionary<string, string>.Empty.Add("c.csv", text);
        _stack.Do("load", "storage", "controller", "file=c.csv");
    }
}
