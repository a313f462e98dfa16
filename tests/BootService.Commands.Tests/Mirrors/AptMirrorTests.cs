using BootService.Commands.Tests.Support;
using BootService.Core.Repositories;

namespace BootService.Commands.Tests.Mirrors;

/// <summary>Suites of apt repositories, mirrored as their makers signed them, or pruned and signed by the frontend.</summary>
public sealed class AptMirrorTests : IDisposable
{
    private readonly Bench _stack = new(nodes: false);
    private readonly AptRepository _maker;
    private readonly RepositoryServer _server;

    public AptMirrorTests()
    {
        _maker = new AptRepository(Path.Combine(_stack.Folder, "site"), "stable")
            .Add("main", "tool", "1.0~rc1+b2").Add("main", "tool", "1.0").Add("main", "lib", "2:3.1-1").Add("extra", "more", "1").Publish();
        _server = new RepositoryServer(_maker.Root);
    }

    private string Mirror => Path.Combine(_stack.Folder, "tools/tools/1.0/debian/x86_64");

    public void Dispose()
    {
        _server.Dispose();
        _maker.Dispose();
        _stack.Dispose();
    }

    [Fact]
    public void A_suite_keeps_its_makers_signature_to_the_byte_and_becomes_a_pallet()
    {
        var output = Make("components=main", $"key={_maker.Key}");
        Assert.Equal(["made tools with 3 packages; next: stack add pallet tools"], output.Messages);
        foreach (var name in (string[])["InRelease", "Release", "Release.gpg", "main/binary-amd64/Packages.gz", "main/binary-amd64/Release"])
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(_maker.Root, "dists/stable", name)), File.ReadAllBytes(Path.Combine(Mirror, "dists/stable", name)));
        }

        Assert.NotEmpty(Directory.GetFiles(Path.Combine(Mirror, "dists/stable/main/binary-amd64/by-hash/SHA256")));
        Assert.False(Directory.Exists(Path.Combine(Mirror, "dists/stable/extra")));
        Assert.Equal(
            ["pool/main/lib_2:3.1-1_all.deb", "pool/main/tool_1.0_all.deb", "pool/main/tool_1.0~rc1+b2_all.deb"],
            Directory.GetFiles(Mirror, "*.deb", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Mirror, file)).Order(StringComparer.Ordinal));
        _stack.Type("add pallet tools");
        Assert.Equal(["tools", "1.0", "0", "x86_64", "debian", ""], _stack.Type("list pallet").Rows.Single());
    }

    [Fact]
    public void What_was_fetched_is_not_fetched_again_and_what_is_not_listed_any_more_goes()
    {
        Make();
        File.WriteAllText(Path.Combine(Mirror, "pool/main/gone_1_all.deb"), "x");
        File.WriteAllText(Path.Combine(Mirror, "pool/main/tool_1.0_all.deb"), "spoilt");
        _server.Asked.Clear();
        Make();
        Assert.Equal(["pool/main/tool_1.0_all.deb"], _server.Asked.Where(asked => asked.EndsWith(".deb", StringComparison.Ordinal)));
        Assert.False(File.Exists(Path.Combine(Mirror, "pool/main/gone_1_all.deb")));
    }

    [Fact]
    public void A_pruned_suite_is_signed_with_the_frontends_own_key_which_gpgv_takes_and_which_stays_the_same()
    {
        var output = Make("newest=true", "components=main");
        Assert.Contains("made tools with 2 packages; next: stack add pallet tools", output.Messages);
        var (key, suite) = (Path.Combine(Mirror, AptSuite.KeyOf("stable")), Path.Combine(Mirror, "dists/stable"));
        AptRepository.Run("gpgv", ["--keyring", key, Path.Combine(suite, "InRelease")]);
        AptRepository.Run("gpgv", ["--keyring", key, Path.Combine(suite, "Release.gpg"), Path.Combine(suite, "Release")]);
        Assert.DoesNotContain("rc1", File.ReadAllText(Path.Combine(suite, "main/binary-amd64/Packages")), StringComparison.Ordinal);
        var first = File.ReadAllBytes(key);
        Make("newest=true");
        Assert.Equal(first[..64], File.ReadAllBytes(key)[..64]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_stack.Folder, "archive.key")));
    }

    [Fact]
    public void Its_key_is_read_by_gpg_as_a_key_of_its_own_signature()
    {
        Make("newest=true");
        Assert.Contains(
            "bootservice archive",
            AptRepository.Run(
                "gpg", ["--homedir", Directory.CreateDirectory(Path.Combine(_stack.Folder, "g")).FullName, "--show-keys", "--with-colons",
                    Path.Combine(Mirror, AptSuite.KeyOf("stable"))]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("suite=unstable", "has no suite \"unstable\": there is neither dists/unstable/InRelease nor dists/unstable/Release")]
    [InlineData("components=main,contrib", "has no component contrib: there are main, extra")]
    [InlineData("arch=aarch64", "has nothing for machines of aarch64 (arm64): there are amd64, all")]
    [InlineData("suite=../etc", "suite")]
    public void What_is_not_there_is_refused(string word, string said) =>
        Assert.Contains(
            said, _stack.Refused(
                ["create", "mirror", _server.Url, .. word.StartsWith("suite", StringComparison.Ordinal) ? [] : (string[])["suite=stable"], word]),
                    StringComparison.Ordinal);

    [Fact]
    public void The_password_in_its_address_is_in_no_sentence()
    {
        var address = _server.Url.Replace("http://", "http://ann:s3cret@", StringComparison.Ordinal);
        foreach (var words in (string[][])[
            ["suite=unstable"], ["suite=stable", "arch=aarch64"], ["suite=stable", "components=none"], ["suite=stable", "newest=true"]])
        {
            var (end, output) = _stack.Try(["create", "mirror", address, .. words, "name=tools"]);
            Assert.DoesNotContain("s3cret", $"{string.Join('\n', output.Messages)}{end.Sentence}", StringComparison.Ordinal);
        }

        foreach (var odd in (string[])["ftp://ann:s3cret@10.1.1.1/", "http://ann:s3cret@[bad/"])
        {
            Assert.DoesNotContain("s3cret", _stack.Refused(["create", "mirror", odd]), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_list_that_its_Release_does_not_vouch_for_is_refused_unless_it_lies_under_its_sum()
    {
        File.AppendAllText(Path.Combine(_maker.Root, "dists/stable/main/binary-amd64/Packages.gz"), "x");
        Make();
        File.Delete(
            Directory.GetFiles(Path.Combine(_maker.Root, "dists/stable/main/binary-amd64/by-hash/SHA256"))
                .Single(file => new FileInfo(file).Length == new FileInfo(Path.Combine(_maker.Root, "dists/stable/main/binary-amd64/Packages.gz")).Length - 1));
        Assert.Contains("Release and Packages of suite \"stable\"", Refused(), StringComparison.Ordinal);
        Assert.Contains("do not fit: main/binary-amd64/Packages.gz", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_that_does_not_add_up_is_named_and_nothing_is_laid_out()
    {
        var file = Path.Combine(_maker.Root, "pool/main/tool_1.0_all.deb");
        var bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Contains("1 of 4 packages", Refused(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Mirror, "dists")));
    }

    [Fact]
    public void A_signature_by_another_key_and_no_signature_are_refused_where_a_key_is_given()
    {
        using var other = new AptRepository(Path.Combine(_stack.Folder, "other"), "x");
        Assert.Contains("has no good signature by", Refused($"key={other.Key}"), StringComparison.Ordinal);
        File.Delete(Path.Combine(_maker.Root, "dists/stable/InRelease"));
        Make($"key={_maker.Key}");
        File.Delete(Path.Combine(_maker.Root, "dists/stable/Release.gpg"));
        Assert.Contains("is not signed", Refused($"key={_maker.Key}"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_outside_the_repository_is_refused()
    {
        var list = Path.Combine(_maker.Root, "dists/stable/main/binary-amd64/Packages");
        var text = File.ReadAllText(list).Replace("pool/main/tool_1.0_all.deb", "../../etc/passwd.deb", StringComparison.Ordinal);
        var sum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
        var suite = Path.Combine(_maker.Root, "dists/stable");
        File.WriteAllText(list, text);
        File.Delete(Path.Combine(suite, "InRelease"));
        File.WriteAllText(
            Path.Combine(suite, "Release"), $"Components: main\nArchitectures: amd64\nSHA256:\n {sum} {text.Length} main/binary-amd64/Packages\n");
        Assert.Contains("tool in it has its file at ../../etc/passwd.deb", Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.0~rc1", "1.0", -1)]
    [InlineData("1:0.1", "9.9", 1)]
    [InlineData("1.10-1", "1.9-2", 1)]
    [InlineData("1.0-1", "1.0-1+b1", -1)]
    [InlineData("2.0", "2.0-0", 0)]
    [InlineData("1.0a", "1.0+", -1)]
    [InlineData("1.001", "1.1", 0)]
    public void Versions_have_Debians_order(string first, string second, int order)
    {
        Assert.Equal(order, Math.Sign(AptVersion.Order.Compare(first, second)));
        Assert.Equal(-order, Math.Sign(AptVersion.Order.Compare(second, first)));
    }

    private RecordedOutput Make(params string[] more) =>
        _stack.Type(string.Join(" ", (string[])["create", "mirror", _server.Url, "suite=stable", "name=tools", .. more]));

    private string Refused(params string[] more) => _stack.Refused(["create", "mirror", _server.Url, "suite=stable", "name=tools", .. more]);
}
