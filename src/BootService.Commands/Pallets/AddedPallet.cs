using BootService.Core.Inventories;
using BootService.Core.Pallets;

namespace BootService.Commands.Pallets;

/// <summary>Says what becomes of a pallet that media brought. Pure.</summary>
internal static class AddedPallet
{
    /// <summary>
    /// The pallet as it is to be known: one that was there stays enabled where it was, and a further disc leaves the kernel to the one that brought it.
    /// </summary>
    public static Pallet Of(Pallet pallet, Inventory inventory, bool clean) => inventory.Pallets.GetValueOrDefault(pallet.Key) switch
    {
        null => pallet,
        var present when pallet.Kernel is null && !clean =>
            pallet with { Boxes = present.Boxes, Kernel = present.Kernel, Initrd = present.Initrd, Overlays = present.Overlays },
        var present => pallet with { Boxes = present.Boxes },
    };
}
