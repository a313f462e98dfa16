namespace BootService.Core.Boot;

/// <summary>Which loader each kind of client is led through. A table: the choice per host is the attribute <c>loader</c>.</summary>
public static class LoaderChain
{
    /// <summary>The attribute that names a host's chain: <c>auto</c>, <c>pxelinux</c>, <c>ipxe</c>, <c>grub</c> or <c>shim</c>.</summary>
    public const string AttributeName = "loader";

    /// <summary>PXELINUX, for BIOS.</summary>
    public const string Pxelinux = "pxelinux.0";

    /// <summary>iPXE over the BIOS's own network driver.</summary>
    public const string Undionly = "undionly.kpxe";

    /// <summary>iPXE over UEFI's own network driver: the one that works where native drivers hang (peers.md §4.3, 39).</summary>
    public const string Snponly = "snponly.efi";

    /// <summary>The distribution's signed GRUB, as shim looks for it.</summary>
    public const string Grub = "grubx64.efi";

    /// <summary>The distribution's shim, for Secure Boot.</summary>
    public const string Shim = "shimx64.efi";

    /// <summary>The distribution's signed GRUB for ARM.</summary>
    public const string GrubArm64 = "grubaa64.efi";

    /// <summary>The choices of <see cref="AttributeName"/>.</summary>
    public static IReadOnlyList<string> Choices { get; } = ["auto", "pxelinux", "ipxe", "grub", "shim"];

    /// <summary>The next program for a client.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="choice">The host's chain; null or anything unknown is <c>auto</c>.</param>
    /// <param name="local">Whether the machine is to boot from its own disk.</param>
    /// <param name="script">The name of this machine's iPXE script in the boot root.</param>
    public static LoaderOffer For(BootClient client, string? choice, bool local, string script) => (client.Program, client.Firmware, choice) switch
    {
        (BootProgram.OperatingSystem, _, _) => new LoaderOffer.Nothing("an operating system asks for an address only"),

        // An iPXE that can is given its script at once, whoever loaded it; unless the host is told to go another way on BIOS.
        (BootProgram.Ipxe, FirmwareKind.Bios, "pxelinux") => new LoaderOffer.File(Pxelinux),
        (BootProgram.Ipxe, _, _) => new LoaderOffer.Http(script),

        // VirtualBox's ROM says iPXE and can start no kernel: it is a PXE ROM like any other (danderson/netboot#51).
        (BootProgram.Firmware or BootProgram.CutDownIpxe, FirmwareKind.Bios, "ipxe") => new LoaderOffer.File(Undionly),
        (BootProgram.Firmware or BootProgram.CutDownIpxe, FirmwareKind.Bios, _) => new LoaderOffer.File(Pxelinux),

        // GRUB's exit drops UEFI into its setup menu (vmlab.md §4), so a host on that chain boots its disk by getting no loader.
        (BootProgram.Firmware, FirmwareKind.UefiX64 or FirmwareKind.UefiArm64, "grub" or "shim") when local =>
            new LoaderOffer.Nothing("no loader of this chain can hand over to a UEFI disk, so none is offered"),
        (BootProgram.Firmware, FirmwareKind.UefiX64, "grub") => new LoaderOffer.File(Grub),
        (BootProgram.Firmware, FirmwareKind.UefiX64, "shim") => new LoaderOffer.File(Shim),
        (BootProgram.Firmware or BootProgram.CutDownIpxe, FirmwareKind.UefiX64, _) => new LoaderOffer.File(Snponly),

        (BootProgram.Firmware, FirmwareKind.UefiArm64, _) when local => new LoaderOffer.Nothing("64-bit ARM boots its disk by getting no loader"),
        (BootProgram.Firmware, FirmwareKind.UefiArm64, _) => new LoaderOffer.File(GrubArm64),

        // UEFI tries PXE, then HTTP, then the disk: answering HTTP for an installed node would hold it on the network.
        (BootProgram.HttpFirmware, _, _) when local => new LoaderOffer.Nothing("HTTP boot is declined so that the firmware goes on to the disk"),
        (BootProgram.HttpFirmware, FirmwareKind.UefiX64, _) => new LoaderOffer.Http(Snponly),

        _ => new LoaderOffer.Nothing($"there is no loader for {client.Firmware} firmware"),
    };
}
