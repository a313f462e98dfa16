namespace BootService.Protocols.Pxe;

/// <summary>Values of option 93: IANA's "Processor Architecture Types" registry, which is right where RFC 4578's text disagrees with it (7 and 9).</summary>
public enum PxeArchitecture : ushort
{
    /// <summary>x86 BIOS. Also what Raspberry Pi ROMs send.</summary>
    X86Bios = 0,

    /// <summary>NEC PC-98.</summary>
    NecPc98 = 1,

    /// <summary>Itanium.</summary>
    Itanium = 2,

    /// <summary>DEC Alpha.</summary>
    DecAlpha = 3,

    /// <summary>Arc x86.</summary>
    ArcX86 = 4,

    /// <summary>Intel Lean Client.</summary>
    IntelLeanClient = 5,

    /// <summary>x86 UEFI.</summary>
    X86Uefi = 6,

    /// <summary>x64 UEFI.</summary>
    X64Uefi = 7,

    /// <summary>EFI on XScale.</summary>
    XscaleEfi = 8,

    /// <summary>EFI byte code; firmware that follows RFC 4578's text means x64 by it.</summary>
    EfiByteCode = 9,

    /// <summary>ARM 32-bit UEFI.</summary>
    Arm32Uefi = 10,

    /// <summary>ARM 64-bit UEFI.</summary>
    Arm64Uefi = 11,

    /// <summary>PowerPC Open Firmware.</summary>
    PowerPcOpenFirmware = 12,

    /// <summary>PowerPC ePAPR.</summary>
    PowerPcEpapr = 13,

    /// <summary>POWER OPAL version 3.</summary>
    PowerOpal3 = 14,

    /// <summary>x86 UEFI, HTTP boot.</summary>
    X86UefiHttp = 15,

    /// <summary>x64 UEFI, HTTP boot.</summary>
    X64UefiHttp = 16,

    /// <summary>EFI byte code, HTTP boot.</summary>
    EfiByteCodeHttp = 17,

    /// <summary>ARM 32-bit UEFI, HTTP boot.</summary>
    Arm32UefiHttp = 18,

    /// <summary>ARM 64-bit UEFI, HTTP boot.</summary>
    Arm64UefiHttp = 19,

    /// <summary>x86 BIOS, HTTP boot.</summary>
    X86BiosHttp = 20,

    /// <summary>ARM 32-bit U-Boot.</summary>
    Arm32Uboot = 21,

    /// <summary>ARM 64-bit U-Boot.</summary>
    Arm64Uboot = 22,

    /// <summary>ARM 32-bit U-Boot, HTTP boot.</summary>
    Arm32UbootHttp = 23,

    /// <summary>ARM 64-bit U-Boot, HTTP boot.</summary>
    Arm64UbootHttp = 24,

    /// <summary>RISC-V 32-bit UEFI.</summary>
    RiscV32Uefi = 25,

    /// <summary>RISC-V 32-bit UEFI, HTTP boot.</summary>
    RiscV32UefiHttp = 26,

    /// <summary>RISC-V 64-bit UEFI.</summary>
    RiscV64Uefi = 27,

    /// <summary>RISC-V 64-bit UEFI, HTTP boot.</summary>
    RiscV64UefiHttp = 28,

    /// <summary>LoongArch 64-bit UEFI.</summary>
    LoongArch64Uefi = 39,

    /// <summary>LoongArch 64-bit UEFI, HTTP boot.</summary>
    LoongArch64UefiHttp = 40,

    /// <summary>ARM rpiboot, the Raspberry Pi's own loader.</summary>
    ArmRpiBoot = 41,
}
