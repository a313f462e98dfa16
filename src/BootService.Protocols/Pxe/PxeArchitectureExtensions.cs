namespace BootService.Protocols.Pxe;

/// <summary>What follows from an architecture code.</summary>
public static class PxeArchitectureExtensions
{
    /// <summary>The firmware behind a code; <see cref="PxeFirmware.Unknown"/> for codes without a loader.</summary>
    public static PxeFirmware Firmware(this PxeArchitecture architecture) => architecture switch
    {
        PxeArchitecture.X86Bios or PxeArchitecture.X86BiosHttp => PxeFirmware.Bios,
        PxeArchitecture.X86Uefi or PxeArchitecture.X86UefiHttp => PxeFirmware.UefiX86,

        // 7 and 9 changed places between RFC 4578 and the registry; both are x64 in the field (edk2 sends 7, older machines 9).
        PxeArchitecture.X64Uefi or PxeArchitecture.EfiByteCode => PxeFirmware.UefiX64,
        PxeArchitecture.X64UefiHttp or PxeArchitecture.EfiByteCodeHttp => PxeFirmware.UefiX64,
        PxeArchitecture.Arm32Uefi or PxeArchitecture.Arm32UefiHttp => PxeFirmware.UefiArm32,
        PxeArchitecture.Arm64Uefi or PxeArchitecture.Arm64UefiHttp => PxeFirmware.UefiArm64,
        PxeArchitecture.RiscV64Uefi or PxeArchitecture.RiscV64UefiHttp => PxeFirmware.UefiRiscV64,
        PxeArchitecture.LoongArch64Uefi or PxeArchitecture.LoongArch64UefiHttp => PxeFirmware.UefiLoongArch64,
        PxeArchitecture.ArmRpiBoot => PxeFirmware.RaspberryPi,
        _ => PxeFirmware.Unknown,
    };

    /// <summary>Whether the code says that the firmware boots from a URL.</summary>
    public static bool IsHttp(this PxeArchitecture architecture) => architecture is
        (>= PxeArchitecture.X86UefiHttp and <= PxeArchitecture.X86BiosHttp)
        or PxeArchitecture.Arm32UbootHttp or PxeArchitecture.Arm64UbootHttp
        or PxeArchitecture.RiscV32UefiHttp or PxeArchitecture.RiscV64UefiHttp or PxeArchitecture.LoongArch64UefiHttp;
}
