using System.Text;
using BootService.Core.Repositories;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Repositories;

/// <summary>Repositories of apt as strangers publish them.</summary>
public class AptTests
{
    private const string Sum = "0123456789abcdef0123456789ABCDEF0123456789abcdef0123456789abcdef";

    // deb-version(7) and the examples of Debian's policy, §5.6.12.
    private static readonly string[] Rising =
    [
        "~~", "~~a", "~", "0~rc1", "0", "0.1", "1.0~beta1~svn1245", "1.0~beta1", "1.0", "1.0-0.1", "1.0-1", "1.0-1+b1", "1.0-1.1", "1.0a-1", "1.0+git1-1",
        "1.2", "1.10", "1.10.2", "2", "2a", "2+", "2+1", "1:0.5", "1:1.0", "2:0",
    ];

    [Fact]
    public void Versions_rise_as_dpkg_has_them()
    {
        for (var one = 0; one < Rising.Length; one++)
        {
            for (var other = 0; other < Rising.Length; other++)
            {
                Assert.True(
                    Math.Sign(AptVersion.Order.Compare(Rising[one], Rising[other])) == Math.Sign(one.CompareTo(other)), $"{Rising[one]} and {Rising[other]}");
            }
        }
    }

    [Theory]
    [InlineData("1.0", "1.0-0")]
    [InlineData("0:1.0", "1.0")]
    [InlineData("1.01", "1.1")]
    [InlineData("1.0-01", "1.0-1")]
    public void Versions_may_be_the_same_and_look_different(string one, string other) => Assert.Equal(0, AptVersion.Order.Compare(one, other));

    [Fact]
    public void Versions_have_one_order() =>
        Gen.String[Gen.Char["019.:-+~aZ"], 0, 8].Array[3].Sample(
            versions =>
            {
                var order = AptVersion.Order;
                Assert.Equal(Math.Sign(order.Compare(versions[0], versions[1])), -Math.Sign(order.Compare(versions[1], versions[0])));
                Assert.False(
                    order.Compare(versions[0], versions[1]) <= 0 && order.Compare(versions[1], versions[2]) <= 0 && order.Compare(versions[0], versions[2]) > 0,
                    string.Join(" ", versions));
            },
            iter: 20_000);

    [Fact]
    public void A_release_says_what_it_is_and_what_its_lists_add_up_to()
    {
        var release = AptRelease.Parse("trixie", Release())!;
        Assert.Equal(("Debian", true), (release.Origin, release.HasSumNames));
        Assert.Equal(("trixie", "trixie", "13.1", true), (release.Suite.Name, release.Suite.Codename, release.Suite.Version, release.Suite.Expires));
        Assert.Equal(["main", "contrib"], release.Suite.Components);
        Assert.Equal(["amd64", "arm64"], release.Suite.Architectures);
        Assert.Equal(
            ["main/binary-amd64", "main/binary-all", "main/debian-installer/binary-amd64"], release.ListFolders("main", "amd64"));
        Assert.Equal([".xz", ".gz"], release.Lists("main/binary-amd64").Select(file => file.Path[^3..]));
        Assert.Equal(new Checksum("sha256", Sum.ToLowerInvariant()), release.Find("main/binary-amd64/Packages.xz")!.Sum);
        Assert.Equal(1234, release.Find("main/binary-amd64/Packages.xz")!.Size);
        Assert.Equal(["Origin: Debian", "Suite: stable", "Codename: trixie", "Version: 13.1", "Description: Debian 13: the newest"], release.Heading);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("main//Packages.xz")]
    [InlineData("main/./Packages.xz")]
    [InlineData("main\\..\\Packages.xz")]
    public void A_file_outside_of_its_suite_is_not_vouched_for(string path) => Assert.Null(AptRelease.Parse("trixie", Release(path))!.Find(path));

    [Theory]
    [InlineData("Components: main\nArchitectures: amd64\n")]
    [InlineData("Components: main\nSHA256:\n 00 1 main/binary-amd64/Packages\n")]
    [InlineData("Components: main\nArchitectures: amd64\nMD5Sum:\n 0123456789abcdef0123456789abcdef 1 main/binary-amd64/Packages\n")]
    [InlineData("Components: main\nArchitectures: amd64\nSHA256:\n 0123 1 main/binary-amd64/Packages\n")]
    [InlineData("Components: main\nArchitectures: amd64\nSHA256:\n " + Sum + " -1 main/binary-amd64/Packages\n")]
    [InlineData("Components: main\nArchitectures: amd64\nSHA256:\n " + Sum + " 99999999999999999999 main/binary-amd64/Packages\n")]
    [InlineData("<html>not found</html>")]
    [InlineData("")]
    public void A_release_that_vouches_for_nothing_is_none(string text) => Assert.Null(AptRelease.Parse("trixie", text));

    [Fact]
    public void Parts_may_have_the_suite_before_them() =>
        Assert.Equal(["main", "contrib"], AptSuite.Parse("s", "Components: updates/main updates/contrib\nArchitectures: amd64\r\n")!.Components);

    [Fact]
    public void A_suite_is_meant_by_either_of_its_names()
    {
        var suite = AptSuite.Parse("stable", Release())!;
        Assert.True(suite.Is("stable") && suite.Is("trixie"));
        Assert.False(suite.Is("testing") || suite.Is(""));
    }

