using System.Text;
using System.Xml;
using BootService.Core.Packages;
using BootService.Core.Repositories;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Repositories;

/// <summary>Indexes, lists of mirrors, names of files and words of .repo files.</summary>
public class RepositoryPartsTests
{
    private const string Index =
        """
        <repomd xmlns="http://linux.duke.edu/metadata/repo">
          <revision>1</revision>
          <data type="primary"><checksum type="sha256">AB</checksum><open-checksum type="sha256">CD</open-checksum><location href="repodata/a.xml.gz"/></data>
          <data type="group"><location href="repodata/comps.xml"/></data>
          <data type="broken"><checksum type="sha256">AB</checksum></data>
          <data type="modules"><checksum type="crc32">AB</checksum><location href="repodata/m.yaml.zst"/></data>
        </repomd>
        """;

    private const string Link =
        """
        <metalink version="3.0" xmlns="http://www.metalinker.org/" xmlns:mm0="http://fedorahosted.org/mirrormanager"><files>
          <file name="other.xml"><verification><hash type="sha256">bad</hash></verification>
            <resources><url preference="100">https://wrong/repodata/repomd.xml</url></resources></file>
          <file name="repomd.xml"><size>9</size>
            <verification><hash type="md5">m</hash><hash type="sha512">NEW</hash><hash type="sha1">s</hash></verification>
            <mm0:alternates><mm0:alternate><verification><hash type="sha256">old</hash></verification></mm0:alternate></mm0:alternates>
            <resources>
              <url protocol="https" preference="90">https://second/f/repodata/repomd.xml</url>
              <url protocol="rsync" preference="100">rsync://x/f/repodata/repomd.xml</url>
              <url preference="100"> https://first/f/repodata/repomd.xml </url>
              <url preference="x">http://last/repodata/repomd.xml</url>
              <url preference="99">https://user:password@secret/repodata/repomd.xml</url>
              <url preference="99">https://elsewhere/index.html</url>
              <url preference="1">https://first/f/repodata/repomd.xml</url>
              <url preference="80">not an address</url>
            </resources></file>
        </files></metalink>
        """;

    [Fact]
    public void Parts_without_a_place_are_none_and_sums_of_unknown_kinds_are_not_said() =>
        Assert.Equal(
            [
                new("primary", "repodata/a.xml.gz", new Checksum("sha256", "ab")), new("group", "repodata/comps.xml", null),
                new RepositoryPart("modules", "repodata/m.yaml.zst", null),
            ],
            RepositoryIndex.ReadParts(Bytes(Index)));

    [Fact]
    public void A_list_of_mirrors_gives_the_preferred_first_and_the_strongest_sum()
    {
        var link = Metalink.Read(Link);
        Assert.Equal(["https://first/f/", "https://second/f/", "http://last/"], link.Folders);
        Assert.Equal([new("sha512", "new"), new Checksum("sha256", "old")], link.Indexes);
        Assert.True(Metalink.IsOne(Link));
        Assert.False(Metalink.IsOne("https://first/f/\n"));
        Assert.False(Metalink.IsOne(""));
    }

    [Fact]
    public void Foreign_XML_that_is_cut_or_changed_anywhere_is_read_or_refused_as_XML() =>
        Gen.Select(Choice.Among(Index, Link), Gen.Int[0, 2000], Gen.Int[0, 40], Gen.Char['\t', '\u007f']).Sample(
            (text, at, length, letter) =>
            {
                at %= text.Length;
                var changed = text[..at] + new string(letter, length % 7) + text[Math.Min(text.Length, at + length)..];
                try
                {
                    _ = (RepositoryIndex.ReadParts(Bytes(changed)), Metalink.Read(changed), RepositoryIndex.ReadPackages(Bytes(changed)).Count());
                    new PackageIndexBuilder().AddPackages(Bytes(changed));
                    new PackageIndexBuilder().AddGroups(Bytes(changed));
                }
                catch (Exception fault) when (fault is XmlException or InvalidDataException)
                {
                    Assert.NotEmpty(fault.Message);
                }
            },
            iter: 3000);

    [Theory]
    [InlineData("<!DOCTYPE repomd [<!ENTITY a \"b\">]><repomd>&a;</repomd>")]
    [InlineData("<!DOCTYPE repomd SYSTEM \"file:///etc/passwd\"><repomd/>")]
    public void A_document_type_is_no_metadata(string text) => Assert.Throws<XmlException>(() => RepositoryIndex.ReadParts(Bytes(text)));

    [Fact]
    public void An_entity_that_a_document_type_would_define_is_not_there_where_one_is_passed_over() =>
        Assert.Throws<XmlException>(() => new PackageIndexBuilder().AddGroups(
            Bytes("<!DOCTYPE comps [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><comps><group><id>&b;</id></group></comps>")));

