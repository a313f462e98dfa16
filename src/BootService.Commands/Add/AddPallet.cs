using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("add pallet", "Copies installation media into the pallets.",
    Detail = "A directory with a .treeinfo is one. A pallet that is there already is replaced and stays enabled where it was. Hosts use it once it is enabled.",
    Example = "add pallet /mnt/cdrom")]
[Argument("path", ValueKind.Path, Repeats = true, Help = "Directories of the frontend; relative ones start from where the caller is.")]
internal sealed class AddPallet(IPalletImport import) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        foreach (var path in call.Arguments)
        {
            var added = await import.ImportAsync(call.PathOf(path), call.Output.ProgressAsync, cancel);
            await call.CommitAsync(
                inventory => added.Select(pallet => new Change.PalletSet(pallet with { Boxes = inventory.Pallets.GetValueOrDefault(pallet.Key)?.Boxes ?? [] })),
                CancellationToken.None);
            foreach (var pallet in added)
            {
                call.Output.Message($"added pallet {pallet.Key}");
            }
        }
    }
}
