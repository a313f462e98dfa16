using System.Collections.Immutable;
using BootService.Core;
using BootService.Core.Iso;
using BootService.Core.Pallets;

namespace BootService.Media.Discs;

/// <summary>Stacki's own discs: one or several <c>roll-NAME.xml</c>, each in the folder that becomes a pallet.</summary>
internal sealed class RollProbe : IMediumProbe
{
    public ImmutableArray<MediumPallet> Probe(IMedium medium) =>
        [.. medium.Entries.Values.Where(entry => entry.Kind is IsoKind.File && RollFile.IsOne(entry.Path)).Select(entry => Read(medium, entry.Path))];

    private static MediumPallet Read(IMedium medium, string path)
    {
        var at = $"{medium.Name}: {path}";
        var roll = RollFile.Parse(medium.Bytes(path)) ?? throw new RefusedException($"{at} is not the description of a pallet");
        var root = path.LastIndexOf('/') is var slash and > 0 ? path[..slash] : string.Empty;
        var key = new PalletKey(
            ProbeWords.Word(at, "name", roll.Name), ProbeWords.Word(at, "version", roll.Version), ProbeWords.Word(at, "os", roll.Os),
            ProbeWords.Word(at, "arch", roll.Arch));
        var pallet = new Pallet(key) { Release = roll.Release };
        var further = medium.Text(".discinfo") is { } disc && DiscInfo.Parse(disc) is { Disc: > 1 };
        if (medium.Text(TreeInfoProbe.FileOn(medium, root)) is not { } tree)
        {
            return new MediumPallet(pallet, root) { Adds = further };
        }

        using var text = new StringReader(tree);
        var info = TreeInfo.Parse(text);
        return info is { Kernel: { } kernel, Initrd: { } initrd } && medium.Has(Under(root, kernel)) && medium.Has(Under(root, initrd))
            ? new MediumPallet(pallet with { Kernel = kernel, Initrd = initrd }, root) { Adds = further, Checksums = new(info.Checksums) }
            : new MediumPallet(pallet, root) { Adds = further };
    }

    private static string Under(string root, string path) => root.Length == 0 ? path : $"{root}/{path}";
}
