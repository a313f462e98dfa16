using BootService.Commands.Catalog;
using BootService.Commands.Pallets;
using BootService.Commands.Ports;
using BootService.Core.Inventories;
using BootService.Core.Pallets;

namespace BootService.Commands.Verbs;

[Command("add pallet", "Copies installation media into the pallets.",
    Detail = "Images and directories of CentOS, RHEL, Rocky Linux and AlmaLinux 6 to 10, and of Stacki pallets. Discs of one OS come together in one pallet. "
        + "A pallet that is there already stays enabled where it was. Hosts use it once it is enabled.",
    Example = "add pallet CentOS*.iso")]
[Argument("path", ValueKind.Path, Repeats = true, Help = "Images, or directories laid out like them; relative ones start from where the caller is.")]
[Parameter("clean", ValueKind.Flag, "Whether discs take the place of what is there of their pallet, instead of adding to it.")]
internal sealed class AddPallet(IPalletImport import, PalletFolder folder) : ICommand
{
    private readonly PalletPaths _paths = new(folder);

    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var clean = call.Flag("clean");
        var added = await import.ImportAsync(_paths.Find(call), clean, call.Output.ProgressAsync, cancel);
        await call.CommitAsync(
            inventory => added.Select(pallet => new Change.PalletSet(With(pallet, inventory.Pallets.GetValueOrDefault(pallet.Key), clean))),
            CancellationToken.None);
        foreach (var pallet in added)
        {
            call.Output.Message($"added pallet {pallet.Key}");
        }
    }

    /// <summary>A further disc leaves the kernel to the one that brought it.</summary>
    private static Pallet With(Pallet pallet, Pallet? present, bool clean) =>
        present is null ? pallet
        : pallet.Kernel is null && !clean ? pallet with { Boxes = present.Boxes, Kernel = present.Kernel, Initrd = present.Initrd }
        : pallet with { Boxes = present.Boxes };
}
