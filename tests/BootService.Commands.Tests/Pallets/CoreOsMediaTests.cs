using BootService.Commands.Tests.Support;
using BootService.Core.Pallets;

namespace BootService.Commands.Tests.Pallets;

/// <summary>Folders with the files by which image systems boot from the network.</summary>
public sealed class CoreOsMediaTests : IDisposable
{
    private readonly Bench _stack = new(nodes: false);

    public void Dispose() => _stack.Dispose();

    [Theory]
    [InlineData("fedora-coreos-42.20250512.3.0-live-kernel.x86_64")]
    [InlineData("fedora-coreos-42.20250512.3.0-live-kernel-x86_64")]
    public void Fedora_CoreOS_is_known_by_the_names_of_its_files(string kernel)
    {
        Lay((kernel, "kernel"), ("fedora-coreos-42.20250512.3.0-live-initramfs.x86_64.img", "initrd"),
            ("fedora-coreos-42.20250512.3.0-live-rootfs.x86_64.img", "rest"));
        _stack.Type("add pallet fetched");
        var pallet = _stack.Inventory.Pallets.Values.Single();
        Assert.Equal(new PalletKey("Fedora-CoreOS", "42.20250512.3.0", "coreos", "x86_64"), pallet.Key);
        Assert.Equal((kernel, "fedora-coreos-42.20250512.3.0-live-initramfs.x86_64.img"), (pallet.Kernel, pallet.Initrd));
    }

    [Fact]
    public void Flatcar_says_its_version_in_a_file()
    {
        Lay(("flatcar_production_pxe.vmlinuz", "kernel"), ("flatcar_production_pxe_image.cpio.gz", "initrd"), ("flatcar_production_image.bin.bz2", "image"),
            ("version.txt", "FLATCAR_BUILD=4081\nFLATCAR_VERSION=4081.2.0\nFLATCAR_BOARD=\"amd64-usr\"\n"));
        _stack.Type("add pallet fetched");
        Assert.Equal(new PalletKey("Flatcar", "4081.2.0", "coreos", "x86_64"), _stack.Inventory.Pallets.Values.Single().Key);
    }

    [Theory]
    [InlineData(
        "fedora-coreos-42.1-live-kernel.x86_64", "and no fedora-coreos-42.1-live-initramfs.x86_64.img beside it, which is of the same release: fetch it too")]
    [InlineData("flatcar_production_pxe.vmlinuz", "and no flatcar_production_pxe_image.cpio.gz beside it, which is its live system: fetch it too")]
    public void What_lacks_a_part_is_refused_by_its_name(string kernel, string sentence)
    {
        Lay((kernel, "kernel"));
        Assert.Contains(sentence, _stack.Refused("add", "pallet", "fetched"), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_releases_in_one_folder_are_refused()
    {
        Lay(("fedora-coreos-42.1-live-kernel.x86_64", "kernel"), ("fedora-coreos-42.2-live-kernel.x86_64", "kernel"));
        Assert.Contains("has several releases of Fedora CoreOS", _stack.Refused("add", "pallet", "fetched"), StringComparison.Ordinal);
    }

    private void Lay(params (string Name, string Text)[] files)
    {
        foreach (var (name, text) in files)
        {
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(_stack.Folder, "fetched")).FullName, name), text);
        }
    }
}
