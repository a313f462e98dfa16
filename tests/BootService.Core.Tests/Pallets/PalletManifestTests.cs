using System.Text;
using BootService.Core.Pallets;
using Xunit;

namespace BootService.Core.Tests.Pallets;

/// <summary>The list of a pallet's files, which frontends hold each other's files to.</summary>
public sealed class PalletManifestTests
{
    private static readonly string Digest = new('a', 64);

    [Fact]
    public void A_list_comes_back_as_it_was_whatever_its_names_are()
    {
        var manifest = new PalletManifest(
            "CentOS/6.6/redhat/x86_64",
            [
                new PalletFile(".treeinfo", 5, Digest), new PalletFile("Packages/a b\n%20.rpm", 1L << 40, Digest),
                new PalletFile("Packages/\u00fc", 0, string.Empty, "../else where"),
            ]);

        var written = manifest.Write();
        var read = PalletManifest.Parse(written);

        Assert.Equal((manifest.Folder, manifest.Octets), (read!.Folder, read.Octets));
        Assert.Equal(manifest.Files, read.Files);
        Assert.Equal(written, (manifest with { Files = [.. manifest.Files.Reverse()] }).Write());
    }

    [Theory]
    [InlineData("")]
    [InlineData("bootservice pallet 2 a/b/c/d\n")]
    [InlineData("bootservice pallet 1 a/b/c/d\naaaa 5 x\n")]
    [InlineData("bootservice pallet 1 a/b/c/d\n> x ../up\n")]
    [InlineData("bootservice pallet 1 a/b/c/d\n> x a/%2E%2E/%2E%2E/up\n")]
    [InlineData("bootservice pallet 1 a/b/c/d\n> x /etc/passwd\n")]
    [InlineData("bootservice pallet 1 a/b/c/d\n> x a%00b\n")]
    [InlineData("bootservice pallet 1 a/b/c/d\n> x y")]
    public void What_is_no_list_or_leads_out_of_the_pallet_is_none(string text) => Assert.Null(PalletManifest.Parse(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData("-1")]
    [InlineData("1e3")]
    [InlineData("99999999999999999999")]
    public void A_size_is_a_number(string size) =>
        Assert.Null(PalletManifest.Parse(Encoding.ASCII.GetBytes($"bootservice pallet 1 a/b/c/d\n{Digest} {size} x\n")));

    [Fact]
    public void How_much_of_a_pallet_is_somewhere_is_found_by_its_digest()
    {
        var words = PalletsThere.Write([(Digest, 43), (new string('b', 64), 100)]);
        Assert.Equal(43, PalletsThere.PercentOf(words, Digest));
        Assert.Equal(100, PalletsThere.PercentOf(words, new string('b', 64)));
        Assert.Null(PalletsThere.PercentOf(words, new string('c', 64)));
        Assert.Null(PalletsThere.PercentOf(words, string.Empty));
        Assert.Null(PalletsThere.PercentOf(string.Empty, Digest));
    }
}
