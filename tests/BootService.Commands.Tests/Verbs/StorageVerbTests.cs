using System.Collections.Immutable;
using BootService.Commands.Tests.Support;
using BootService.Core.Disks;

namespace BootService.Commands.Tests.Verbs;

public sealed class StorageVerbTests : IDisposable
{
    private const string Sheet = """
        NAME,DEVICE,MOUNTPOINT,SIZE,TYPE,OPTIONS,PARTID
        global,smallest,/boot,512,ext4,,1
        ,smallest,/,0,xfs,,2
        backend,sda,/,20000,xfs,,
        backend,sda,swap,recommended,,,
        ,sda,/data,0,xfs,"preserve --fsoptions=noatime,nodev",
        o:redhat,first,/,0,,,

        """;

    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void A_spreadsheet_is_loaded_and_given_back_and_the_narrowest_table_counts_whole()
    {
        Load(Sheet);
        var back = _stack.Do("report", "storage", "partition").Messages.Single() + "\n";
        Assert.Equal(
            "name,device,mountpoint,size,type,options,partid\nglobal,smallest,/boot,512,ext4,,1\nglobal,smallest,/,0,xfs,,2\no:redhat,first,/,0,,,\nbackend,"
                + "sda,/,20000,xfs,,\n"
            + "backend,sda,swap,recommended,,,\nbackend,sda,/data,0,xfs,\"preserve --fsoptions=noatime,nodev\",\n",
            back);
        Load(back);
        Assert.Equal(back, _stack.Do("dump", "storage", "partition").Messages.Single() + "\n");
        var own = _stack.Do("report", "storage", "partition", "backend-0-0").Messages.Single().Split('\n');
        Assert.Equal(["backend-0-0,sda,/,20000,xfs,,", "backend-0-0,sda,swap,recommended,,,"], own[1..3]);
        var table = DiskPlan.Of(name => _stack.Inventory.AttributesOf(_stack.Inventory.HostsInOrder().First()).Text(name)).Table;
        Assert.True(table.Rows.Length == 3 && table.Rows[2].IsPreserved);
    }

    [Fact]
    public void All_faults_of_a_file_are_told_with_their_places_and_nothing_is_loaded()
    {
        _stack.Files = ImmutableDictionary<string,
            string>.Empty.Add("p.csv", "NAME,DEVICE,MOUNTPOINT,SIZE,TYPE\nnobody,sda,/,0,xfs\nbackend,sda,/data,many,xfs\n,sda,/data,1,nofs\n");
        Assert.Equal("p.csv has 5 faults; nothing of it was loaded", _stack.Refused("load", "storage", "partition", "file=p.csv"));
        Assert.Equal(
            ["2:1: \"nobody\" is no host", "3:19: size \"many\"", "4:14: nobody makes a file system nofs", "4:6: /data is there twice",
                "4:6: the table has no row for /"],
            _stack.Running!.Faults.Select(fault => fault["p.csv:".Length..]).Select(fault => Short(fault)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_partition_without_a_size_does_not_take_the_rest_of_the_disk()
    {
        _stack.Files = ImmutableDictionary<string, string>.Empty.Add("p.csv", "NAME,DEVICE,MOUNTPOINT,SIZE,TYPE\nglobal,sda,/,,xfs\n");
        var refused = _stack.Refused("load", "storage", "partition", "file=p.csv");
        Assert.Contains("p.csv:2:14: there is no size: a number of MB", string.Join('\n', [refused, .. _stack.Running!.Faults]), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_are_added_and_removed_at_every_scope()
    {
        _stack.Do("add", "storage", "partition", "device=smallest", "mountpoint=/", "size=0");
        _stack.Do("add", "host", "storage", "partition", "backend-0-[0-1]", "device=sda", "mountpoint=/", "size=8000", "type=xfs");
        _stack.Do("add", "host", "storage", "partition", "backend-0-0", "device=sda", "mountpoint=/data", "size=0", "type=xfs", "options=preserve", "partid=2");
        Assert.Equal(
            [["global", "smallest", "", "/", "0", "", ""], ["backend-0-0", "sda", "", "/", "8000", "xfs", ""],
                ["backend-0-0", "sda", "2", "/data", "0", "xfs", "preserve"], ["backend-0-1", "sda", "", "/", "8000", "xfs", ""]],
            _stack.Do("list", "storage", "partition").Rows);
        Assert.Equal(2, _stack.Do("list", "host", "storage", "partition", "backend-0-0").Rows.Count);
        _stack.Do("remove", "host", "storage", "partition", "backend-0-0", "mountpoint=/data");
        _stack.Type("remove storage partition device=* mountpoint=*");
        Assert.Equal(2, _stack.Do("list", "storage", "partition").Rows.Count);
        Assert.Contains("no such row", _stack.Refused("remove", "storage", "partition", "device=sda"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("add storage partition device=sda mountpoint=/ size=0 type=nofs", "nobody makes a file system")]
    [InlineData("add appliance storage partition backend device=sda;reboot mountpoint=/ size=0", "no name of a disk has")]
    public void A_row_that_cannot_be_is_refused_at_once(string line, string why) =>
        Assert.Contains(why, _stack.Refused(line.Split(' ')), StringComparison.Ordinal);

    [Theory]
    [InlineData("add storage partition backend device=sda size=0", "has no place here")]
    [InlineData("add host storage partition device=sda size=0", "argument is required")]
    [InlineData("remove storage partition", "parameter is required")]
    public void A_line_without_its_scope_is_not_understood(string line, string why) =>
        Assert.Contains(why, _stack.NotUnderstood(line.Split(' ')), StringComparison.Ordinal);

    private void Load(string text)
    {
        _stack.Files = ImmutableDictionary<string, string>.Empty.Add("p.csv", text);
        _stack.Do("load", "storage", "partition", "file=p.csv");
    }

    private static string Short(string fault) => new[] { " is no host", "\"many\"", "there twice", "nofs", "row for /" }
        .Select(end => fault.IndexOf(end, StringComparison.Ordinal) is var at and >= 0 ? fault[..(at + end.Length)] : null).First(text => text is not null)!;
}
