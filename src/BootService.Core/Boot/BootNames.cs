using System.Globalization;
using BootService.Protocols.Net;

namespace BootService.Core.Boot;

/// <summary>Which rendered configuration a file name asks for, and by what the machine is named in it.</summary>
/// <param name="Program">Whose grammar it is written in.</param>
/// <param name="Mac">The machine's hardware address; null when the name has none.</param>
/// <param name="Address">The machine's address; null when the name has none. Both null: the machine is the one that asks.</param>
public readonly record struct ConfigurationName(BootProgram Program, MacAddress? Mac, Ipv4? Address);

/// <summary>The names of the files that are rendered for one machine when it asks for them (docs/firmware.md).</summary>
public static class BootNames
{
    /// <summary>The name that firmware is sent for when it is to go on to its own disk: no file has it, whatever lies in the boot root.</summary>
    public const string OwnDisk = "own-disk";

    private const string PxelinuxFolder = "pxelinux.cfg/";
    private const string GrubFolder = "grub/";
    private const string GrubFile = "grub.cfg";
    private const string IpxeFolder = "ipxe/";
    private const string EthernetPrefix = "01-";

    /// <summary>PXELINUX's file of a machine, by its card: <c>pxelinux.cfg/01-52-54-00-12-34-56</c>.</summary>
    public static string Pxelinux(MacAddress mac) => PxelinuxFolder + EthernetPrefix + mac.ToString("-");

    /// <summary>GRUB's file of a machine, by its card.</summary>
    public static string Grub(MacAddress mac) => GrubFolder + GrubFile + "-" + EthernetPrefix + mac.ToString("-");

    /// <summary>iPXE's script of a machine, by its card.</summary>
    public static string IpxeScript(MacAddress mac) => IpxeFolder + EthernetPrefix + mac.ToString("-") + ".ipxe";

    /// <summary>Reads a name, in capitals or not, as files of the boot root are found.</summary>
    /// <param name="name">The name as normalised for the boot root: no leading slash, no empty parts.</param>
    /// <returns>Null when it is not the name of a rendered configuration.</returns>
    public static ConfigurationName? Parse(ReadOnlySpan<char> name)
    {
        // syslinux.efi asks relative to the folder it came from; the folder says nothing about the machine.
        var pxelinux = name.LastIndexOf(PxelinuxFolder, StringComparison.OrdinalIgnoreCase);
        if (pxelinux >= 0 && (pxelinux == 0 || name[pxelinux - 1] == '/'))
        {
            return Machine(BootProgram.Pxelinux, name[(pxelinux + PxelinuxFolder.Length)..]);
        }

        // GRUB looks beside itself or in the folder that its package was built for; neither says anything about the machine.
        var slash = name.LastIndexOf('/');
        var file = name[(slash + 1)..];
        if (file.StartsWith(GrubFile, StringComparison.OrdinalIgnoreCase) && IsGrubFolder(slash < 0 ? default : name[..slash]))
        {
            return file.Length == GrubFile.Length ? new ConfigurationName(BootProgram.Grub, null, null)
                : file[GrubFile.Length] == '-' ? Machine(BootProgram.Grub, file[(GrubFile.Length + 1)..])
                : null;
        }

        return name.StartsWith(IpxeFolder, StringComparison.OrdinalIgnoreCase) && name.EndsWith(".ipxe", StringComparison.OrdinalIgnoreCase)
            ? Machine(BootProgram.Ipxe, name[IpxeFolder.Length..^".ipxe".Length])
            : null;
    }

    // The prefixes of distributions' images: Debian's, Red Hat's and its relatives' (EFI/redhat, EFI/rocky, …), GRUB's own, and that of Debian's network
    // installers.
    private static bool IsGrubFolder(ReadOnlySpan<char> folder)
    {
        folder = folder.StartsWith("boot/", StringComparison.OrdinalIgnoreCase) ? folder["boot/".Length..] : folder;
        return folder.IsEmpty
            || folder.Equals("boot", StringComparison.OrdinalIgnoreCase)
            || folder.Equals("grub", StringComparison.OrdinalIgnoreCase)
            || folder.Equals("grub2", StringComparison.OrdinalIgnoreCase)
            || (folder.StartsWith("EFI/", StringComparison.OrdinalIgnoreCase) && !folder["EFI/".Length..].Contains('/'))
            || (folder.StartsWith("debian-installer/", StringComparison.Ordinal) && folder.EndsWith("/grub", StringComparison.Ordinal));
    }

    private static ConfigurationName? Machine(BootProgram program, ReadOnlySpan<char> machine)
    {
        if (machine.StartsWith(EthernetPrefix) && MacAddress.TryParse(machine[EthernetPrefix.Length..], null, out var prefixed))
        {
            return new ConfigurationName(program, prefixed, null);
        }

        // GRUB builds have been seen to ask with colons and without the hardware type (docs/firmware.md).
        if (MacAddress.TryParse(machine, null, out var bare))
        {
            return new ConfigurationName(program, bare, null);
        }

        // Only the whole address names a machine; the shortened steps of the search are misses and answered as such at once.
        return machine.Length == 8 && uint.TryParse(machine, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var address)
            ? new ConfigurationName(program, null, new Ipv4(address))
            : null;
    }
}
