using System.Collections.Immutable;

namespace BootService.Core.Boot;

/// <summary>A boot loader. Where its file lies and which package brings it says <c>loaders.json</c>, by the same name.</summary>
/// <param name="Name">Its name in the boot root.</param>
/// <param name="Firmware">The firmware it runs on, and on no other.</param>
/// <param name="Dialect">In whose words it, or what it loads, asks for its configuration.</param>
public sealed record BootLoader(string Name, FirmwareKind Firmware, BootProgram Dialect)
{
    /// <summary>The choice of <see cref="LoaderChain.AttributeName"/> that leads to it; null when none does.</summary>
    public string? Choice { get; init; }

    /// <summary>Whether it is the loader of its firmware where the host's choice names none for it.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Its turn among the loaders that a host's firmware is led through one after the other where the earlier ones stall; 0 for none.</summary>
    public int Turn { get; init; }

    /// <summary>Whether it can leave for the machine's disk. A host whose loader cannot gets no loader instead.</summary>
    public bool LeavesForDisk { get; init; }

    /// <summary>Whether it goes on when firmware has loaded it from a URL.</summary>
    public bool StartsFromUrl { get; init; }

    /// <summary>Whether it begins with DHCP again.</summary>
    public bool AsksAnew => Dialect is BootProgram.Ipxe;

    /// <summary>The files it cannot go on without, names in the boot root.</summary>
    public ImmutableArray<string> Companions { get; init; } = [];
}

/// <summary>The loaders, as a table.</summary>
public static class BootLoaders
{
    /// <summary>PXELINUX, for BIOS.</summary>
    public static BootLoader Pxelinux { get; } = new("pxelinux.0", FirmwareKind.Bios, BootProgram.Pxelinux)
    {
        Choice = "pxelinux",
        IsDefault = true,
        Turn = 1,
        LeavesForDisk = true,
        Companions = ["ldlinux.c32"],
    };

    /// <summary>The choice that leads through an iPXE: ours, or the one in the card's own ROM where that is one.</summary>
    internal const string IpxeChoice = "ipxe";

    private static readonly BootLoader GrubX64 = new("grubx64.efi", FirmwareKind.UefiX64, BootProgram.Grub) { Choice = "grub" };
    private static readonly BootLoader GrubArm64 = new(
        "grubaa64.efi", FirmwareKind.UefiArm64, BootProgram.Grub)
    { Choice = "grub", IsDefault = true, Turn = 1 };

    /// <summary>Every loader there is.</summary>
    /// <remarks>
    /// GRUB's <c>exit</c> drops UEFI into its setup menu, and Debian's signed GRUB speaks no HTTP: neither it nor the shim before it leaves for the
    /// disk or starts from a URL. iPXE over UEFI's own network driver is the one that works where native drivers hang.
    /// </remarks>
    public static ImmutableArray<BootLoader> All { get; } =
    [
        Pxelinux,
        new("undionly.kpxe", FirmwareKind.Bios, BootProgram.Ipxe) { Choice = IpxeChoice, Turn = 2, LeavesForDisk = true },
        new("snponly.efi", FirmwareKind.UefiX64, BootProgram.Ipxe) { Choice = IpxeChoice, IsDefault = true, Turn = 1, LeavesForDisk = true,
            StartsFromUrl = true },
        new("ipxe.efi", FirmwareKind.UefiX64, BootProgram.Ipxe) { Choice = "ipxe-native", Turn = 3, LeavesForDisk = true, StartsFromUrl = true },
        GrubX64,
        GrubArm64,
        new("shimx64.efi", FirmwareKind.UefiX64, BootProgram.Grub) { Choice = "shim", Turn = 2, Companions = [GrubX64.Name] },
        new("shimaa64.efi", FirmwareKind.UefiArm64, BootProgram.Grub) { Choice = "shim", Turn = 2, Companions = [GrubArm64.Name] },
        new("ipxe-arm64.efi", FirmwareKind.UefiArm64, BootProgram.Ipxe) { Choice = IpxeChoice, Turn = 3, LeavesForDisk = true, StartsFromUrl = true },
    ];

    /// <summary>The loader with a name in the boot root, whichever folder the firmware says it is in; null when it is none.</summary>
    public static BootLoader? Find(ReadOnlySpan<char> name)
    {
        var file = name[(name.LastIndexOf('/') + 1)..];
        foreach (var loader in All.AsSpan())
        {
            if (file.SequenceEqual(loader.Name))
            {
                return loader;
            }
        }

        return null;
    }

    /// <summary>Whether a file is shim's MokManager, which enrols keys at the machine's console and starts nothing.</summary>
    /// <param name="name">Its name in the boot root, in whatever folder.</param>
    public static bool IsKeyManager(ReadOnlySpan<char> name) => name[(name.LastIndexOf('/') + 1)..] is "mmx64.efi" or "mmaa64.efi";

    /// <summary>The choices of x86 hosts that lead through a file, be it a loader or what one cannot go on without; empty when only defaults do.</summary>
    public static IEnumerable<string> ChoicesThrough(string name) => All
        .Where(loader => loader is { Firmware: FirmwareKind.UefiX64, IsDefault: false } && (loader.Name == name || loader.Companions.Contains(name)))
        .Select(loader => loader.Choice).OfType<string>();

    /// <summary>The choice whose turn it is for firmware on which another one stalls; null when there is no other.</summary>
    /// <param name="firmware">The firmware.</param>
    /// <param name="stalled">The choice that stalls.</param>
    /// <param name="isHere">Whether a loader's files are here, by its name in the boot root.</param>
    public static string? After(FirmwareKind firmware, string stalled, Predicate<string> isHere)
    {
        ArgumentNullException.ThrowIfNull(isHere);
        BootLoader[] turns = [.. All.Where(loader => loader.Firmware == firmware && loader.Turn > 0).OrderBy(loader => loader.Turn)];
        var at = Array.FindIndex(turns, loader => loader.Choice == stalled);
        return turns.Skip(at + 1).Concat(turns.Take(at + 1))
            .FirstOrDefault(loader => loader.Choice != stalled && isHere(loader.Name) && loader.Companions.All(name => isHere(name)))?.Choice;
    }

    /// <summary>The loader that firmware is sent to by a URL: the one of the host's choice, else the firmware's own where it goes on from there, else one that
    /// does.</summary>
    /// <param name="firmware">The firmware.</param>
    /// <param name="choice">The host's choice; null or anything that names no loader for the firmware is as none.</param>
    public static BootLoader? ForUrl(FirmwareKind firmware, string? choice) => For(firmware, choice) is { StartsFromUrl: false } own && own.Choice != choice
        ? All.FirstOrDefault(loader => loader.Firmware == firmware && loader is { Choice: not null, StartsFromUrl: true }) ?? own
        : For(firmware, choice);

    /// <summary>The loader that firmware is led to: the one of the host's choice, else the firmware's own; null when there is none for it.</summary>
    /// <param name="firmware">The firmware.</param>
    /// <param name="choice">The host's choice; null or anything that names no loader for the firmware is as none.</param>
    public static BootLoader? For(FirmwareKind firmware, string? choice) =>
        All.FirstOrDefault(loader => loader.Firmware == firmware && loader.Choice is not null && loader.Choice == choice)
        ?? All.FirstOrDefault(loader => loader.Firmware == firmware && loader.IsDefault);
}
