using BootService.Core.Pallets;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Pallets;

/// <summary>Where a pallet lies on its disc, and which of its files the frontend reads itself.</summary>
public class PalletOnDiscTests
{
    [Theory]
    [InlineData(".treeinfo", true)]
    [InlineData("treeinfo", true)]
    [InlineData(".discinfo", true)]
    [InlineData("RPM-GPG-KEY-CentOS-6", true)]
    [InlineData("signatures-checked", true)]
    [InlineData("roll-base.xml", true)]
    [InlineData("roll-base.txt", false)]
    [InlineData("nodes/base.xml", true)]
    [InlineData("nodes", false)]
    [InlineData("graph/default.xml", true)]
    [InlineData("include/deep/er.txt", true)]
    [InlineData("repodata/repomd.xml", true)]
    [InlineData("AppStream/repodata/primary.xml.gz", true)]
    [InlineData("repodata", false)]
    [InlineData("Packages/repodata.rpm", false)]
    [InlineData("Packages/RPM-GPG-KEY-x", false)]
    [InlineData("images/pxeboot/vmlinuz", false)]
    [InlineData("sub/nodes/x.xml", false)]
    [InlineData("", false)]
    public void Metadata_and_nodes_are_read_and_the_rest_may_stay_on_the_disc(string path, bool isRead) => Assert.Equal(isRead, PalletOnDisc.IsRead(path));

    [Theory]
    [InlineData("", "a/b", "a/b")]
    [InlineData("CentOS/6", "CentOS/6/a", "a")]
    [InlineData("CentOS/6", "CentOS/6", null)]
    [InlineData("CentOS/6", "CentOS/66/a", null)]
    [InlineData("CentOS/6", "centos/6/a", null)]
    [InlineData("CentOS/6", "x", null)]
    public void A_path_is_seen_from_the_pallet_s_folder(string root, string path, string? inside) => Assert.Equal(inside, PalletOnDisc.Inside(root, path));

    [Fact]
    public void Whatever_lies_in_the_folder_is_found_there_and_nothing_else() =>
        Gen.Select(Gen.String[Gen.Char["ab/"], 1, 5], Gen.String[Gen.Char["ab/"], 0, 8]).Sample(
            (root, path) => Assert.Equal(
                path.StartsWith(root + "/", StringComparison.Ordinal) ? path[(root.Length + 1)..] : null, PalletOnDisc.Inside(root, path)),
            iter: 3000);

    [Theory]
    [InlineData("6.6", 6)]
    [InlineData("10", 10)]
    [InlineData("24.03-LTS", 24)]
    [InlineData("x6", 0)]
    [InlineData("", 0)]
    [InlineData("99999999999.1", 0)]
    public void The_major_release_is_the_number_that_a_version_begins_with(string version, int major) =>
        Assert.Equal(major, new Pallet(Cluster.Os.Key with { Version = version }).Major);

    [Fact]
    public void A_pallet_brings_an_installer_when_it_has_both_its_parts_and_equals_by_what_it_holds()
    {
        Assert.True(Cluster.Os.IsOs);
        Assert.False((Cluster.Os with { Initrd = null }).IsOs);
        Assert.Equal(Cluster.Os, Cluster.Os with { Boxes = ["default"], Overlays = [] });
        Assert.NotEqual(Cluster.Os, Cluster.Os with { Boxes = ["default", "other"] });
        Assert.NotEqual(Cluster.Os, Cluster.Os with { Overlays = ["x"] });
        Assert.Equal("CentOS/6.6/redhat/x86_64", Cluster.Os.Key.Folder);
    }

    /// <summary>An order of versions is an order: no circle, and equal only what reads the same.</summary>
    [Fact]
    public void Versions_have_one_order()
    {
        var version = Gen.String[Gen.Char["0129.a-"], 0, 6];
        Gen.Select(version, version, version).Sample(
            (a, b, c) =>
            {
                int Order(string one, string other) => Math.Sign(VersionOrder.Instance.Compare(one, other));
                Assert.Equal(Order(a, b), -Order(b, a));
                Assert.True(Order(a, b) > 0 || Order(b, c) > 0 || Order(a, c) <= 0, $"{a} {b} {c}");
                Assert.True(Order(a, b) != 0 || WithoutZeros(a) == WithoutZeros(b), $"{a} {b}");
            },
            iter: 20_000);

        // 6.06 and 6.6 are one version.
        static string WithoutZeros(string text) => System.Text.RegularExpressions.Regex.Replace(
            text, "(?<![0-9])0+(?=[0-9])", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
    }
}
