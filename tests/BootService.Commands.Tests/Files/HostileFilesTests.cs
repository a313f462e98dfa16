using System.Diagnostics;
using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Files;

/// <summary>Spreadsheets that nobody meant: one sentence, nothing changed, and no more time and memory than the file is worth.</summary>
public sealed class HostileFilesTests : IDisposable
{
    private const int Many = 100_000;

    private const string Partitions = "NAME,DEVICE,MOUNTPOINT,SIZE,TYPE,OPTIONS\n";

    private readonly Bench _stack = new(nodes: false);

    public static TheoryData<string, string, string> Files => new()
    {
        { "hostfile", "name,ip\n" + string.Concat(Enumerable.Range(0, Many).Select(at => $"n_{at},x\n")), $"f has {Many} faults; nothing of it was loaded" },
        { "attrfile", "target,a\n" + string.Concat(Enumerable.Range(0, Many).Select(at => $"n{at},x\n")), $"f has {Many} faults; nothing of it was loaded" },
        { "hostfile", "name," + string.Join(',', Enumerable.Range(0, 50_000).Select(at => $"c{at}")) + "\nbackend-0-0\n",
            "f:1:23466: the header has 50001 columns, and 4096 are the most" },
        { "attrfile", "target," + string.Join(',', Enumerable.Range(0, 50_000).Select(at => $"c{at}")) + "\nglobal,1\n",
            "f:1:23468: the header has 50001 columns, and 4096 are the most" },
        { "hostfile", "name,comment\nbackend-0-0," + new string('x', 1 << 20) + "\n", "f:2:13: the comment has 1048576 characters, and 10000 are the most" },
        { "hostfile", "name\n" + new string('x', 1 << 20) + "\n", "f:2:1: \"xxxx" },
        { "attrfile", "target,a\nglobal," + new string('x', (1 << 20) + 1) + "\n", "f:2:8: the value of attr \"a\" is longer than 1048576 characters" },
        { "hostfile", "name,comment\n=cmd|' /C calc'!A0,x\n", "f:2:1: \"=cmd|' /C calc'!A0\" is not a host name" },
        { "hostfile", "Rechner;Gestell\nbackend-0-0;1\n", "f:1:1: the first row must name the columns, such as name" },
        { "hostfile", "name,rack\nbackend-0-0,1\nbackend-0-0,2\n", "f:3:13: host backend-0-0 has rack \"2\" here and \"1\" in line 2" },
        { "hostfile", "name,comment\nbackend-0-0,\"" + new string('\n', 100_000), "f has 2 faults; nothing of it was loaded" },
        { "hostfile", string.Empty, "f:1:1: the file is empty" },
        { "hostfile", "name,appliance,rack,rank\n" + string.Concat(Enumerable.Range(0, Many).Select(at => $"n{at},nosuch,0,{at}\n")),
            $"f has {Many} faults; nothing of it was loaded" },
        { "hostfile", "name,ip,network\n" + string.Concat(Enumerable.Range(0, Many).Select(at => $"backend-0-{at},10.9.0.1,private\n")),
            $"f has {Many} faults; nothing of it was loaded" },
        { "attrfile", "target,nukedisks\n" + string.Concat(Enumerable.Range(0, Many).Select(at => $"o:s{at},perhaps\n")),
            $"f has {Many} faults; nothing of it was loaded" },
        { "storage partition", Partitions + string.Concat(Enumerable.Range(0, Many).Select(at => $"n{at},sda,/,1,xfs,\n")),
            $"f has {Many} faults; nothing of it was loaded" },
        { "storage partition", Partitions + string.Concat(Enumerable.Range(0, Many).Select(at => $"global,sda,/d{at},1,xfs,\n")),
            $"f has 2 faults; nothing of it was loaded" },
        { "storage partition", Partitions + "global,sda,/," + new string('9', 1 << 20) + ",xfs,\n", "f:2:14: the cell has 1048576 characters, and 1000 are" },
        { "storage partition", Partitions.Replace("TYPE", new string('T', 1 << 20), StringComparison.Ordinal) + "global,sda,/,1,xfs,\n", "f:1:29: unknown" },
        { "hostfile", "Rack 7 of the old hall,,,\n\nas of May,,,\nname,appliance,rack,rank\nn1,backend,0,1\n", "f:1:1: the first row must name the columns" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void It_is_refused_in_a_sentence(string kind, string text, string sentence)
    {
        var before = _stack.Inventory;
        _stack.Files = _stack.Files.SetItem("f", text);
        var (allocated, started) = (GC.GetTotalAllocatedBytes(), Stopwatch.GetTimestamp());

        var (end, output) = _stack.Try([.. $"load {kind} file=f".Split(' ')]);

        Assert.Equal(1, end.Exit);
        Assert.StartsWith(sentence, end.Sentence, StringComparison.Ordinal);
        Assert.InRange(end.Sentence!.Length, 1, 500);
        Assert.InRange(output.Faults.Count, 0, 50);
        Assert.All(output.Faults, fault => Assert.InRange(fault.Length, 1, 500));
        Assert.Same(before, _stack.Inventory);
        Assert.InRange(GC.GetTotalAllocatedBytes() - allocated, 0, 1L << 30);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 30);
    }

    public void Dispose() => _stack.Dispose();
}
