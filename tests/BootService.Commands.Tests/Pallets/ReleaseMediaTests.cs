using BootService.Commands.Tests.Support;
using BootService.Core.Pallets;

namespace BootService.Commands.Tests.Pallets;

/// <summary>
/// Discs as the distributions lay them out, from release 6 to 10: descriptions with all their keys, sums of their images, one repository or several.
/// </summary>
public sealed class ReleaseMediaTests : IDisposable
{
    private readonly Bench _stack = new(nodes: false);

    public void Dispose() => _stack.Dispose();

    [Theory]
    [InlineData("CentOS", "6.6", "CentOS", 6)]
    [InlineData("Red Hat Enterprise Linux", "6.10", "RHEL", 6)]
    [InlineData("CentOS", "7", "CentOS", 7)]
    [InlineData("Red Hat Enterprise Linux", "7.9", "RHEL", 7)]
    [InlineData("CentOS Linux", "8", "CentOS", 8)]
    [InlineData("Red Hat Enterprise Linux", "8.10", "RHEL", 8)]
    [InlineData("Rocky Linux", "8.10", "Rocky", 8)]
    [InlineData("AlmaLinux", "9.4", "AlmaLinux", 9)]
    [InlineData("Rocky Linux", "9.3", "Rocky", 9)]
    [InlineData("CentOS Stream", "9", "CentOS-Stream", 9)]
    [InlineData("AlmaLinux", "10.0", "AlmaLinux", 10)]
    [InlineData("Red Hat Enterprise Linux", "10.1", "RHEL", 10)]
    public void A_disc_of_every_release_becomes_a_pallet_that_boots_and_has_its_repositories(string family, string version, string name, int major)
    {
        var medium = Lay(family, version, major);
        TestMedia.Iso(medium);
        _stack.Type("add pallet dvd.iso");
        var pallet = _stack.Inventory.Pallets.Values.Single();
        Assert.Equal(new PalletKey(name, version, "redhat", "x86_64"), pallet.Key);
        Assert.Equal((major, "images/pxeboot/vmlinuz", "images/pxeboot/initrd.img"), (pallet.Major, pallet.Kernel, pallet.Initrd));
        TestMedia.Run("diff", "-r", "--no-dereference", medium, Path.Combine(_stack.Pallets, pallet.Key.Folder));

        // The same disc serves from where it lies: its own metadata speak of every package.
        _stack.Type("add pallet dvd.iso copy=no");
        Assert.True(File.Exists(Path.Combine(_stack.Pallets, pallet.Key.Folder, major < 8 ? "repodata/repomd.xml" : "AppStream/repodata/repomd.xml")));
    }

    [Theory]
    [InlineData("CentOS", "6.6", 6)]
    [InlineData("Rocky Linux", "9.3", 9)]
    public void An_image_that_does_not_add_up_to_what_the_disc_states_is_refused(string family, string version, int major)
    {
        File.AppendAllText(Path.Combine(Lay(family, version, major), "images/pxeboot/initrd.img"), "x");
        TestMedia.Iso(Path.Combine(_stack.Folder, "dvd"));
        Assert.EndsWith(
            "dvd.iso is damaged: images/pxeboot/initrd.img does not have the sha256 sum that the disc itself states; download it again",
            _stack.Refused("add", "pallet", "dvd.iso"), StringComparison.Ordinal);
    }

    private string Lay(string family, string version, int major)
    {
        var disc = Path.Combine(_stack.Folder, "dvd");
        foreach (var file in new[] { "images/pxeboot/vmlinuz", "images/pxeboot/initrd.img", "images/efiboot.img", "isolinux/vmlinuz", "isolinux/initrd.img",
            "EFI/BOOT/BOOTX64.EFI", major == 7 ? "LiveOS/squashfs.img" : "images/install.img" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(disc, file))!);
            File.WriteAllText(Path.Combine(disc, file), file);
        }

        foreach (var repository in major < 8 ? [""] : new[] { "BaseOS", "AppStream" })
        {
            TestMedia.Rpm(Path.Combine(disc, repository, "Packages"), repository.Length == 0 ? "bash" : repository.ToLowerInvariant());
            TestMedia.Repository(Path.Combine(disc, repository));
        }

