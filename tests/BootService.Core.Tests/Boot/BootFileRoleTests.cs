using BootService.Core.Boot;
using Xunit;

namespace BootService.Core.Tests.Boot;

public sealed class BootFileRoleTests
{
    private static readonly BootEntry[] Entries =
    [
        new(new BootEntryKey("rescue", "redhat", 0), BootStart.Kernel) { Kernel = "site/rescue/2/vmlinuz",
            Ramdisk = "site/rescue/2/a.img, site/rescue/2/b.img" },
    ];

    [Theory]
    [InlineData("pxelinux.0", true)]
    [InlineData("rescue/vmlinuz", true)]
    [InlineData("os/CentOS-6.6/images/pxeboot/vmlinuz", true)]
    [InlineData("pxelinux.cfg/01-52-54-00-00-01-00", true)]
    [InlineData("efi/64/deep/grubx64.efi", true)]
    [InlineData("site/rescue/2/vmlinuz", true)]
    [InlineData("site/rescue/2/b.img", true)]
    [InlineData("site/rescue/2/c.img", false)]
    [InlineData("debian/dists/trixie/Release", false)]
    [InlineData("debian/pool/main/b/bash/bash_5.2_amd64.deb", false)]
    public void Files_that_tell_how_far_a_machine_is_are_told_from_a_tree_of_packages(string name, bool isOnTheRoad) =>
        Assert.Equal(isOnTheRoad, BootFileRole.IsOnTheRoad(name, Entries));
}
