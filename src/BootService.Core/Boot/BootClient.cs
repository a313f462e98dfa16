namespace BootService.Core.Boot;

/// <summary>The machine's firmware, as far as it decides what can be booted on it.</summary>
public enum FirmwareKind
{
    /// <summary>Nothing is known of it, as when a file is asked for by name alone.</summary>
    Unknown,

    /// <summary>A BIOS, or UEFI's compatibility module.</summary>
    Bios,

    /// <summary>32-bit UEFI on x86.</summary>
    UefiIa32,

    /// <summary>UEFI on x86-64.</summary>
    UefiX64,

    /// <summary>UEFI on 64-bit ARM.</summary>
    UefiArm64,

    /// <summary>U-Boot on 64-bit ARM, which reads PXELINUX's configuration itself.</summary>
    UbootArm64,

    /// <summary>UEFI on 32-bit ARM.</summary>
    UefiArm32,

    /// <summary>U-Boot on 32-bit ARM.</summary>
    UbootArm32,

    /// <summary>UEFI on 64-bit RISC-V.</summary>
    UefiRiscV64,

    /// <summary>UEFI on 64-bit LoongArch.</summary>
    UefiLoongArch64,

    /// <summary>Open Firmware, or OPAL with Petitboot, which reads PXELINUX's configuration itself, on POWER.</summary>
    Power,
}

/// <summary>Which program asks.</summary>
public enum BootProgram
{
    /// <summary>The firmware's own PXE client, which loads a program over TFTP.</summary>
    Firmware,

    /// <summary>The firmware's own HTTP client (UEFI HTTP boot), which loads a program from a URL.</summary>
    HttpFirmware,

    /// <summary>An iPXE that can fetch a script over HTTP and start a Linux kernel.</summary>
    Ipxe,

    /// <summary>An iPXE cut down so far that it can only chain another loader, such as VirtualBox's ROM (docs/firmware.md).</summary>
    CutDownIpxe,

    /// <summary>PXELINUX asking for its configuration.</summary>
    Pxelinux,

    /// <summary>GRUB asking for its configuration.</summary>
    Grub,

    /// <summary>An operating system asking for an address: it boots nothing.</summary>
    OperatingSystem,
}

/// <summary>Who asks what to boot. The answer to what the machine gets never depends on the program, only how it is said.</summary>
/// <param name="Firmware">The machine's firmware.</param>
/// <param name="Program">The program that speaks.</param>
public readonly record struct BootClient(FirmwareKind Firmware, BootProgram Program)
{
    /// <summary>Whether the machine's firmware must have asked by DHCP since the host was armed, and has not: then whoever asks may be a user of the system
    /// that is to be replaced.</summary>
    public bool IsUnseen { get; init; }

    /// <summary>
    /// The loader that what is known of its firmware advises, a choice of <see cref="LoaderChain.AttributeName"/>; null for its firmware's own.
    /// </summary>
    public string? Advised { get; init; }

    /// <summary>
    /// Whether a loader leads it to its disk: its firmware stops at a file that is not there, or the machine may be another server's.
    /// </summary>
    public bool IsLedToDisk { get; init; }

    /// <summary>The architecture as RPM names it; null when nothing tells.</summary>
    public string? Arch => Firmware switch
    {
        FirmwareKind.Bios or FirmwareKind.UefiX64 => "x86_64",
        FirmwareKind.UefiIa32 => "i386",
        FirmwareKind.UefiArm64 or FirmwareKind.UbootArm64 => "aarch64",
        FirmwareKind.UefiArm32 or FirmwareKind.UbootArm32 => "armv7hl",
        FirmwareKind.UefiRiscV64 => "riscv64",
        FirmwareKind.UefiLoongArch64 => "loongarch64",
        FirmwareKind.Power => "ppc64le",
        _ => null,
    };

    /// <summary>Whether it can start a kernel of an architecture; unless something tells otherwise it can.</summary>
    /// <remarks>A BIOS starts kernels of either width, UEFI only those of its own, and POWER changes its byte order as it starts one.</remarks>
    /// <param name="arch">The architecture as RPM names it, or another distribution or a .treeinfo in its stead; empty for any.</param>
    public bool Runs(string arch)
    {
        ArgumentNullException.ThrowIfNull(arch);
        return Arch is not { } own || arch.Length == 0 || arch == own || Firmware switch
        {
            FirmwareKind.Bios or FirmwareKind.UefiIa32 => arch is "i386" or "i486" or "i586" or "i686",
            FirmwareKind.UefiArm32 or FirmwareKind.UbootArm32 => arch is "armhfp" or "armhf" or "armv7l" or "arm",
            FirmwareKind.Power => arch is "ppc64" or "ppc64el",
            _ => false,
        };
    }
}
