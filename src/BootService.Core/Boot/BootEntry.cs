namespace BootService.Core.Boot;

/// <summary>What tells one entry of the table of boot actions from another.</summary>
/// <param name="Name">The action's name, which hosts refer to: <c>install headless</c>.</param>
/// <param name="Os">The operating system family of the hosts it is for; empty for all.</param>
/// <param name="Release">The major release of the pallet it is for; 0 for all.</param>
public readonly record struct BootEntryKey(string Name, string Os, int Release) : IComparable<BootEntryKey>
{
    /// <summary>By name, then by what it is for, the general entry first.</summary>
    public int CompareTo(BootEntryKey other) =>
        string.CompareOrdinal(Name, other.Name) is not 0 and var byName ? byName
        : string.CompareOrdinal(Os, other.Os) is not 0 and var byOs ? byOs
        : Release.CompareTo(other.Release);

    /// <summary>As a person is told of it.</summary>
    public override string ToString() => (Os, Release) switch
    {
        ("", 0) => $"\"{Name}\"",
        ("", _) => $"\"{Name}\" for release {Release}",
        (_, 0) => $"\"{Name}\" for os {Os}",
        _ => $"\"{Name}\" for os {Os}, release {Release}",
    };
}

/// <summary>What an entry makes of a machine.</summary>
public enum BootStart
{
    /// <summary>An installer that is given a kickstart: the only one that installs, and only within an attempt.</summary>
    Install,

    /// <summary>A kernel that installs nothing: rescue, memtest.</summary>
    Kernel,

    /// <summary>The disk, by <see cref="LocalBoot.Exit"/>.</summary>
    Exit,

    /// <summary>The disk, by <see cref="LocalBoot.ExitError"/>.</summary>
    ExitError,

    /// <summary>The disk, by <see cref="LocalBoot.Chain"/>.</summary>
    Chain,
}

/// <summary>What a boot action means on some hosts (Stacki's bootaction table, docs/stacki.md).</summary>
/// <param name="Key">Its name, and whom it is for.</param>
/// <param name="Start">What it makes of a machine.</param>
public sealed record BootEntry(BootEntryKey Key, BootStart Start)
{
    /// <summary>The kernel's name in the boot root; null for the one of the host's OS pallet.</summary>
    public string? Kernel { get; init; }

    /// <summary>The kernel for UEFI machines, where it is another file; null when it is not.</summary>
    public string? EfiKernel { get; init; }

    /// <summary>
    /// The RAM disk's name in the boot root, or several with commas between them in the order in which they are unpacked; null for none, or the pallet's beside
    /// the pallet's kernel.
    /// </summary>
    public string? Ramdisk { get; init; }

    /// <summary>Words for the kernel's command line, with blanks between them.</summary>
    public string Args { get; init; } = string.Empty;

    /// <summary>How it leaves the network for the disk; null when it starts a kernel.</summary>
    public LocalBoot? Disk => Start switch
    {
        BootStart.Exit => LocalBoot.Exit,
        BootStart.ExitError => LocalBoot.ExitError,
        BootStart.Chain => LocalBoot.Chain,
        _ => null,
    };

    /// <summary>The files of the boot root it names.</summary>
    public IEnumerable<string> Files => ((string?[])[Kernel, EfiKernel, .. RamDisks]).OfType<string>();

    private string[] RamDisks => Ramdisk?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>What it starts on a host; null when it needs a pallet and there is none, or starts nothing.</summary>
    /// <param name="pallet">The installer of the host's OS pallet; null when it has none.</param>
    public KernelImage? ImageOn(KernelImage? pallet) => (Disk, Kernel) switch
    {
        (not null, _) => null,
        (_, null) => pallet,
        (_, var kernel) => new KernelImage(
            kernel, RamDisks.FirstOrDefault(), pallet?.Major ?? 0, Start is BootStart.Install ? pallet?.Arch ?? string.Empty : string.Empty)
        {
            EfiKernel = EfiKernel,
            Overlays = [.. RamDisks.Skip(1)],
        },
    };
}
