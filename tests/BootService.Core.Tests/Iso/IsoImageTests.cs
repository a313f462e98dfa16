using BootService.Core.Iso;
using Xunit;

namespace BootService.Core.Tests.Iso;

public sealed class IsoImageTests : IDisposable
{
    private readonly Discs _discs = new();

    public void Dispose() => _discs.Dispose();

    [Theory]
    [InlineData("-R")]
    [InlineData("-r -J -joliet-long")]
    [InlineData("-R -V LABEL -iso-level 3")]
    [InlineData("-J -joliet-long")]
    [InlineData("-l -allow-lowercase -allow-multidot")]
    public void What_bsdtar_takes_out_is_what_is_read(string options)
    {
        var rockRidge = options.Contains("-R", StringComparison.Ordinal) || options.Contains("-r", StringComparison.Ordinal);
        var tree = _discs.Tree();
        if (!rockRidge)
        {
            Directory.Delete(Path.Combine(tree, "a"), recursive: true);
            File.Delete(Path.Combine(tree, "link"));
            File.Delete(Path.Combine(tree, "far"));
            File.Delete(Path.Combine(tree, new string('n', 240)));
        }

        var image = rockRidge ? _discs.Make(tree, options.Split(' ')) : _discs.MakeWithout(tree, options.Split(' '));
        var taken = Directory.CreateDirectory(Path.Combine(_discs.Folder, "taken")).FullName;
        Discs.Run("bsdtar", ["-xpf", image, "-C", taken]);
        var bytes = File.ReadAllBytes(image);
        var read = Discs.Good(bytes).Entries;

        var expected = new DirectoryInfo(taken).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .ToDictionary(entry => Path.GetRelativePath(taken, entry.FullName), StringComparer.Ordinal);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), read.Select(entry => entry.Path).Order(StringComparer.Ordinal));
        Assert.True(expected.Count > 100);
        foreach (var entry in read)
        {
            Compare(entry, expected[entry.Path], bytes, rockRidge);
            // libarchive loses a slash where a target goes on in the next field: the tree itself is asked.
            Assert.Equal(rockRidge ? new FileInfo(Path.Combine(tree, entry.Path)).LinkTarget : null, entry.Target);
        }
    }

    [Fact]
    public void Folders_that_were_moved_to_the_top_are_found_where_they_belong()
    {
        var image = Path.Combine(_discs.Folder, "deep.iso");
        var tree = _discs.Tree();
        File.Delete(Path.Combine(tree, "far")); // genisoimage writes a wrong length for a target of several fields
        Discs.Run("genisoimage", ["-quiet", "-R", "-o", image, tree]);
        var read = Discs.Good(File.ReadAllBytes(image));
        Assert.Contains(read.Entries, entry => entry is { Path: "a/b/c/d/e/f/g/h/i/deep/file", Length: 4 });
        Assert.Single(read.Entries, entry => entry.Path.EndsWith("/deep", StringComparison.Ordinal));
        Assert.DoesNotContain(read.Entries, entry => entry.Path.StartsWith("rr_moved", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_label_is_the_volume_s() =>
        Assert.Equal("CentOS_6.6_Final", Discs.Good(File.ReadAllBytes(_discs.Make(_discs.Tree(), "-R", "-V", "CentOS_6.6_Final"))).Label);

    [Fact]
    public void A_folder_comes_before_what_is_in_it()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { "" };
        foreach (var entry in Discs.Good(File.ReadAllBytes(_discs.Make(_discs.Tree(), "-R"))).Entries)
        {
            Assert.Contains(Path.GetDirectoryName(entry.Path)!, seen);
            seen.Add(entry.Path);
        }
    }

    [Fact]
    public void A_file_of_more_than_four_gigabytes_is_one_file()
    {
        var tree = Directory.CreateDirectory(Path.Combine(_discs.Folder, "big")).FullName;
        const long Size = (5L << 30) + 7;
        using (var file = File.OpenHandle(Path.Combine(tree, "squashfs.img"), FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.SetLength(file, Size);
            RandomAccess.Write(file, "the end"u8, Size - 7);
        }

        // Only the names are kept: what xorriso writes after them goes by.
        var head = Path.Combine(_discs.Folder, "head");
        Discs.Run("bash", ["-c", $"xorriso -as mkisofs -quiet -R -iso-level 3 -o - '{tree}' 2>/dev/null | head -c 1M >'{head}'; cat >/dev/null || true"]);
        var bytes = File.ReadAllBytes(head);
        Assert.Null(IsoImage.TryRead(
            (offset, into) =>
            {
                bytes.AsSpan((int)offset, into.Length).CopyTo(into);
                return into.Length;
            },
            Size + (2 << 20),
            out var image));
        var entry = Assert.Single(image!.Entries);
        Assert.Equal(Size, entry.Length);
    }

    private static void Compare(IsoEntry entry, FileSystemInfo expected, byte[] bytes, bool withModes)
    {
        if (expected.LinkTarget is not null)
        {
            Assert.Equal(IsoKind.Link, entry.Kind);
            return;
        }

        Assert.Equal(withModes ? (int)expected.UnixFileMode : null, entry.Mode);
        Assert.Equal(expected.LastWriteTimeUtc, entry.Modified!.Value.UtcDateTime, TimeSpan.FromSeconds(1));
        if (expected is FileInfo file)
        {
            Assert.Equal(IsoKind.File, entry.Kind);
            Assert.True(bytes.AsSpan((int)entry.Offset, (int)entry.Length).SequenceEqual(File.ReadAllBytes(file.FullName)), entry.Path);
        }
        else
        {
            Assert.Equal(IsoKind.Folder, entry.Kind);
        }
    }
}