    [Theory]
    [InlineData("amd64", "x86_64")]
    [InlineData("arm64", "aarch64")]
    [InlineData("riscv64", null)]
    public void Machines_are_called_as_RPM_calls_them(string apt, string? rpm)
    {
        Assert.Equal(rpm, AptArchitecture.ToRpm(apt));
        Assert.Equal(apt, AptArchitecture.Of(rpm ?? apt));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_list_is_read_package_by_package(bool keeps)
    {
        var bash = Stanza("bash", "pool/b/bash.deb", "Description: a shell\n with two lines\n  Size: 9\n");
        var list = bash + "\n\n" + Stanza("zsh", "./pool/z/zsh.deb").TrimEnd('\n');
        var packages = Read(list, keeps);
        Assert.Equal(
            [("bash", "5.2-1", "amd64", "pool/b/bash.deb", 17L), ("zsh", "5.2-1", "amd64", "pool/z/zsh.deb", 17L)],
            packages.Select(package => (package.Name, package.Version, package.Architecture, package.Path, package.Size)));
        Assert.Equal(keeps ? bash : string.Empty, packages[0].Stanza);
        Assert.Equal(packages, Read(list.ReplaceLineEndings("\r\n"), keeps));
    }

    [Theory]
    [InlineData("Package: a\nSize: 1\nSHA256: " + Sum + "\n", "a in it lacks its Filename, Size or SHA256")]
    [InlineData("Package: a\nFilename: a.deb\nSHA256: " + Sum + "\n", "a in it lacks its Filename, Size or SHA256")]
    [InlineData("Package: a\nFilename: a.deb\nSize: -1\nSHA256: " + Sum + "\n", "a in it lacks its Filename, Size or SHA256")]
    [InlineData("Package: a\nFilename: a.deb\nSize: 1\n", "a in it lacks its Filename, Size or SHA256")]
    [InlineData("Filename: ../../a.deb\nSize: 1\nSHA256: " + Sum + "\n", "which is nowhere in a repository")]
    [InlineData("Filename: /etc/shadow\nSize: 1\nSHA256: " + Sum + "\n", "which is nowhere in a repository")]
    [InlineData("Filename: .//a.deb\nSize: 1\nSHA256: " + Sum + "\n", "which is nowhere in a repository")]
    public void A_package_that_cannot_be_fetched_is_refused(string list, string why) =>
        Assert.Contains(why, Assert.Throws<InvalidDataException>(() => Read(list, keeps: false)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_line_without_an_end_and_a_package_of_too_many_fields_are_refused_before_they_fill_the_memory(bool keeps)
    {
        Assert.Throws<InvalidDataException>(() => AptPackage.Read(new EndlessStream("Package: "u8.ToArray(), (byte)'a'), keeps).ToList());
        var fields = string.Concat(Enumerable.Range(0, MediaLimits.Parts + 1).Select(number => $"Field{number}: x\n"));
        Assert.Throws<InvalidDataException>(() => Read(fields, keeps));
    }

    [Fact]
    public void A_list_that_is_cut_anywhere_gives_its_first_packages_or_is_refused()
    {
        var list = Stanza("bash", "pool/b/bash.deb") + "\n" + Stanza("zsh", "pool/z/zsh.deb");
        for (var length = 0; length <= list.Length; length++)
        {
            try
            {
                Assert.Equal(((string[])["bash", "zsh"]).Take(Read(list[..length], keeps: true).Count),
                    Read(list[..length], keeps: false).Select(one => one.Name));
            }
            catch (InvalidDataException)
            {
                Assert.InRange(length, 1, list.Length - 1);
            }
        }
    }

    private static List<AptPackage> Read(string list, bool keeps) => [.. AptPackage.Read(new MemoryStream(Encoding.UTF8.GetBytes(list)), keeps)];

    private static string Stanza(string name, string file, string more = "") =>
        $"Package: {name}\nVersion: 5.2-1\nArchitecture: amd64\n{more}Filename: {file}\nSize: 17\nSHA256: {Sum}\n";

    private static string Release(string another = "contrib/binary-arm64/Packages") =>
        $"""
        Origin: Debian
        Suite: stable
        Codename: trixie
        Version: 13.1
        Valid-Until: Sat, 06 Dec 2036 00:00:00 UTC
        Acquire-By-Hash: yes
        Architectures: amd64 arm64
        Components: main contrib
        Description: Debian 13: the newest
        MD5Sum:
         0123456789abcdef0123456789abcdef 99 main/binary-amd64/Packages
        SHA256:
         {Sum}     1234 main/binary-amd64/Packages.xz
         {Sum}     2345 main/binary-amd64/Packages.gz
         {Sum}     3456 main/binary-all/Packages
         {Sum}     4567 main/debian-installer/binary-amd64/Packages.gz
         {Sum}     4567 {another}
        """;
}

/// <summary>A beginning, and then one octet for ever.</summary>
internal sealed class EndlessStream(byte[] beginning, byte octet) : Stream
{
    private const int Most = 64 << 20;
    private int _given;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        Assert.True(_given < Most, "it is read on and on");
        for (var at = offset; at < offset + count; at++)
        {
            buffer[at] = _given < beginning.Length ? beginning[_given] : octet;
            _given++;
        }

        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
