namespace BootService.Protocols.Pxe;

/// <summary>What can run on a machine, whichever way it boots: the part of option 93 that loaders are chosen by.</summary>
public enum PxeFirmware
{
    /// <summary>Not said, or nothing this system has a loader for.</summary>
    Unknown,

    /// <summary>x86 BIOS.</summary>
    Bios,

    /// <summary>32-bit x86 UEFI.</summary>
    UefiX86,

    /// <summary>64-bit x86 UEFI.</summary>
    UefiX64,

    /// <summary>32-bit ARM UEFI.</summary>
    UefiArm32,

    /// <summary>64-bit ARM UEFI.</summary>
    UefiArm64,

    /// <summary>64-bit RISC-V UEFI.</summary>
    UefiRiscV64,

    /// <summary>64-bit LoongArch UEFI.</summary>
    UefiLoongArch64,

    /// <summary>The Raspberry Pi's own ROM.</summary>
    RaspberryPi,
}
