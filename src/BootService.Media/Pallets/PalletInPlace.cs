using BootService.Core;
using BootService.Core.Iso;
using BootService.Core.Pallets;
using BootService.Media.Discs;

namespace BootService.Media.Pallets;

/// <summary>Says which discs can be served from where they lie, and what of them is read. Pure.</summary>
internal static class PalletInPlace
{
    /// <summary>Goes on when nodes can be served from this disc alone.</summary>
    /// <param name="medium">The disc.</param>
    /// <param name="disc">The pallet on it.</param>
    /// <param name="discs">How many discs of this pallet are added together.</param>
    /// <exception cref="RefusedException">They cannot; the sentence says what to do instead.</exception>
    public static void Check(IMedium medium, MediumPallet disc, int discs)
    {
        var pallet = disc.Pallet;
        if (medium is not IsoMedium)
        {
            throw new RefusedException($"{medium.Name} is a directory, and only an image can be served from where it lies: leave copy=no out");
        }

        if (disc.Image is not null)
        {
            throw new RefusedException($"the installer of {pallet.Key} fetches its image whole, which has to lie with the pallet: leave copy=no out");
        }

        if (discs > 1)
        {
            throw new RefusedException($"pallet {pallet.Key} comes on {discs} discs, which only become one when they are copied: leave copy=no out");
        }

        if (disc.Adds && !pallet.IsOs)
        {
            throw new RefusedException(
                $"{medium.Name} is a further disc of pallet {pallet.Key}, which joins the first only when both are copied: leave copy=no out");
        }

        if (disc.Root != PalletOnDisc.RootOf(medium.Entries.Values, pallet.Key.Folder))
        {
            throw new RefusedException(
                $"{medium.Name} keeps pallet {pallet.Key} in {disc.Root} and not in {pallet.Key.Folder}, where it could be served from: leave copy=no out");
        }
    }

    /// <summary>Gathers the sums of all packages, and goes on when the disc's own metadata speak of each.</summary>
    /// <exception cref="RefusedException">They do not.</exception>
    public static void CheckMetadata(IMedium medium, MediumPallet disc)
    {
        var complete = MediumSums.Gather(medium, disc);
        var packages = Files(medium, disc).Where(entry => entry.Path.EndsWith(".rpm", StringComparison.Ordinal));
        if (!complete || packages.Any(entry => !disc.Checksums.ContainsKey(PalletOnDisc.Inside(disc.Root, entry.Path)!)))
        {
            throw new RefusedException(
                $"the metadata on {medium.Name} do not speak of the packages on it, and others can only be made for a copy: leave copy=no out");
        }
    }

    /// <summary>The files that the frontend reads itself.</summary>
    public static IEnumerable<IsoEntry> Read(IMedium medium, MediumPallet disc) =>
        Files(medium, disc).Where(entry => PalletOnDisc.IsRead(PalletOnDisc.Inside(disc.Root, entry.Path)!));

    /// <summary>The files whose sums are known.</summary>
    public static IEnumerable<IsoEntry> Checked(IMedium medium, MediumPallet disc) =>
        Files(medium, disc).Where(entry => disc.Checksums.ContainsKey(PalletOnDisc.Inside(disc.Root, entry.Path)!));

    private static IEnumerable<IsoEntry> Files(IMedium medium, MediumPallet disc) =>
        medium.Entries.Values.Where(entry => entry.Kind is IsoKind.File && PalletOnDisc.Inside(disc.Root, entry.Path) is not null);
}
