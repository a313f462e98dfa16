using BootService.Files;
using Xunit;

namespace BootService.Tests.Opening;

/// <summary>What loaders ask for and can do without.</summary>
public class OptionalBootFilesTests
{
    [Theory]
    [InlineData("pxelinux.cfg/0A01FFFE", true)]
    [InlineData("boot.scr.uimg", true)]
    [InlineData("dtb", true)]
    [InlineData("dtb/qemu-riscv.dtb", true)]
    [InlineData("EFI/rocky/grub.cfg-0A01", true)]
    [InlineData("own-disk", true)]
    [InlineData("boot/dtb/vmlinuz", false)]
    [InlineData("dtb.img", false)]
    [InlineData("pxelinux.0", false)]
    [InlineData("grub/x86_64-efi/grub.cfg", true)]
    [InlineData("grub/grub.cfg", false)]
    [InlineData("EFI/redhat/fonts/unicode.pf2", true)]
    [InlineData("grub/grubenv", true)]
    [InlineData("mmx64.efi", false)]
    public void A_machine_boots_as_well_without_it_or_not(string name, bool isOptional) => Assert.Equal(isOptional, OptionalBootFiles.Contains(name));
}
