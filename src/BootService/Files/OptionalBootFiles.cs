using BootService.Core.Boot;

namespace BootService.Files;

/// <summary>Files that loaders ask for and can do without: their absence is no failure and must not look like one.</summary>
internal static class OptionalBootFiles
{
    /// <summary>Whether a machine boots as well without this file.</summary>
    /// <param name="name">The name asked for, in its normal form.</param>
    public static bool Contains(ReadOnlySpan<char> name)
    {
        var slash = name.LastIndexOf('/');
        var folder = slash < 0 ? default : name[..slash];
        var file = name[(slash + 1)..];
        return IsPxelinuxStep(folder) || IsDeviceTree(folder, file) || IsGrubProbe(folder, file) || IsProbe(file);
    }

    /// <summary>PXELINUX asks for its configuration by UUID, MAC, address shortened digit by digit, and "default" (each a question, not a need).</summary>
    private static bool IsPxelinuxStep(ReadOnlySpan<char> folder) => folder is "pxelinux.cfg" || folder.EndsWith("/pxelinux.cfg");

    /// <summary>
    /// U-Boot asks for its board's device tree beside a UEFI loader, for <c>dtb/</c> alone where the board has no name for it (config_distro_bootcmd.h).
    /// </summary>
    private static bool IsDeviceTree(ReadOnlySpan<char> folder, ReadOnlySpan<char> file) => folder is "dtb" || (folder.IsEmpty && file is "dtb");

    /// <summary>
    /// Debian's signed GRUB looks for a configuration of its platform before the one beside its prefix, and GRUB's usual configurations for a font and for
    /// settings that were kept; all of them go on without (grub-core, and the memdisk of grubnetx64.efi).
    /// </summary>
    private static bool IsGrubProbe(ReadOnlySpan<char> folder, ReadOnlySpan<char> file) =>
        file is "unicode.pf2" or "grubenv" || (file is "grub.cfg" && folder.EndsWith("-efi"));

    private static bool IsProbe(ReadOnlySpan<char> file) =>
        file is BootNames.OwnDisk // what firmware is sent for on the way to its disk
            or "autoexec.ipxe" // iPXE 2.0
            or "command.lst" or "fs.lst" or "crypto.lst" or "terminal.lst" // GRUB's module lists
            or "boot.scr.uimg" // U-Boot's script, before it asks for PXELINUX's configuration (doc/develop/distro.rst)
            or "revocations.efi" or "revocations_sku.efi" or "revocations_sbat.efi" // shim 15.8 and later
        || file.StartsWith("shim_certificate_")
        || file.StartsWith("grub.cfg-") // GRUB's own steps by MAC and address
        || (file.StartsWith("start4") && file.EndsWith(".elf")) // Raspberry Pi
        || file.EndsWith(".mo") || file.EndsWith(".mo.gz"); // GRUB's translations
}
