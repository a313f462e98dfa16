using BootService.Protocols.Net;

namespace BootService.Lab.Machines;

/// <summary>A machine in QEMU's words.</summary>
internal static class QemuArguments
{
    /// <summary>Program code of OVMF, shared by all machines.</summary>
    public const string UefiCode = "/usr/share/OVMF/OVMF_CODE_4M.fd";

    /// <summary>OVMF's empty variables: every machine has its own copy.</summary>
    public const string UefiVariables = "/usr/share/OVMF/OVMF_VARS_4M.fd";

    /// <summary>The same with Microsoft's keys in them, for Secure Boot.</summary>
    private const string SecureCode = "/usr/share/OVMF/OVMF_CODE_4M.ms.fd";
    private const string SecureVariables = "/usr/share/OVMF/OVMF_VARS_4M.ms.fd";

    /// <summary>The firmware of 64-bit ARM boards.</summary>
    private const string ArmCode = "/usr/share/AAVMF/AAVMF_CODE.fd";
    private const string ArmVariables = "/usr/share/AAVMF/AAVMF_VARS.fd";

    /// <summary>The program that is the machine.</summary>
    public static string ProgramOf(MachineSettings machine) => machine.Firmware is Firmware.UefiArm ? "qemu-system-aarch64" : "qemu-system-x86_64";

    /// <summary>The variables a new machine begins with.</summary>
    public static string VariablesOf(MachineSettings machine) =>
        machine.Firmware is Firmware.UefiArm ? ArmVariables : machine.SecureBoot ? SecureVariables : UefiVariables;

    /// <summary>The whole command line behind the program's name.</summary>
    /// <param name="machine">What to build.</param>
    /// <param name="files">Where its disk, variables and monitor socket lie.</param>
    /// <param name="tap">Its port of the LAN.</param>
    /// <param name="hardware">Whether the processor can run the machine itself.</param>
    public static IReadOnlyList<string> Of(MachineSettings machine, MachineFiles files, string tap, bool hardware) =>
    [
        "-name", machine.Name,
        "-accel", hardware && machine.Firmware is not Firmware.UefiArm ? "kvm" : "tcg,thread=multi",
        "-cpu", machine.Firmware is Firmware.UefiArm ? "cortex-a57" : hardware ? "host" : Emulated,
        "-m", $"{machine.MemoryMiB}",
        "-uuid", Identity(machine.Mac),
        "-nodefaults", "-no-user-config", "-display", "none", .. machine.Firmware is Firmware.UefiArm ? [] : new[] { "-vga", machine.Screen ? "std" : "none" },
        "-serial", "stdio",
        "-qmp", $"unix:{files.Monitor},server=on,wait=off",
        .. machine.Firmware switch
        {
            Firmware.Bios => Bios,
            Firmware.UefiArm => UefiArm(machine, files),
            _ => Uefi(machine, files),
        },
        .. machine.OtherCards.SelectMany((other, at) =>
            new[] { "-netdev", $"hubport,id=other{at},hubid=1", "-device", $"{machine.NetworkCard},id=card{at},netdev=other{at},mac={other},romfile=" }),
        "-netdev", $"tap,id=lan,ifname={tap},script=no,downscript=no",
        "-device", $"{machine.NetworkCard},netdev=lan,mac={machine.Mac}{Place(machine, 1)}{OwnRom(machine)}",
        "-drive", machine.DiskFolder is { } folder
            ? $"if=none,id=disk,file=fat:{folder},format=raw,read-only=on"
            : machine.DiskFails ? FailingDisk(files) : $"if=none,id=disk,file={files.Disk},format=raw,cache=unsafe,discard=unmap",
        "-device", $"virtio-blk-pci,drive=disk{Place(machine, 2)}",
        .. machine.OtherDiskMiB > 0
            ? new[] { "-drive", $"if=none,id=other,file={files.OtherDisk},format=raw,cache=unsafe,discard=unmap", "-device", "virtio-blk-pci,drive=other" }
            : [],
    ];

    /// <summary>Without graphics SeaBIOS, the iPXE ROM and PXELINUX all print on the first serial port.</summary>
    private static string[] Bios => ["-machine", "pc,graphics=off"];

    /// <summary>All that is emulated but page tables of five levels: walking them is work for an emulator, and no machine here has that much memory.</summary>
    private const string Emulated = "max,la57=off";

    /// <summary>The machine learns of each error, as from a disk of metal.</summary>
    private static string FailingDisk(MachineFiles files) =>
        $"if=none,id=disk,driver=raw,cache=unsafe,werror=report,file.driver=blkdebug,file.image.driver=file,file.image.filename={files.Disk},"
        + "file.inject-error.0.event=write_aio,file.inject-error.0.errno=5";

    private static string[] UefiArm(MachineSettings machine, MachineFiles files) =>
    [
        "-machine", "virt",
        .. ByHttpAlone(machine),
        "-drive", $"if=pflash,unit=0,format=raw,readonly=on,file={ArmCode}",
        "-drive", $"if=pflash,unit=1,format=raw,file={files.Variables}",
    ];

    // Secure Boot's code keeps its variables behind system management mode.
    private static string[] Uefi(MachineSettings machine, MachineFiles files) =>
    [
        "-machine", machine.SecureBoot ? "q35,smm=on" : "q35",
        .. machine.SecureBoot ? new[] { "-global", "driver=cfi.pflash01,property=secure,value=on" } : [],
        .. ByHttpAlone(machine),
        "-drive", $"if=pflash,unit=0,format=raw,readonly=on,file={(machine.SecureBoot ? SecureCode : UefiCode)}",
        "-drive", $"if=pflash,unit=1,format=raw,file={files.Variables}",
        .. machine.Trusts is null ? [] : new[] { "-fw_cfg", $"name=etc/edk2/https/cacerts,file={files.Certificates}" },
        .. machine.AsItComes ? [] : new[] { "-fw_cfg", "name=opt/org.tianocore/IPv6PXESupport,string=no" },
    ];

    private static string[] ByHttpAlone(MachineSettings machine) => machine.HttpBoot ? ["-fw_cfg", "name=opt/org.tianocore/IPv4PXESupport,string=no"] : [];

    /// <summary>OVMF puts what has a place in QEMU's order before what it keeps itself, at each start.</summary>
    private static string Place(MachineSettings machine, int place) => machine.KeepsBootOrder ? "" : $",bootindex={place}";

    /// <summary>The UEFI half of the card's iPXE ROM would take over from the firmware's own PXE, which is what real boards have.</summary>
    private static string OwnRom(MachineSettings machine) => machine is { Firmware: not Firmware.Bios, CardRom: false } ? ",romfile=" : "";

    /// <summary>A board's UUID: PXELINUX asks for a configuration by it first, when it is not zero.</summary>
    private static string Identity(MacAddress mac) => $"b007b007-0000-4000-8000-{mac.Value:x12}";
}

/// <summary>The files that make a machine more than its settings.</summary>
/// <param name="Disk">Raw image of its disk.</param>
/// <param name="OtherDisk">Raw image of its second disk; unused when it has none.</param>
/// <param name="Variables">Its UEFI variables; unused with BIOS.</param>
/// <param name="Monitor">Unix socket of its QMP monitor while it is on.</param>
/// <param name="Certificates">The certificates its firmware trusts; unused when it trusts none.</param>
internal sealed record MachineFiles(string Disk, string OtherDisk, string Variables, string Monitor, string Certificates);
