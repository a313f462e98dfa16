using System.Formats.Tar;
using System.IO.Compression;
using BootService.Commands.Tests.Support;
using BootService.Core;
using BootService.Core.Installs;
using BootService.Core.Pallets;

namespace BootService.Commands.Tests.Pallets;

/// <summary>Debian's media: the installer that boots from the network in each of its packings, and archives as DVDs and mirrors have them.</summary>
public sealed class DebianMediaTests : IDisposable
{
    private const string Netboot = "debian-installer/amd64/";

    private readonly Bench _stack = new(nodes: false);

    public void Dispose() => _stack.Dispose();

    [Theory]
    [InlineData("netboot")]
    [InlineData("netboot.tar.gz")]
    [InlineData("netboot.tar")]
    [InlineData("debian-installer-13-netboot-amd64_20250803_all.deb")]
    public void The_installer_of_the_network_is_a_pallet_that_boots(string path)
    {
        Lay(path);
        _stack.Type($"add pallet {path}");
        var pallet = _stack.Inventory.Pallets.Values.Single();
        Assert.Equal(new PalletKey("Debian", "13", "debian", "x86_64"), pallet.Key);
        Assert.Equal((Netboot + "linux", Netboot + "initrd.gz"), (pallet.Kernel, pallet.Initrd));
        Assert.Equal([Netboot + "firmware.cpio.gz"], pallet.Overlays);
        Assert.Equal("kernel", File.ReadAllText(Path.Combine(_stack.Pallets, pallet.Key.Folder, Netboot, "linux")));
        Assert.Equal(["Debian"], Directory.EnumerateFileSystemEntries(_stack.Pallets).Select(Path.GetFileName));
    }

    [Fact]
    public void A_disc_and_the_installer_of_the_network_make_one_pallet_whichever_comes_first()
    {
        Lay("netboot.tar.gz");
        Archive("dvd", "trixie", "13.1");
        _stack.Type("add pallet dvd");
        Assert.False(_stack.Inventory.Pallets.Values.Single().IsOs);
        _stack.Type("add pallet netboot.tar.gz");
        _stack.Type("add pallet dvd");
        var pallet = _stack.Inventory.Pallets.Values.Single();
        Assert.True(pallet.IsOs);
        Assert.Equal([Netboot + "firmware.cpio.gz"], pallet.Overlays);
        var folder = Path.Combine(_stack.Pallets, pallet.Key.Folder);
        Assert.All(["dists/trixie/Release", "pool/main/b/bash.deb", Netboot + "linux"], file => Assert.True(File.Exists(Path.Combine(folder, file)), file));
    }

    [Fact]
    public void A_disc_alone_says_what_it_lacks_when_a_host_is_to_be_installed()
    {
        Archive("dvd", "bookworm", "12.11");
        _stack.Type("add pallet dvd");
        _stack.Type("enable pallet Debian");
        _stack.Type("add host backend-0-0");
        _stack.Type("add host interface backend-0-0 interface=eth0 mac=52:54:00:00:00:01 ip=10.1.255.254 network=private");
        _stack.Type("set host os backend-0-0 os=debian");
        Assert.EndsWith(
            "has packages and no installer that boots from the network, which discs do not bring: add netboot.tar.gz of Debian 12, "
            + "or the package debian-installer-12-netboot-amd64, with \"stack add pallet\" too",
            Assert.Throws<RefusedException>(() => OsChoice.Of(_stack.Inventory, _stack.Inventory.Hosts.Values.Single())).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "bullseye", "11.9", "amd64",
        "dvd is Debian GNU/Linux 11.9 \"x\" - Official, and archives of Debian 12 (bookworm) and 13 (trixie) for amd64 or arm64 are known here")]
    [InlineData("trixie", "13.1", "riscv64", "are known here")]
    [InlineData("trixie", "12.1", "amd64", "are known here")]
    public void Another_release_or_machine_is_refused(string suite, string version, string architecture, string sentence)
    {
        File.WriteAllText(Path.Combine(Archive("dvd", suite, version, architecture), ".disk/info"), $"Debian GNU/Linux {version} \"x\" - Official\n");
        Assert.EndsWith(sentence, _stack.Refused("add", "pallet", "dvd"), StringComparison.Ordinal);
        Assert.Empty(_stack.Inventory.Pallets);
    }

