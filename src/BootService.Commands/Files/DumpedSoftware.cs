using System.Collections.Immutable;
using BootService.Commands.Hosts;
using BootService.Core;
using BootService.Core.Inventories;
using BootService.Core.Pallets;
using BootService.Media.Discs;

namespace BootService.Commands.Files;

/// <summary>A pallet in a dump: which it is and where it is enabled. Its files are not in it.</summary>
internal sealed record DumpedPallet(string Name, string Version, string Os, string Arch, ImmutableArray<string> Boxes)
{
    public static DumpedPallet Of(Pallet pallet) => new(pallet.Key.Name, pallet.Key.Version, pallet.Key.Os, pallet.Key.Arch, pallet.Boxes);

    private PalletKey Key => new(Name, Version, Os, Arch);

    /// <summary>Enables it where it was; null when it is not there.</summary>
    public Change? ToChange(Inventory inventory) =>
        inventory.Pallets.TryGetValue(Key, out var pallet) ? new Change.PalletSet(pallet with { Boxes = DumpedBoxes.Checked(Boxes) }) : null;

    /// <summary>What to say when it is not there.</summary>
    public string Absent() => Boxes.IsDefaultOrEmpty
        ? $"pallet {Key} of the dump is not here: \"stack add pallet\" adds it"
        : $"pallet {Key} of the dump is not here: add it with \"stack add pallet\", then "
            + $"{string.Join(" and ", Boxes.Select(box => $"\"stack enable pallet {Name} version={Version} box={box}\""))}, or load the dump again";
}

/// <summary>A cart in a dump: its name and where it is enabled. Its files are not in it.</summary>
internal sealed record DumpedCart(string Name, ImmutableArray<string> Boxes)
{
    public static DumpedCart Of(Cart cart) => new(cart.Name, cart.Boxes);

    public Change ToChange() => PalletWord.IsOne(Name)
        ? new Change.CartSet(new Cart(Name) { Boxes = DumpedBoxes.Checked(Boxes) })
        : throw new RefusedException($"cart \"{Name}\" is not a word of letters, digits, dots, hyphens and underscores");
}

/// <summary>Boxes in a dump.</summary>
internal static class DumpedBoxes
{
    public static ImmutableArray<string> Checked(ImmutableArray<string> boxes) =>
        [.. (boxes.IsDefault ? [] : boxes).Select(box => HostRules.Word("box", box)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
