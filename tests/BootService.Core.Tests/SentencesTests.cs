using BootService.Core.Events;
using BootService.Core.Installers;
using BootService.Core.Pallets;
using BootService.Core.Repositories;
using BootService.Core.Tests.Reasons;
using BootService.Protocols.Road;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests;

/// <summary>Words and sentences that are made of what others wrote.</summary>
public class SentencesTests
{
    [Theory]
    [InlineData("bakcend", "backend")]
    [InlineData("backen", "backend")]
    [InlineData("BACKEND", "backend")]
    [InlineData("fr", "fr0")]
    [InlineData("x", null)]
    [InlineData("nothing like it", null)]
    [InlineData("", null)]
    public void The_nearest_word_is_one_that_was_nearly_written(string written, string? meant) =>
        Assert.Equal(meant, Spelling.Nearest(written, ["frontend", "backend", "fr0"]));

    [Fact]
    public void A_word_that_is_known_is_nearest_to_itself_and_the_first_of_equals_wins() =>
        Gen.String[Gen.Char["abc-"], 1, 6].Array[1, 6].Sample(
            words =>
            {
                Assert.Equal(words[^1], Spelling.Nearest(words[^1], words));
                var nearest = Spelling.Nearest(words[0] + "x", words);
                Assert.True(nearest is null || words.Contains(nearest));
            },
            iter: 2000);

    [Theory]
    [InlineData("get http://u:p@h/a?token=1 now", "get http://h/a?token=1 now", "get http://h/a?... now")]
    [InlineData("http://u:p/ss@h/a", "http://h/a", "http://h/a")]
    [InlineData("http://h/a", "http://h/a", "http://h/a")]
    [InlineData("http://u@h http://v:w@i?x", "http://h http://i?x", "http://h http://i?...")]
    [InlineData("://", "://", "://")]
    [InlineData("http://@", "http://", "http://")]
    [InlineData("mail a@b", "mail a@b", "mail a@b")]
    public void Nobody_reads_the_user_and_the_password_of_an_address(string text, string shown, string logged)
    {
        Assert.Equal(shown, AddressRedaction.WithoutUser(text));
        Assert.Equal(logged, AddressRedaction.WithoutSecrets(text));
    }

    [Fact]
    public void What_stands_before_an_at_sign_of_an_address_is_never_shown() =>
        Gen.Select(Gen.String[Gen.Char["ab:/@?#%& \t\n"], 0, 20], Gen.String[Gen.Char["ab:/?#%&"], 0, 10]).Sample(
            (before, after) =>
            {
                Assert.DoesNotContain("SECRET", AddressRedaction.WithoutUser($"{before}http://{after}SECRET@host/x {before}"), StringComparison.Ordinal);
                Assert.DoesNotContain("SECRET", AddressRedaction.WithoutSecrets($"{before} https://h/{after}?SECRET"), StringComparison.Ordinal);
            },
            iter: 3000);

    [Fact]
    public void Every_event_reads_as_one_line_whatever_came_of_it()
    {
        foreach (var message in Enum.GetValues<BootMessage>())
        {
            foreach (var outcome in Enum.GetValues<BootOutcome>())
            {
                foreach (var told in Enum.GetValues<BootTold>())
                {
                    foreach (var name in (string?[])[null, "pxelinux.0"])
                    {
                        var happened = new BootEvent(Cluster.Noon, Cluster.Mac(0), BootStage.Tftp, outcome, message) { Name = name, Told = told };
                        Assert.Matches(@"\A[^\n]*[^\n.]\z", EventSentences.What(happened));
                        Assert.True(EventSentences.Why(happened) is not { } why || (why.Length > 0 && !why.Contains('\n', StringComparison.Ordinal)));
                    }
                }
            }
        }
    }

    [Fact]
    public void Whatever_the_reason_what_was_told_reads_before_it() => Assert.All(
        EveryReason.All,
        reason =>
        {
            var happened = new BootEvent(Cluster.Noon, default, BootStage.Configuration, BootOutcome.Ok, BootMessage.Configuration) { Reason = reason };
            var (plain, told) = (EventSentences.Why(happened), EventSentences.Why(happened with { Told = BootTold.Disk }));
            Assert.True(plain is null || told!.EndsWith(plain, StringComparison.Ordinal), $"{plain} / {told}");
        });

