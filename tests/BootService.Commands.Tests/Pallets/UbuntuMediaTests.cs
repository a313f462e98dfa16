using BootService.Commands.Tests.Support;
using BootService.Core.Installers;
using BootService.Core.Pallets;

namespace BootService.Commands.Tests.Pallets;

/// <summary>Ubuntu's discs: the one for servers as a pallet with its own image in it, and those whose installer reads no answers.</summary>
public sealed class UbuntuMediaTests : IDisposable
{
    private const string Server = "Ubuntu-Server 24.04.1 LTS \"Noble Numbat\" - Release amd64 (20240827)";

    private readonly Bench _stack = new(nodes: false);

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void The_disc_for_servers_becomes_a_pallet_with_what_boots_its_packages_and_its_image()
    {
        var image = TestMedia.Iso(Lay("disc", Server));
        _stack.Type($"add pallet {image}");
        var pallet = _stack.Inventory.Pallets.Values.Single();
        Assert.Equal(new PalletKey("Ubuntu", "24.04.1", "ubuntu", "x86_64"), pallet.Key);
        Assert.Equal(("casper/vmlinuz", "casper/initrd"), (pallet.Kernel, pallet.Initrd));
        var folder = Path.Combine(_stack.Pallets, pallet.Key.Folder);
        Assert.Equal(File.ReadAllBytes(image), File.ReadAllBytes(Path.Combine(folder, Installer.Ubuntu.Image)));
        Assert.True(File.Exists(Path.Combine(folder, "dists/noble/Release")));
        Assert.False(Path.Exists(Path.Combine(folder, "casper/ubuntu-server-minimal.squashfs")));
        Assert.IsType<Installer.Ubuntu>(Installer.Of(pallet.Key));
    }

    [Theory]
    [InlineData(
        "Ubuntu 24.04.1 LTS \"Noble Numbat\" - Release amd64 (20240827.1)",
        "whose installer reads no answers: take the image ubuntu-RELEASE-live-server-ARCH.iso")]
    [InlineData("Ubuntu-Server 20.04.6 LTS \"Focal Fossa\" - Release amd64 (20230314)", "and Ubuntu 22.04 to 26.04 are known here")]
    [InlineData("Ubuntu-Server 24.04 LTS \"Noble Numbat\" - Release riscv64 (20240423)", "and machines of x86_64 and aarch64 are booted here")]
    public void Other_discs_of_Ubuntu_are_refused(string info, string sentence) =>
        Assert.Contains(sentence, _stack.Refused("add", "pallet", TestMedia.Iso(Lay("disc", info))), StringComparison.Ordinal);

    [Fact]
    public void Its_content_without_its_image_and_an_image_that_is_to_stay_where_it_is_are_refused()
    {
        var folder = Lay("disc", Server);
        Assert.Contains("its installer fetches the image itself: add the .iso file", _stack.Refused("add", "pallet", folder), StringComparison.Ordinal);
        Assert.Contains("leave copy=no out", _stack.Refused("add", "pallet", TestMedia.Iso(folder), "copy=no"), StringComparison.Ordinal);
        File.Delete(Path.Combine(folder, "casper/initrd"));
        Assert.Contains("without casper/vmlinuz and casper/initrd", _stack.Refused("add", "pallet", TestMedia.Iso(folder)), StringComparison.Ordinal);
    }

    private string Lay(string name, string info)
    {
        var root = Path.Combine(_stack.Folder, name);
        foreach (var (path, text) in new[]
        {
            (".disk/info", info), ("casper/vmlinuz", "kernel"), ("casper/initrd", "initrd"), ("casper/install-sources.yaml", "- id: x\n"),
            ("casper/ubuntu-server-minimal.squashfs", new string('x', 100_000)), ("pool/main/b/bash.deb", "bash"),
            ("dists/noble/Release", "Suite: noble\nCodename: noble\nVersion: 24.04\nArchitectures: amd64\nComponents: main restricted\n"),
            ("dists/noble/main/binary-amd64/Packages", "Package: bash\n"),
        })
        {
            var file = Path.Combine(root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        return root;
    }
}