        File.WriteAllText(
            Path.Combine(disc, ".discinfo"), major < 8 ? $"1414159832.68\n{family} {version}\nx86_64\n1\n" : $"1714123456.123456\n{version}\nx86_64\n");
        File.WriteAllText(
            Path.Combine(disc, "media.repo"), $"[InstallMedia]\nname={family} {version}\nmediaid=1414159832.68\nmetadata_expire=-1\ngpgcheck=0\ncost=500\n");
        var (kernel, initrd) = (Sum("images/pxeboot/vmlinuz"), Sum("images/pxeboot/initrd.img"));
        File.WriteAllText(Path.Combine(disc, ".treeinfo"), major switch
        {
            6 => $"""
                [general]
                family = {family}
                timestamp = 1414159832.68
                variant = 
                totaldiscs = 1
                version = {version}
                discnum = 1
                packagedir = 
                arch = x86_64

                [images-x86_64]
                kernel = images/pxeboot/vmlinuz
                initrd = images/pxeboot/initrd.img
                boot.iso = images/boot.iso

                [images-xen]
                kernel = images/pxeboot/vmlinuz
                initrd = images/pxeboot/initrd.img

                [checksums]
                images/pxeboot/initrd.img = sha256:{initrd}
                images/pxeboot/vmlinuz = sha256:{kernel}
                repodata/repomd.xml = sha256:{Sum("repodata/repomd.xml")}

                [stage2]
                mainimage = images/install.img

                """,
            7 => $"""
                [general]
                name = {family}-{version}
                family = {family}
                timestamp = 1603729576.22
                variant = 
                version = {version}
                packagedir = 
                arch = x86_64

                [stage2]
                mainimage = LiveOS/squashfs.img

                [images-x86_64]
                kernel = images/pxeboot/vmlinuz
                initrd = images/pxeboot/initrd.img
                boot.iso = images/boot.iso

                [images-xen]
                kernel = images/pxeboot/vmlinuz
                initrd = images/pxeboot/initrd.img

                """,
            _ => $"""
                [checksums]
                images/efiboot.img = sha256:{Sum("images/efiboot.img")}
                images/install.img = sha256:{Sum("images/install.img")}
                images/pxeboot/initrd.img = sha256:{initrd}
                images/pxeboot/vmlinuz = sha256:{kernel}

                [general]
                ; WARNING.0 = older readers find what they know in this section
                arch = x86_64
                family = {family}
                name = {family} {version}
                packagedir = AppStream/Packages
                platforms = x86_64,xen
                repository = AppStream
                timestamp = 1714123456
                variant = AppStream
                variants = AppStream,BaseOS
                version = {version}

                [header]
                type = productmd.treeinfo
                version = 1.2

                [images-x86_64]
                efiboot.img = images/efiboot.img
                initrd = images/pxeboot/initrd.img
                kernel = images/pxeboot/vmlinuz

                [images-xen]
                initrd = images/pxeboot/initrd.img
                kernel = images/pxeboot/vmlinuz

                [media]
                discnum = 1
                totaldiscs = 1

                [release]
                name = {family}
                short = {Short(family)}
                version = {version}

                [stage2]
                mainimage = images/install.img

                [tree]
                arch = x86_64
                build_timestamp = 1714123456
                platforms = x86_64,xen
                variants = AppStream,BaseOS

                [variant-AppStream]
                id = AppStream
                name = AppStream
                packages = AppStream/Packages
                repository = AppStream
                type = variant
                uid = AppStream

                [variant-BaseOS]
                id = BaseOS
                name = BaseOS
                packages = BaseOS/Packages
                repository = BaseOS
                type = variant
                uid = BaseOS

                """,
        });
        return disc;

        string Sum(string file) => TestMedia.Run("sha256sum", Path.Combine(disc, file)).Split(' ')[0];
        static string Short(string family) => string.Concat(family.Split(' ').Select(word => word[0]));
    }
}