    [Fact]
    public void An_installer_that_does_not_say_its_release_or_has_no_RAM_disk_is_refused()
    {
        var folder = Lay("netboot");
        File.Delete(Path.Combine(folder, "version.info"));
        Assert.Contains("does not say of which Debian it is: version.info", _stack.Refused("add", "pallet", "netboot"), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "version.info"), "Debian version:  11 (bullseye)\n");
        Assert.EndsWith(
            "is the installer of Debian 11, and those of Debian 12 and 13 are known here", _stack.Refused("add", "pallet", "netboot"),
            StringComparison.Ordinal);
        File.Delete(Path.Combine(folder, Netboot, "initrd.gz"));
        Assert.EndsWith("and no initrd.gz beside it, so nothing could boot from it", _stack.Refused("add", "pallet", "netboot"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_that_is_damaged_or_leads_out_of_itself_is_refused_and_leaves_nothing()
    {
        Lay("netboot.tar.gz");
        var bytes = File.ReadAllBytes(Path.Combine(_stack.Folder, "netboot.tar.gz"));
        File.WriteAllBytes(Path.Combine(_stack.Folder, "cut.tar.gz"), bytes[..(bytes.Length / 2)]);
        Assert.Contains("cut.tar.gz is damaged", _stack.Refused("add", "pallet", "cut.tar.gz"), StringComparison.Ordinal);

        using (var tar = new TarWriter(File.Create(Path.Combine(_stack.Folder, "out.tar"))))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "a/../../out") { DataStream = new MemoryStream([1]) });
        }

        Assert.EndsWith("has a name in it that leads out of it: a/../../out", _stack.Refused("add", "pallet", "out.tar"), StringComparison.Ordinal);
        using (var tar = new TarWriter(File.Create(Path.Combine(_stack.Folder, "link.tar"))))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "etc") { LinkName = "/etc" });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "etc/out") { DataStream = new MemoryStream([1]) });
        }

        Assert.EndsWith("has etc/out in a folder that is a link", _stack.Refused("add", "pallet", "link.tar"), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_stack.Pallets));
    }

    /// <summary>Lays the installer of the network out, packed as the name says.</summary>
    private string Lay(string name)
    {
        var isPackage = name.EndsWith(".deb", StringComparison.Ordinal);
        var folder = Path.Combine(_stack.Folder, isPackage ? "package" : name.StartsWith("netboot.", StringComparison.Ordinal) ? "content" : name);
        var root = Path.Combine(folder, isPackage ? "usr/lib/debian-installer/images/13/amd64/text" : "");
        Directory.CreateDirectory(Path.Combine(root, Netboot));
        File.WriteAllText(Path.Combine(root, "version.info"), "Debian version:  13 (trixie)\nInstaller build: 20250803\n");
        foreach (var (file, text) in new[] { ("linux", "kernel"), ("initrd.gz", "initrd"), ("firmware.cpio.gz", "firmware") })
        {
            File.WriteAllText(Path.Combine(root, Netboot, file), text);
        }

        var path = Path.Combine(_stack.Folder, name);
        if (isPackage)
        {
            Directory.CreateDirectory(Path.Combine(folder, "DEBIAN"));
            File.WriteAllText(
                Path.Combine(folder, "DEBIAN/control"), "Package: x\nVersion: 1\nArchitecture: all\nMaintainer: x <x@example.com>\nDescription: x\n");
            TestMedia.Run("dpkg-deb", "--build", "--root-owner-group", folder, path);
        }
        else if (name.EndsWith(".gz", StringComparison.Ordinal))
        {
            using var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest);
            TarFile.CreateFromDirectory(folder, packed, includeBaseDirectory: false);
        }
        else if (name.EndsWith(".tar", StringComparison.Ordinal))
        {
            TarFile.CreateFromDirectory(folder, path, includeBaseDirectory: false);
        }

        return folder;
    }

    private string Archive(string name, string suite, string version, string architecture = "amd64")
    {
        var folder = Path.Combine(_stack.Folder, name);
        foreach (var part in new[] { ".disk", "pool/main/b", $"dists/{suite}/main/binary-{architecture}",
            $"dists/{suite}/main/debian-installer/binary-{architecture}" })
        {
            Directory.CreateDirectory(Path.Combine(folder, part));
        }

        File.WriteAllText(Path.Combine(folder, "pool/main/b/bash.deb"), "x");
        File.WriteAllText(Path.Combine(folder, $"dists/{suite}/main/binary-{architecture}/Packages"), "Package: bash\nProvides: shell (= 1)\n");
        File.WriteAllText(
            Path.Combine(folder, $"dists/{suite}/Release"),
            $"Origin: Debian\nSuite: stable\nVersion: {version}\nCodename: {suite}\nArchitectures: {architecture}\nComponents: main\n");
        File.CreateSymbolicLink(Path.Combine(folder, "dists/stable"), suite);
        return folder;
    }
}
