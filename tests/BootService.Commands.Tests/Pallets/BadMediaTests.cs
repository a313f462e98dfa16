using BootService.Commands.Tests.Support;
using BootService.Core;
using BootService.Media.Discs;
using BootService.Media.Pallets;

namespace BootService.Commands.Tests.Pallets;

/// <summary>Media that lie: nothing of them is ever seen, and the sentence says what to do.</summary>
public sealed class BadMediaTests : IDisposable
{
    private readonly Bench _stack = new(nodes: false);

    public void Dispose() => _stack.Dispose();

    [Theory]
    [InlineData("repodata/repomd.xml", "dvd.iso is damaged: its repodata/repomd.xml is no XML")]
    [InlineData("repodata/*-primary.xml.gz", "that repodata/repomd.xml states; download it again")]
    public void Metadata_that_are_broken_are_said_to_be(string file, string sentence)
    {
        var medium = WithPackage();
        var (folder, pattern) = (Path.Combine(medium, Path.GetDirectoryName(file)!), Path.GetFileName(file));
        File.WriteAllText(Directory.EnumerateFiles(folder, pattern).Single(), "rubbish");
        Assert.EndsWith(sentence, _stack.Refused("add", "pallet", TestMedia.Iso(medium)), StringComparison.Ordinal);
        Assert.Empty(Left());
    }

    [Fact]
    public void Metadata_that_speak_of_packages_that_are_not_there_are_made_anew()
    {
        var medium = WithPackage();
        TestMedia.Rpm(Path.Combine(medium, "Packages"), "gone");
        TestMedia.Repository(medium);
        File.Delete(Path.Combine(medium, "Packages/gone-1.0-1.noarch.rpm"));
        _stack.Do("add", "pallet", TestMedia.Iso(medium));
        Assert.Equal(["Packages/first-1.0-1.noarch.rpm"], TestMedia.Listed(Path.Combine(_stack.Pallets, "CentOS/6.6/redhat/x86_64")));
    }

    [Fact]
    public void A_disc_whose_second_pallet_cannot_be_placed_changes_nothing_of_its_first()
    {
        Roll("disc/alpha/1.0/redhat/x86_64", "alpha", "old");
        _stack.Type("add pallet disc");
        Roll("disc/alpha/1.0/redhat/x86_64", "alpha", "new");
        Roll("disc/beta/1.0/redhat/x86_64", "beta", "new");
        File.WriteAllText(Path.Combine(_stack.Pallets, "beta"), "in the way");
        Assert.StartsWith("nothing was added: ", _stack.Refused("add", "pallet", "disc"), StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(Path.Combine(_stack.Pallets, "alpha/1.0/redhat/x86_64/text")));
        Assert.Equal(["alpha", "beta"], Left());
    }

    [Fact]
    public async Task Damage_anywhere_ends_in_a_sentence_or_a_whole_pallet_and_touches_nothing_else()
    {
        var medium = TestMedia.Os(_stack, "dvd", "CentOS", "6.6");
        Directory.CreateDirectory(Path.Combine(medium, "a/b/c"));
        File.WriteAllText(Path.Combine(medium, "a/b/c/file"), "x");
        File.CreateSymbolicLink(Path.Combine(medium, "a/link"), "b/c/file");
        var image = TestMedia.Iso(medium);
        var good = File.ReadAllBytes(image);
        var import = new PalletImport(new PalletFolder(_stack.Pallets), TimeProvider.System);
        Directory.CreateDirectory(_stack.Pallets);
        var outside = Outside();
        var random = new Random(20141024);
        var refused = 0;
        for (var round = 0; round < 100; round++)
        {
            // Descriptors and directories lie in the first blocks behind the system area, which means nothing.
            var bytes = (byte[])good.Clone();
            for (var hits = random.Next(1, 6); hits > 0; hits--)
            {
                bytes[random.Next(0x8000, Math.Min(bytes.Length, 0x8000 + (40 * 2048)))] = (byte)random.Next(256);
            }

            File.WriteAllBytes(image, bytes);
            try
            {
                var added = await import.ImportAsync(new IncomingMedia([image]) { Clean = true }, (_, _, _) => default, TestContext.Current.CancellationToken);
                import.Settle(added.Select(pallet => pallet.Key));
            }
            catch (RefusedException sentence)
            {
                refused++;
                Assert.DoesNotContain('\n', sentence.Message);
            }

            Assert.DoesNotContain(Left(), name => name!.StartsWith('.'));
            Assert.Equal(outside, Outside());
        }

        Assert.InRange(refused, 1, 99);
    }

    private string WithPackage()
    {
        var medium = TestMedia.Os(_stack, "dvd", "CentOS", "6.6");
        TestMedia.Rpm(Path.Combine(medium, "Packages"), "first");
        TestMedia.Repository(medium);
        return medium;
    }

    private void Roll(string folder, string name, string text)
    {
        var root = Directory.CreateDirectory(Path.Combine(_stack.Folder, folder)).FullName;
        File.WriteAllText(Path.Combine(root, $"roll-{name}.xml"), RollFile.Write(name, "1.0", "0", "x86_64", _stack.Time.GetUtcNow()));
        File.WriteAllText(Path.Combine(root, "text"), text);
    }

    private string?[] Left() =>
        Directory.Exists(_stack.Pallets)
            ? [.. Directory.EnumerateFileSystemEntries(_stack.Pallets).Select(Path.GetFileName).Order(StringComparer.Ordinal)]
            : [];

    private string[] Outside() =>
    [
        .. Directory.EnumerateFileSystemEntries(_stack.Folder, "*", SearchOption.AllDirectories)
            .Where(path => !path.StartsWith(_stack.Pallets, StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];
}
