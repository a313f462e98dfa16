using System.Collections.Immutable;
using BootService.Core;
using BootService.Core.Iso;
using BootService.Core.Pallets;
using BootService.Core.Repositories;

namespace BootService.Media.Discs;

/// <summary>A pallet as it lies on a medium.</summary>
/// <param name="Pallet">What it is. Without a kernel when it is no OS, or a further disc of one.</param>
/// <param name="Root">The folder of the medium that becomes the pallet's; empty for the whole medium.</param>
internal sealed record MediumPallet(Pallet Pallet, string Root)
{
    /// <summary>Whether it adds to what is there of this pallet, as the discs of an OS do, rather than takes its place.</summary>
    public bool Adds { get; init; }

    /// <summary>What files add up to, by their path in the pallet.</summary>
    public Dictionary<string, Checksum> Checksums { get; init; } = [];
}

/// <summary>Tells what pallets a medium holds.</summary>
internal static class MediumReading
{
    private static readonly string[] BootFolders = ["images/pxeboot", "isolinux"];

    /// <summary>The pallets of a medium, at least one.</summary>
    /// <exception cref="RefusedException">It is no medium that we know, and what it is instead where that can be told.</exception>
    public static ImmutableArray<MediumPallet> Read(IMedium medium)
    {
        var rolls = medium.Entries.Values.Where(entry => entry.Kind is IsoKind.File && RollFile.IsOne(entry.Path)).ToArray();
        return rolls.Length > 0 ? [.. rolls.Select(entry => ReadRoll(medium, entry.Path))]
            : medium.Text(TreeInfo.FileOn(medium)) is { } tree ? [ReadTree(medium, tree)]
            : medium.Text(".discinfo") is { } disc ? [ReadDisc(medium, disc)]
            : throw new RefusedException(Unknown(medium));
    }

    private static MediumPallet ReadRoll(IMedium medium, string path)
    {
        var at = $"{medium.Name}: {path}";
        var roll = RollFile.Parse(medium.Bytes(path)) ?? throw new RefusedException($"{at} is not the description of a pallet");
        var root = path.LastIndexOf('/') is var slash and > 0 ? path[..slash] : string.Empty;
        var key = new PalletKey(Word(at, "name", roll.Name), Word(at, "version", roll.Version), Word(at, "os", roll.Os), Word(at, "arch", roll.Arch));
        var pallet = new Pallet(key) { Release = roll.Release };
        var further = medium.Text(".discinfo") is { } disc && DiscInfo.Parse(disc) is { Disc: > 1 };
        if (medium.Text(TreeInfo.FileOn(medium, root)) is not { } tree)
        {
            return new MediumPallet(pallet, root) { Adds = further };
        }

        using var text = new StringReader(tree);
        var info = TreeInfo.Parse(text);
        return info is { Kernel: { } kernel, Initrd: { } initrd } && medium.Has(Under(root, kernel)) && medium.Has(Under(root, initrd))
            ? new MediumPallet(pallet with { Kernel = kernel, Initrd = initrd }, root) { Adds = further, Checksums = new(info.Checksums) }
            : new MediumPallet(pallet, root) { Adds = further };
    }

    private static MediumPallet ReadTree(IMedium medium, string tree)
    {
        using var text = new StringReader(tree);
        var info = TreeInfo.Parse(text);
        var at = $"{medium.Name}: {TreeInfo.FileOn(medium)}";
        var key = new PalletKey(Word(at, "family", info.PalletName), Word(at, "version", info.Version), "redhat", Word(at, "arch", info.Arch));
        var disc = medium.Text(".discinfo") is { } second && DiscInfo.Parse(second) is { } numbered ? Math.Max(info.Disc, numbered.Disc) : info.Disc;
        var pallet = new Pallet(key);

        // Packages of the second disc are installed by the kernel of the first.
        if (disc <= 1 || (info.Kernel is { } named && medium.Has(named)))
        {
            pallet = pallet with { Kernel = Existing(medium, at, "kernel", info.Kernel, info.Arch), Initrd = Existing(medium, at, "initrd", info.Initrd, info.Arch) };
        }

        return new MediumPallet(pallet, string.Empty) { Adds = true, Checksums = new(info.Checksums) };
    }

    private static MediumPallet ReadDisc(IMedium medium, string disc)
    {
        var at = $"{medium.Name}: .discinfo";
        var info = DiscInfo.Parse(disc) ?? throw new RefusedException($"{at} has no release and architecture in its second and third line, so what it is cannot be told");
        var name = TreeInfo.NameOf(info.Family ?? (medium.Label.Length > 0 ? medium.Label.Split(' ', '-', '_')[0] : null));
        var key = new PalletKey(Word(at, "family", name), Word(at, "version", info.Version), "redhat", Word(at, "arch", info.Arch));
        var boot = BootFolders.FirstOrDefault(folder => medium.Has($"{folder}/vmlinuz") && medium.Has($"{folder}/initrd.img"));
        return boot is not null ? new MediumPallet(new Pallet(key) { Kernel = $"{boot}/vmlinuz", Initrd = $"{boot}/initrd.img" }, string.Empty) { Adds = true }
            : info.Disc > 1 ? new MediumPallet(new Pallet(key), string.Empty) { Adds = true }
            : throw new RefusedException($"{medium.Name} has neither images/pxeboot/vmlinuz nor isolinux/vmlinuz, so nothing could boot from it");
    }

    private static string Existing(IMedium medium, string file, string key, string? value, string? arch) =>
        value is null ? throw new RefusedException($"{file} names no {key} in [images-{arch}], so nothing could boot from it")
        : medium.Has(value) ? value
        : throw new RefusedException($"{file} names {key} {value}, which is not there");

    /// <summary>A value that becomes the name of a folder.</summary>
    private static string Word(string file, string key, string? value) =>
        value is null ? throw new RefusedException($"{file} has no {key}")
        : PalletWord.IsOne(value) ? value
        : throw new RefusedException($"{file}: {key} \"{value}\" is not a word of letters, digits, dots, hyphens and underscores");

    private static string Under(string root, string path) => root.Length == 0 ? path : $"{root}/{path}";

    /// <summary>What someone holds who took the wrong image.</summary>
    private static string Unknown(IMedium medium)
    {
        const string Known = "pallets are made of CentOS, RHEL, Rocky Linux and AlmaLinux 6 to 10 and of Stacki's own discs";
        return medium switch
        {
            _ when medium.Text(".disk/info") is { } debian => $"{medium.Name} is {debian.Split('\n')[0].Trim()}: {Known}",
            _ when medium.Has("media.1/media") || medium.Has("content") => $"{medium.Name} is a SUSE disc: {Known}",
            _ when medium.Has("sources/boot.wim") => $"{medium.Name} is a Windows disc: {Known}",
            _ => $"{medium.Name} has no .treeinfo, .discinfo or roll-NAME.xml, so it is no installation medium: {Known}",
        };
    }
}
