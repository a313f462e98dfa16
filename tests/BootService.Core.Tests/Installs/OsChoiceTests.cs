using BootService.Core.Attributes;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Pallets;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Installs;

/// <summary>Which system a host installs of those that are enabled for it.</summary>
public class OsChoiceTests
{
    private static readonly Pallet El9 = Os("Rocky", "9.10", "redhat");
    private static readonly Pallet El9Older = Os("Rocky", "9.4", "redhat");
    private static readonly Pallet Centos = Os("CentOS", "7.9", "linux");
    private static readonly Pallet Ubuntu = Os("Ubuntu", "24.04", "ubuntu");
    private static readonly Pallet Tools = new(new PalletKey("tools", "99", "redhat", "x86_64")) { Boxes = ["default"] };
    private static readonly Pallet Elsewhere = Os("Rocky", "10.0", "redhat") with { Boxes = ["other"] };

    [Theory]
    [InlineData(null, "Rocky", "9.10")]
    [InlineData("Rocky", "Rocky", "9.10")]
    [InlineData("Rocky-9.4", "Rocky", "9.4")]
    [InlineData("CentOS", "CentOS", "7.9")]
    public void It_is_the_newest_or_the_one_that_is_named(string? wanted, string name, string version)
    {
        var key = OsChoice.Of(Site(wanted, El9, El9Older, Centos, Ubuntu, Tools, Elsewhere), Cluster.Backend(0)).Key;
        Assert.Equal((name, version), (key.Name, key.Version));
    }

    [Theory]
    [InlineData("Rocky-9", "asks for OS pallet \"Rocky-9\" by attribute os.pallet, and box \"default\" has only CentOS-7.9, Rocky-9.10 enabled")]
    [InlineData("rocky", "asks for OS pallet \"rocky\"")]
    [InlineData("tools", "asks for OS pallet \"tools\"")]
    public void A_name_that_none_has_is_told_with_those_there_are(string wanted, string why) => Assert.Contains(
        why, Refusal(Site(wanted, El9, Centos, Tools)), StringComparison.Ordinal);

    [Fact]
    public void Without_a_pallet_for_it_a_host_is_told_what_to_do()
    {
        Assert.Contains("no pallet with a kernel is enabled in box \"default\"", Refusal(Site(null, Tools, Elsewhere)), StringComparison.Ordinal);
        Assert.EndsWith(
            "is to have os \"redhat\", and box \"default\" has no pallet of it enabled, only Ubuntu-24.04 (ubuntu): enable one, or "
                + "\"stack set host os backend-0-0 os=ubuntu\"",
            Refusal(Site(null, Ubuntu)), StringComparison.Ordinal);
        var archive = new Pallet(new PalletKey("Debian", "13", "debian", "x86_64")) { Boxes = ["default"] };
        Assert.Contains(
            "add netboot.tar.gz of Debian 13, or the package debian-installer-13-netboot-amd64",
            Refusal(Site(null, archive), Cluster.Backend(0) with { Os = "debian" }), StringComparison.Ordinal);
        Assert.Contains("netboot.tar.gz", Refusal(Site(null, archive, El9), Cluster.Backend(0) with { Os = "debian" }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linux", "redhat", true)]
    [InlineData("redhat", "linux", true)]
    [InlineData("RedHat", "redhat", true)]
    [InlineData("ubuntu", "debian", false)]
    public void Stacki_s_older_word_for_an_os_is_the_newer_one(string pallet, string os, bool isOf) =>
        Assert.Equal(isOf, OsChoice.IsOf(Os("x", "1", pallet), os));

    /// <summary>What is told to nobody is found by nobody: the quick way and the one that explains itself agree.</summary>
    [Fact]
    public void The_quick_way_finds_what_the_other_one_does() =>
        Gen.Select(
            Choice.Among(El9, El9Older, Centos, Ubuntu, Tools, Elsewhere).Array[0, 6],
                Choice.Among<string?>(null, "", "Rocky", "Rocky-9.4", "CentOS", "Ubuntu", "x"),
            Choice.Among("redhat", "linux", "ubuntu", "debian"), Choice.Among("default", "other", "none")).Sample(
            (pallets, wanted, os, box) =>
            {
                var inventory = Site(wanted, pallets);
                var host = Cluster.Backend(0) with { Os = os, Box = box };
                inventory = inventory.With(new Change.HostSet(host));
                var found = OsChoice.Find(inventory, host);
                Assert.Equal(found, Record.Exception(() => OsChoice.Of(inventory, host)) is null ? OsChoice.Of(inventory, host) : null);
                var fitting = pallets.Distinct().Where(pallet => pallet.IsOs && pallet.IsEnabledIn(box) && OsChoice.IsOf(pallet, os)
                    && (string.IsNullOrEmpty(wanted) || wanted == pallet.Key.Name || wanted == $"{pallet.Key.Name}-{pallet.Key.Version}")).ToArray();
                Assert.Equal(fitting.Length > 0, found is not null);
                Assert.All(fitting, pallet => Assert.True(VersionOrder.Instance.Compare(pallet.Key.Version, found!.Key.Version) <= 0));
            },
            iter: 2000);

    private static Pallet Os(string name, string version, string os) =>
        new(new PalletKey(name, version, os, "x86_64")) { Kernel = "k", Initrd = "i", Boxes = ["default"] };

    private static string Refusal(Inventory inventory, Core.Hosts.Host? host = null) =>
        Assert.Throws<RefusedException>(() => OsChoice.Of(inventory, host ?? Cluster.Backend(0))).Message;

    private static Inventory Site(string? wanted, params Pallet[] pallets)
    {
        var inventory = Inventory.Empty(Cluster.Frontend).With([.. pallets.Select(pallet => new Change.PalletSet(pallet)),
            new Change.HostSet(Cluster.Backend(0))]);
        return wanted is null ? inventory : inventory.Set(AttributeOwner.Global, OsChoice.AttributeName, wanted);
    }
}
