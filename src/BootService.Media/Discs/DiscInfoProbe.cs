using System.Collections.Immutable;
using BootService.Core;
using BootService.Core.Pallets;

namespace BootService.Media.Discs;

/// <summary>Older media of Enterprise Linux, which have a <c>.discinfo</c> alone.</summary>
internal sealed class DiscInfoProbe : IMediumProbe
{
    private static readonly string[] BootFolders = ["images/pxeboot", "isolinux"];

    public ImmutableArray<MediumPallet> Probe(IMedium medium) => medium.Text(".discinfo") is { } disc ? [Read(medium, disc)] : [];

    private static MediumPallet Read(IMedium medium, string disc)
    {
        var at = $"{medium.Name}: .discinfo";
        var info = DiscInfo.Parse(disc)
            ?? throw new RefusedException($"{at} has no release and architecture in its second and third line, so what it is cannot be told");
        var name = TreeInfo.NameOf(info.Family ?? (medium.Label.Length > 0 ? medium.Label.Split(' ', '-', '_')[0] : null));
        var key = new PalletKey(
            ProbeWords.Word(at, "family", name), ProbeWords.Word(at, "version", info.Version), "redhat", ProbeWords.Word(at, "arch", info.Arch));
        var boot = BootFolders.FirstOrDefault(folder => medium.Has($"{folder}/vmlinuz") && medium.Has($"{folder}/initrd.img"));
        return boot is not null ? new MediumPallet(new Pallet(key) { Kernel = $"{boot}/vmlinuz", Initrd = $"{boot}/initrd.img" }, string.Empty) { Adds = true }
            : info.Disc > 1 ? new MediumPallet(new Pallet(key), string.Empty) { Adds = true }
            : throw new RefusedException($"{medium.Name} has neither images/pxeboot/vmlinuz nor isolinux/vmlinuz, so nothing could boot from it");
    }
}
