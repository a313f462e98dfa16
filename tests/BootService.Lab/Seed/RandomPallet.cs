using System.Security.Cryptography;
using BootService.Lab.Frontend;
using BootService.Lab.Processes;

namespace BootService.Lab.Seed;

/// <summary>An OS medium whose kernel and RAM disk are random octets: enough for everything that does not run them.</summary>
public static class RandomPallet
{
    /// <summary>Its kernel, relative to the pallet.</summary>
    public const string Kernel = "images/pxeboot/vmlinuz";

    /// <summary>Its RAM disk, relative to the pallet.</summary>
    public const string Initrd = "images/pxeboot/initrd.img";

    /// <summary>Makes the medium, adds it as CentOS 6.6 and enables it.</summary>
    /// <param name="stack">The admin's hands.</param>
    /// <param name="scratch">A folder that is there; the medium is made below it.</param>
    /// <param name="kernel">Octets of the kernel.</param>
    /// <param name="initrd">Octets of the RAM disk.</param>
    public static async Task AddAsync(StackCommand stack, string scratch, int kernel = 300_000, int initrd = 2_000_001)
    {
        await stack.RunAsync("add", "pallet", await MediumAsync(scratch, kernel, initrd));
        await stack.RunAsync("enable", "pallet", "CentOS");
    }

    /// <summary>Makes the medium and writes it as a disc.</summary>
    /// <param name="folder">A folder that is there.</param>
    /// <param name="name">The disc's name in it.</param>
    public static async Task DiscAsync(string folder, string name)
    {
        var medium = await MediumAsync(folder, kernel: 300_000, initrd: 2_000_001);
        (await Tool.RunAsync("xorriso", ["-as", "mkisofs", "-quiet", "-R", "-V", "CentOS", "-o", Path.Combine(folder, name), medium])).Succeeded();
        Directory.Delete(medium, recursive: true);
    }

    private static async Task<string> MediumAsync(string scratch, int kernel, int initrd)
    {
        var medium = Path.Combine(scratch, "medium");
        Directory.CreateDirectory(Path.Combine(medium, "images", "pxeboot"));
        Directory.CreateDirectory(Path.Combine(medium, "repodata"));
        await File.WriteAllTextAsync(Path.Combine(medium, "repodata", "repomd.xml"), "<repomd/>");
        await File.WriteAllTextAsync(Path.Combine(medium, ".treeinfo"), $"""
            [general]
            family = CentOS
            version = 6.6
            arch = x86_64
            [images-x86_64]
            kernel = {Kernel}
            initrd = {Initrd}
            [checksums]
            {Kernel} = sha256:{await WriteAsync(Path.Combine(medium, Kernel), kernel)}
            {Initrd} = sha256:{await WriteAsync(Path.Combine(medium, Initrd), initrd)}

            """);
        return medium;
    }

    /// <summary>Where it lies on a frontend.</summary>
    public static string FolderOf(DaemonProcess daemon) => Path.Combine(daemon.ExportDirectory, "pallets", "CentOS", "6.6", "redhat", "x86_64");

    private static async Task<string> WriteAsync(string path, int length)
    {
        var octets = RandomNumberGenerator.GetBytes(length);
        await File.WriteAllBytesAsync(path, octets);
        return Convert.ToHexStringLower(SHA256.HashData(octets));
    }
}
