using System.Text.Json;
using BootService.Core.Pallets;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Pallets;

/// <summary>What media say of themselves, held against the parser that productmd and Anaconda read it with: Python's configparser.</summary>
public class TreeInfoTests
{
    private const string Rocky = """
        [checksums]
        images/pxeboot/vmlinuz = sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
        images/install.img = crc32:9f86d081
        repodata/repomd.xml = sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855

        [general]
        ; WARNING.0 = This section provides compatibility with pre-productmd treeinfos.
        arch = x86_64
        family = Rocky Linux
        version = 9.4

        [images-x86_64]
        initrd = images/pxeboot/initrd.img
        kernel = images/pxeboot/vmlinuz
        boot.iso = images/boot.iso

        [release]
        name = Another
        version = 1

        [stage2]
        mainimage = images/install.img

        [variant-BaseOS]
        repository = BaseOS

        [variant-AppStream]
        repository = AppStream/

        [variant-Self]
        repository = .
        """;

    [Fact]
    public void A_tree_says_what_it_is_what_boots_it_and_what_its_files_add_up_to()
    {
        var info = TreeInfo.Parse(new StringReader(Rocky));
        Assert.Equal(("Rocky Linux", "9.4", "x86_64", "Rocky"), (info.Family, info.Version, info.Arch, info.PalletName));
        Assert.Equal(("images/pxeboot/vmlinuz", "images/pxeboot/initrd.img", 1), (info.Kernel, info.Initrd, info.Disc));
        Assert.Equal(["", "BaseOS", "AppStream"], info.Repositories);
        Assert.Equal(
            ["images/install.img", "images/pxeboot/initrd.img", "images/pxeboot/vmlinuz"], info.Files.Order(StringComparer.Ordinal));
        Assert.Equal("sha256", info.SumOf("images/pxeboot/vmlinuz")?.Algorithm);
        Assert.Null(info.SumOf("images/install.img"));
        Assert.Equal(["images/pxeboot/vmlinuz"], info.Checksums.Select(pair => pair.Key));
    }

    [Theory]
    [InlineData("Red Hat Enterprise Linux", "RHEL")]
    [InlineData("CentOS Stream", "CentOS-Stream")]
    [InlineData("CentOS", "CentOS")]
    [InlineData("AlmaLinux", "AlmaLinux")]
    [InlineData("Ünix/../etc x", "nix..etc")]
    [InlineData("/ x", null)]
    [InlineData(null, null)]
    public void A_pallet_is_called_after_its_family_in_a_word_that_can_name_a_folder(string? family, string? name) =>
        Assert.Equal(name, TreeInfo.NameOf(family));

    [Theory]
    [InlineData("[product]\nname = Fedora\nversion = 42\n[tree]\narch = aarch64\n[media]\ndiscnum = 2", "Fedora", "42", "aarch64", 2)]
    [InlineData("[general]\nfamily=CentOS\nversion=6.6\narch=x86_64\ndiscnum=x", "CentOS", "6.6", "x86_64", 1)]
    [InlineData("", null, null, null, 1)]
    [InlineData("family = CentOS\n[general\nversion = 6\n= 7\n[]\n", null, null, null, 1)]
    [InlineData("[general]\nfamily =\n[release]\nname = Next", "Next", null, null, 1)]
    public void Older_and_newer_forms_are_read_and_what_is_no_line_is_passed_over(string text, string? family, string? version, string? arch, int disc)
    {
        var info = TreeInfo.Parse(new StringReader(text));
        Assert.Equal((family, version, arch, disc), (info.Family, info.Version, info.Arch, info.Disc));
    }

    [Fact]
    public void Lines_are_read_as_configparser_reads_them()
    {
        const string Judge = """
            import configparser, json, sys
            def read(text):
                parser = configparser.RawConfigParser(strict=False, delimiters=('=',))
                parser.optionxform = str
                parser.read_string(text)
                return [parser.get('general', key, fallback=None) or None for key in ('family', 'version', 'arch')]
            json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
            """;
        var line = Gen.Select(
            Choice.Among("family", "version", "arch", "other"), Choice.Among("=", " = ", "= ", " ="),
            Choice.Among("CentOS", "6.6", "a = b", "#x", "x # y", "x;y", "\"quoted\"", "[general]", "ü")).Select((key, how, value) => $"{key}{how}{value}\n");
        var texts = Gen.Select(line.Array[0, 3], Choice.Among("", "# remark\n", "; remark\n", "\n"), line.Array[0, 3]).Array[200].Single()
            .Select(parts => $"[general]\n{Once(parts.Item1)}{parts.Item2}[other]\n{string.Concat(parts.Item3.DistinctBy(Key))}").ToArray();
        var told = JsonSerializer.Deserialize<string?[][]>(Tool.Run("/usr/bin/python3", ["-c", Judge], JsonSerializer.Serialize(texts)))!;
        for (var at = 0; at < texts.Length; at++)
        {
            var info = TreeInfo.Parse(new StringReader(texts[at]));
            Assert.True(told[at].SequenceEqual([info.Family, info.Version, info.Arch]), $"{texts[at]}: {string.Join('|', told[at])}");
        }

        // Of a key that comes twice the first counts here, and the last there: no medium has it twice.
        static string Once(string[] lines) => string.Concat(lines.DistinctBy(Key));

        static string Key(string line) => line.Split('=')[0].Trim();
    }
}
