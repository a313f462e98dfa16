using BootService.Protocols.Net;

namespace BootService.Lab.Machines;

/// <summary>What a machine starts from when it is switched on.</summary>
public enum Firmware
{
    /// <summary>SeaBIOS, with the iPXE ROM of the network card as its PXE.</summary>
    Bios,

    /// <summary>OVMF, with its own network stack as its PXE.</summary>
    Uefi,

    /// <summary>AAVMF on a 64-bit ARM board, with its own network stack as its PXE. Needs the packages of <c>tests/packages-interop.txt</c>.</summary>
    UefiArm,
}

/// <summary>A machine as it would be ordered.</summary>
/// <param name="Name">Names its console, disk and log.</param>
/// <param name="Mac">Hardware address of its one network card.</param>
/// <param name="Firmware">BIOS or UEFI.</param>
public sealed record MachineSettings(string Name, MacAddress Mac, Firmware Firmware)
{
    /// <summary>QEMU's name of the network card: <c>virtio-net-pci</c>, <c>e1000</c>, <c>pcnet</c>, <c>rtl8139</c>.</summary>
    public string NetworkCard { get; init; } = "virtio-net-pci";

    /// <summary>Whether UEFI starts only what Microsoft's keys vouch for.</summary>
    public bool SecureBoot { get; init; }

    /// <summary>Whether UEFI boots from the network by HTTP alone.</summary>
    public bool HttpBoot { get; init; }

    /// <summary>A certificate as DER that UEFI takes for the server's when it boots by HTTPS; null for none.</summary>
    public byte[]? Trusts { get; init; }

    /// <summary>Whether UEFI tries every way of booting from the network, as it comes out of its box; otherwise PXE over IPv6 is switched off.</summary>
    public bool AsItComes { get; init; }

    /// <summary>
    /// Whether UEFI boots in the order that it keeps, as a board does, and that the installed system may change; otherwise the network is first at each
    /// power-on, then the disk.
    /// </summary>
    public bool KeepsBootOrder { get; init; }

    /// <summary>A folder that is its disk, as a FAT file system that nobody can write; null for an empty disk of its own.</summary>
    public string? DiskFolder { get; init; }

    /// <summary>Whether UEFI takes the card's own iPXE instead of its own network stack.</summary>
    public bool CardRom { get; init; }

    /// <summary>Whether it has a graphics card; BIOS then no longer prints on the serial port.</summary>
    public bool Screen { get; init; }

    /// <summary>Hardware addresses of further cards, before the one it boots from; they are on one wire, with nothing else on it.</summary>
    public IReadOnlyList<MacAddress> OtherCards { get; init; } = [];

    /// <summary>Size of a second disk in MiB; 0 for none.</summary>
    public int OtherDiskMiB { get; init; }

    /// <summary>Memory in MiB.</summary>
    public int MemoryMiB { get; init; } = 1024;

    /// <summary>Size of the disk in MiB; its image is sparse.</summary>
    public int DiskMiB { get; init; } = 4096;

    /// <summary>Whether each write to its disk ends with an error, as on one at the end of its life.</summary>
    public bool DiskFails { get; init; }
}