    [Fact]
    public void A_tree_says_what_it_is_and_what_its_files_add_up_to()
    {
        const string Text = """
            ; made by hand
            [general]
            family = CentOS Stream
            version = 9
            arch = x86_64
            [tree]
            arch=ignored
            [images-x86_64]
            kernel = images/pxeboot/vmlinuz
            initrd = images/pxeboot/initrd.img
            boot.iso = images/boot.iso
            [stage2]
            mainimage = images/install.img
            [media]
            discnum = two
            [checksums]
            images/pxeboot/vmlinuz = sha256:AB
            images/pxeboot/vmlinuz = sha256:CD
            images/odd = crc32:AB
            repodata/repomd.xml = sha256:EF
            nothing =
            [variant-AppStream]
            repository = AppStream/
            [addon-HA]
            repository = .
            [variant-None]
            repository =
            """;
        var tree = Tree(Text.ReplaceLineEndings("\r\n"));
        Assert.Equal(("CentOS Stream", "CentOS-Stream", "9", "x86_64", 1), (tree.Family, tree.PalletName, tree.Version, tree.Arch, tree.Disc));
        Assert.Equal(("images/pxeboot/vmlinuz", "images/pxeboot/initrd.img"), (tree.Kernel, tree.Initrd));
        Assert.Equal(new Checksum("sha256", "ab"), tree.SumOf("images/pxeboot/vmlinuz"));
        Assert.Equal((null, null, new Checksum("sha256", "ef")), (tree.SumOf("images/odd"), tree.SumOf("nothing"), tree.SumOf("repodata/repomd.xml")));
        Assert.Equal(["images/pxeboot/vmlinuz"], tree.Checksums.Select(pair => pair.Key));
        Assert.Equal(["", "AppStream"], tree.Repositories);
        Assert.Equal(
            ["images/install.img", "images/odd", "images/pxeboot/initrd.img", "images/pxeboot/vmlinuz", "nothing"], tree.Files.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("", null, null, null)]
    [InlineData("[general]\nfamily=\n", null, null, null)]
    [InlineData("[release]\nname = Fedora\nversion = 43\n[tree]\narch = aarch64\n", "Fedora", "43", null)]
    [InlineData("[product]\nname = Red Hat Enterprise Linux\nversion = 6.6\n", "RHEL", "6.6", null)]
    [InlineData("[general]\nfamily = ../../etc\n", "....etc", null, null)]
    [InlineData("[general]\nfamily = $(x) y\n", "x", null, null)]
    [InlineData("family = CentOS\n", null, null, null)]
    [InlineData("[images-x86_64]\nkernel = k\n", null, null, null)]
    public void A_tree_that_says_little_says_nothing_wrong(string text, string? pallet, string? version, string? kernel)
    {
        var tree = Tree(text);
        Assert.Equal((pallet, version, kernel), (tree.PalletName, tree.Version, tree.Kernel));
    }

    [Fact]
    public void Any_text_is_a_tree_of_some_kind() =>
        Gen.String[Gen.Char["[]=;#\n\r .abc/:-"], 0, 200].Sample(
            text =>
            {
                var tree = Tree("[general]\n" + text);
                _ = (tree.Files.Count(), tree.Checksums.Count(), tree.Repositories.Count(), tree.Disc, tree.PalletName);
            },
            iter: 3000);

    [Theory]
    [InlineData("CentOS", "6.6", "redhat", "anaconda")]
    [InlineData("CentOS", "6.10", "linux", "anaconda")]
    [InlineData("Rocky", "10.1", "redhat", "anaconda")]
    [InlineData("AlmaLinux", "8-stream", "redhat", "anaconda")]
    [InlineData("CentOS", "5.11", "redhat", null)]
    [InlineData("CentOS", "11", "redhat", null)]
    [InlineData("CentOS", "", "redhat", null)]
    [InlineData("CentOS", "-6", "redhat", null)]
    [InlineData("Fedora", "39", "redhat", null)]
    [InlineData("Fedora", "43", "redhat", "anaconda")]
    [InlineData("openEuler", "24.03", "redhat", "anaconda")]
    [InlineData("openEuler", "25.03", "redhat", null)]
    [InlineData("Debian", "12.9", "debian", "debian")]
    [InlineData("Debian", "11", "debian", null)]
    [InlineData("Ubuntu", "24.04.3", "ubuntu", "subiquity")]
    [InlineData("Ubuntu", "24.4", "ubuntu", null)]
    [InlineData("Ubuntu", "20.04", "ubuntu", null)]
    [InlineData("Flatcar", "4081.2.0", "coreos", "ignition")]
    [InlineData("Fedora-CoreOS", "43", "coreos", "ignition")]
    [InlineData("Other", "1", "coreos", null)]
    [InlineData("CentOS", "6.6", "sles", null)]
    public void A_pallet_is_of_an_installer_we_know_or_of_none(string name, string version, string os, string? family) =>
        Assert.Equal(family, Installer.Of(new PalletKey(name, version, os, "x86_64"))?.Family);

    [Theory]
    [InlineData("22.04", "nocloud-net")]
    [InlineData("23.10", "nocloud-net")]
    [InlineData("24.04", "nocloud")]
    [InlineData("26.04", "nocloud")]
    public void A_seed_is_found_by_the_word_of_its_release(string release, string word) => Assert.Equal(word, new Installer.Ubuntu(release, "x").Source);

    private static TreeInfo Tree(string text)
    {
        using var reader = new StringReader(text);
        return TreeInfo.Parse(reader);
    }
}
