using System.Collections.Immutable;
using BootService.Core;
using BootService.Core.Pallets;

namespace BootService.Media.Discs;

/// <summary>Media of Enterprise Linux, Fedora and their relatives, which <c>.treeinfo</c> describes.</summary>
internal sealed class TreeInfoProbe : IMediumProbe
{
    public ImmutableArray<MediumPallet> Probe(IMedium medium) => medium.Text(FileOn(medium)) is { } tree ? [Read(medium, tree)] : [];

    /// <summary>The file of a medium that is its description: web servers that hide names with a dot leave it out of this one's.</summary>
    /// <param name="medium">The medium.</param>
    /// <param name="folder">Where on it; empty for its root.</param>
    public static string FileOn(IMedium medium, string folder = "")
    {
        var below = folder.Length == 0 ? string.Empty : folder + "/";
        return !medium.Has(below + TreeInfo.Name) && medium.Has(below + TreeInfo.PlainName) ? below + TreeInfo.PlainName : below + TreeInfo.Name;
    }

    private static MediumPallet Read(IMedium medium, string tree)
    {
        using var text = new StringReader(tree);
        var info = TreeInfo.Parse(text);
        var at = $"{medium.Name}: {FileOn(medium)}";
        var key = new PalletKey(
            ProbeWords.Word(at, "family", info.PalletName), ProbeWords.Word(at, "version", info.Version), "redhat", ProbeWords.Word(at, "arch", info.Arch));
        var disc = medium.Text(".discinfo") is { } second && DiscInfo.Parse(second) is { } numbered ? Math.Max(info.Disc, numbered.Disc) : info.Disc;
        var pallet = new Pallet(key);

        // Packages of the second disc are installed by the kernel of the first.
        if (disc <= 1 || (info.Kernel is { } named && medium.Has(named)))
        {
            pallet =
                pallet with
                {
                    Kernel = Existing(medium, at, "kernel", info.Kernel, info.Arch),
                    Initrd = Existing(medium, at, "initrd", info.Initrd, info.Arch)
                };
        }

        return new MediumPallet(pallet, string.Empty) { Adds = true, Checksums = new(info.Checksums) };
    }

    private static string Existing(IMedium medium, string file, string key, string? value, string? arch) =>
        value is null ? throw new RefusedException($"{file} names no {key} in [images-{arch}], so nothing could boot from it")
        : medium.Has(value) ? value
        : throw new RefusedException($"{file} names {key} {value}, which is not there");
}
