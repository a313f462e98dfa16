using System.Collections.Immutable;
using BootService.Core.Pallets;

namespace BootService.Core.Boot;

/// <summary>A kernel and its RAM disk as loaders name them: below the boot root of TFTP, and below <c>/install/boot/</c> over HTTP.</summary>
/// <param name="Kernel">The kernel's name, without a leading slash.</param>
/// <param name="Initrd">The RAM disk's name; null for none.</param>
/// <param name="Major">The major release of the installer, which decides the spelling of its arguments; 0 when unknown or not an installer.</param>
/// <param name="Arch">The architecture it runs on, as RPM names it; empty for any.</param>
public sealed record KernelImage(string Kernel, string? Initrd, int Major, string Arch)
{
    /// <summary>The kernel's name for UEFI machines, where it is another file; null when it is not.</summary>
    public string? EfiKernel { get; init; }

    /// <summary>RAM disks that are unpacked over the first one, in order.</summary>
    public ImmutableArray<string> Overlays { get; init; } = [];

    /// <summary>All RAM disks in the order in which the kernel unpacks them; none when there is no first one.</summary>
    public IEnumerable<string> RamDisks => Initrd is { } first ? Overlays.Prepend(first) : [];

    /// <summary>The folder of the boot root under which pallets' kernels appear.</summary>
    public const string Root = "os/";

    /// <summary>The installer of an OS pallet; null when the pallet brings none.</summary>
    public static KernelImage? Of(Pallet pallet) => pallet.IsOs
        ? new($"{Root}{pallet.Key.Folder}/{pallet.Kernel}", $"{Root}{pallet.Key.Folder}/{pallet.Initrd}", pallet.Major, pallet.Key.Arch)
        {
            Overlays = [.. pallet.Overlays.Select(path => $"{Root}{pallet.Key.Folder}/{path}")],
        }
        : null;

    /// <summary>Equality by content, the list of RAM disks included.</summary>
    public bool Equals(KernelImage? other) =>
        other is not null && Kernel == other.Kernel && Initrd == other.Initrd && Major == other.Major && Arch == other.Arch && EfiKernel == other.EfiKernel
        && Overlays.SequenceEqual(other.Overlays);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kernel, Initrd, Major, Arch, EfiKernel);
}