    [Fact]
    public void More_parts_and_more_sums_than_any_index_has_are_refused()
    {
        var parts = string.Concat(Enumerable.Repeat("<data type=\"x\"><location href=\"y\"/></data>", MediaLimits.Parts + 1));
        Assert.Throws<XmlException>(() => RepositoryIndex.ReadParts(Bytes($"<repomd>{parts}</repomd>")));
        var sums = string.Concat(Enumerable.Repeat("<verification><hash type=\"md5\">a</hash></verification>", 101));
        Assert.Throws<XmlException>(() => Metalink.Read($"<metalink><file name=\"repomd.xml\">{sums}</file></metalink>"));
    }

    [Theory]
    [InlineData("Packages/zsh-5.8-9.el9.x86_64.rpm", "zsh", "5.8", "9.el9", "x86_64")]
    [InlineData("gcc-c++-11.4.1-3.el9.src.rpm", "gcc-c++", "11.4.1", "3.el9", "src")]
    [InlineData("a-1-2.noarch.rpm", "a", "1", "2", "noarch")]
    public void The_name_of_a_file_says_which_package_it_is(string location, string name, string version, string release, string arch)
    {
        var package = RpmPackage.FromFileName(location)!;
        Assert.Equal((name, new RpmVersion(0, version, release), arch, location), (package.Name, package.Version, package.Arch, package.Location));
    }

    [Theory]
    [InlineData("zsh.rpm")]
    [InlineData("zsh-5.8.x86_64.rpm")]
    [InlineData("-5.8-9.x86_64.rpm")]
    [InlineData("--.x.rpm")]
    [InlineData("zsh-5.8-9.x86_64.deb")]
    [InlineData(".rpm")]
    [InlineData("")]
    public void Any_other_name_says_nothing(string location) => Assert.Null(RpmPackage.FromFileName(location));

    [Fact]
    public void Of_each_name_and_architecture_the_newest_stays() =>
        Assert.Equal(
            ["a-10-1.x86_64.rpm", "a-2-1.i686.rpm", "b-1-1.x86_64.rpm"],
            RpmPackage.Newest(((string[])["a-9-1.x86_64.rpm", "a-10-1.x86_64.rpm", "b-1-1.x86_64.rpm", "a-2-1.i686.rpm", "a-2~rc-1.i686.rpm"])
                .Select(name => RpmPackage.FromFileName(name)!)).Select(package => package.FileName));

    [Theory]
    [InlineData("http://m/$releasever/$basearch/", "http://m/9.4/x86_64/")]
    [InlineData("${releasever_major}.$releasever_minor-$ARCH", "9.4-amd64")]
    [InlineData("$unknown/${unknown}/$", "$unknown/${unknown}/$")]
    [InlineData("${unknown:-other}", "other")]
    [InlineData("${releasever:-other}", "9.4")]
    [InlineData("${releasever:+-$releasever}", "-9.4")]
    [InlineData("a${unknown:+b}c", "ac")]
    [InlineData("${unknown:-${nothing:-$basearch}}", "x86_64")]
    [InlineData("${unknown:-", "${unknown:-")]
    public void Variables_are_filled_in_as_dnf_does(string text, string filled) => Assert.Equal(filled, new RepoVariables("amd64", "9.4").Fill(text));

    [Fact]
    public void What_has_no_release_has_no_variables_of_it()
    {
        Assert.Equal("$releasever/x86_64", new RepoVariables("x86_64", null).Fill("$releasever/$basearch"));
        Assert.Equal(["releasever", "a"], RepoVariables.In("$releasever ${a} $a"));
        Assert.Equal("9", new RepoVariables("x86_64", "9").Fill("${releasever_major}${releasever_minor:-}"));
    }

    [Theory]
    [InlineData("${a:-")]
    [InlineData("${a:-{")]
    [InlineData("$")]
    [InlineData("${a:-}")]
    public void A_text_of_nothing_but_beginnings_is_left_as_it_is_or_filled_but_always_answered(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 300));
        Assert.NotNull(new RepoVariables("x86_64", "9").Fill(text));
    }

    [Theory]
    [InlineData("sha", "AB", "sha1")]
    [InlineData("SHA256 ", " AB\n", "sha256")]
    [InlineData("crc32", "AB", null)]
    [InlineData("sha256", " ", null)]
    [InlineData(null, "AB", null)]
    [InlineData("md5", null, null)]
    public void A_sum_is_of_a_kind_that_somebody_uses(string? algorithm, string? value, string? known) =>
        Assert.Equal(known is null ? null : new Checksum(known, "ab"), Checksum.Of(algorithm, value));

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));
}
