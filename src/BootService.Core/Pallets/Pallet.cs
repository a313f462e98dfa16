using System.Collections.Immutable;

namespace BootService.Core.Pallets;

/// <summary>What tells one pallet from another (docs/stacki.md).</summary>
/// <param name="Name">The name, case-sensitive: <c>CentOS</c>.</param>
/// <param name="Version">The version as its medium states it: <c>6.6</c>.</param>
/// <param name="Os">The operating system family, <c>redhat</c>.</param>
/// <param name="Arch">The machine architecture as RPM names it, <c>x86_64</c>.</param>
public readonly record struct PalletKey(string Name, string Version, string Os, string Arch)
{
    /// <summary>Its folder under <c>pallets/</c>, with forward slashes and none at the ends (design: name/version/os/arch).</summary>
    public string Folder => $"{Name}/{Version}/{Os}/{Arch}";

    /// <summary>Name, version and architecture, as a person is told of it.</summary>
    public override string ToString() => $"{Name} {Version} {Arch}";
}

/// <summary>Software that nodes install from.</summary>
/// <param name="Key">Its identity.</param>
public sealed record Pallet(PalletKey Key)
{
    /// <summary>Stacki's release of it; empty when it has none.</summary>
    public string Release { get; init; } = string.Empty;

    /// <summary>The kernel that boots its installer, relative to its folder; null when the pallet is not OS media.</summary>
    public string? Kernel { get; init; }

    /// <summary>The initial RAM disk of its installer, relative to its folder; null when the pallet is not OS media.</summary>
    public string? Initrd { get; init; }

    /// <summary>RAM disks that are unpacked over the initial one, in order and relative to its folder: firmware, drivers.</summary>
    public ImmutableArray<string> Overlays { get; init; } = [];

    /// <summary>The boxes it is enabled in, in the order of their names.</summary>
    public ImmutableArray<string> Boxes { get; init; } = [];

    /// <summary>Whether it brings an installer.</summary>
    public bool IsOs => Kernel is not null && Initrd is not null;

    /// <summary>The major release that decides the kickstart's dialect: 6 for <c>6.6</c>; 0 when the version does not begin with a number.</summary>
    public int Major =>
        int.TryParse(
            Key.Version.AsSpan(0, Key.Version.AsSpan().IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : Key.Version.Length), out var major)
                ? major
                : 0;

    /// <summary>Whether hosts of this box install from it.</summary>
    public bool IsEnabledIn(string box) => Boxes.Contains(box);

    /// <summary>Equality by content, lists included.</summary>
    public bool Equals(Pallet? other) =>
        other is not null && Key == other.Key && Release == other.Release && Kernel == other.Kernel && Initrd == other.Initrd
            && Overlays.SequenceEqual(other.Overlays) && Boxes.SequenceEqual(other.Boxes);

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode();
}
