using BootService.Core;
using BootService.Media;
using BootService.Media.Archives;

namespace BootService.Commands.Tests.Archives;

/// <summary>Archives of files come back to the octet, and what is not whole is told before anything is put in place.</summary>
public sealed class ArchiveTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bootservice-archive-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Archive => At("made.tar");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Files_folders_and_links_come_back_with_their_rights_and_times()
    {
        Make("from/pallets/CentOS/vmlinuz", new string('k', 300_000), executable: true);
        Make("from/pallets/CentOS/" + new string('n', 180), "a long name");
        Make("from/empty", "");
        Directory.CreateDirectory(At("from/hollow"));
        File.CreateSymbolicLink(At("from/pallets/.image"), "/srv/disc.iso");
        Make("from/pallets/.incoming-1/half", "half");
        var made = await MakeAsync();
        Assert.Equal(3, made.Files);
        Assert.True(ArchiveReader.IsArchive(Archive));

        var placed = new PlacedFiles();
        await ExtractAsync(placed);
        Assert.Equal((4, 0), (placed.Placed, placed.Aside.Count));
        Assert.Equal(new string('k', 300_000), Text("to/pallets/CentOS/vmlinuz"));
        Assert.Equal(File.GetUnixFileMode(At("from/pallets/CentOS/vmlinuz")), File.GetUnixFileMode(At("to/pallets/CentOS/vmlinuz")));
        Assert.Equal("a long name", Text("to/pallets/CentOS/" + new string('n', 180)));
        Assert.Equal("/srv/disc.iso", new FileInfo(At("to/pallets/.image")).LinkTarget);
        Assert.True(Directory.Exists(At("to/hollow")));
        Assert.False(Directory.Exists(At("to/pallets/.incoming-1")));
    }

    [Fact]
    public async Task What_is_the_same_stays_and_what_is_another_lies_aside()
    {
        Make("from/same", "same");
        Make("from/other", "new");
        await MakeAsync();
        Make("to/same", "same");
        Make("to/other", "old");
        var before = File.GetLastWriteTimeUtc(At("to/same"));
        var placed = new PlacedFiles();
        await ExtractAsync(placed);
        Assert.Equal(1, placed.Placed);
        Assert.Equal([At("to/other.replaced-1")], placed.Aside);
        Assert.Equal(("new", "old"), (Text("to/other"), Text("to/other.replaced-1")));
        Assert.Equal(before, File.GetLastWriteTimeUtc(At("to/same")));
        Assert.DoesNotContain(Directory.EnumerateFiles(At("to")), path => path.EndsWith(".restoring", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("n", 255)]
    [InlineData("ü", 127)]
    [InlineData("\U0001f600", 63)]
    public async Task A_name_as_long_as_names_can_be_comes_back_and_lies_aside_too(string sign, int times)
    {
        var name = string.Concat(Enumerable.Repeat(sign, times));
        Make("from/" + name, "new");
        await MakeAsync();
        Make("to/" + name, "old");
        var placed = new PlacedFiles();
        await ExtractAsync(placed);
        Assert.Equal("new", Text("to/" + name));
        Assert.Equal("old", File.ReadAllText(Assert.Single(placed.Aside)));
        Assert.Equal(2, Directory.EnumerateFiles(At("to")).Count());
    }

    [Fact]
    public async Task An_archive_that_is_cut_off_anywhere_is_told()
    {
        Make("from/one", new string('1', 3_000));
        Make("from/two", new string('2', 3_000));
        await MakeAsync();
        var whole = await File.ReadAllBytesAsync(Archive, Cancel);

        // The two empty blocks at its end are padding; whatever stands before them is content.
        var content = whole.AsSpan().TrimEnd((byte)0).Length;
        for (var length = 0; length < content; length += 700)
        {
            await File.WriteAllBytesAsync(Archive, whole[..length], Cancel);
            var refused = await Assert.ThrowsAsync<RefusedException>(CheckAsync);
            Assert.EndsWith(": take another backup", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_octet_that_changed_is_told_with_its_file()
    {
        Make("from/one", new string('1', 3_000));
        await MakeAsync();
        var whole = await File.ReadAllBytesAsync(Archive, Cancel);
        whole[whole.AsSpan().IndexOf("1111"u8) + 1000] = (byte)'x';
        await File.WriteAllBytesAsync(Archive, whole, Cancel);
        Assert.Contains("export/one in it is not what was written", (await Assert.ThrowsAsync<RefusedException>(CheckAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_leads_out_of_its_folder_is_refused()
    {
        await using (var file = File.Create(Archive))
        await using (var archive = new System.Formats.Tar.TarWriter(file))
        {
            await archive.WriteEntryAsync(
                new System.Formats.Tar.PaxTarEntry(System.Formats.Tar.TarEntryType.SymbolicLink, "export/way") { LinkName = _folder }, Cancel);
            await archive.WriteEntryAsync(
                new System.Formats.Tar.PaxTarEntry(System.Formats.Tar.TarEntryType.RegularFile, "export/way/out") { DataStream = new MemoryStream([1]) },
                Cancel);
        }

        foreach (var read in new Func<Task>[] { CheckAsync, () => ExtractAsync(new PlacedFiles()) })
        {
            Assert.Contains("leads out of its folder", (await Assert.ThrowsAsync<RefusedException>(read)).Message, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(At("out")));
    }

    private async Task<ArchiveContent> MakeAsync()
    {
        await using (var file = File.Create(Archive))
        {
            await new ArchiveWriter(new Quiet()).WriteAsync(file, ArchivePlan.Of([new ArchivePart("export", At("from")), new("gone", At("gone"))]), Cancel);
        }

        return await CheckAsync();
    }

    private Task<ArchiveContent> CheckAsync() => new ArchiveReader(Archive).CheckAsync(report: null, Cancel);

    private Task ExtractAsync(PlacedFiles placed) => new ArchiveReader(Archive).ExtractAsync(
        name => name.StartsWith("export/", StringComparison.Ordinal) ? At("to/" + name["export/".Length..]) : null, placed, Cancel);

    private void Make(string name, string text, bool executable = false)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
        if (executable)
        {
            File.SetUnixFileMode(At(name), UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead);
        }
    }

    private string At(string name) => Path.Combine(_folder, name);

    private string Text(string name) => File.ReadAllText(At(name));

    private sealed class Quiet : IWorkReport
    {
        public ValueTask ProgressAsync(string text, long done, long total) => default;

        public void Message(string text)
        {
        }

        public void Fault(string sentence)
        {
        }
    }
}
