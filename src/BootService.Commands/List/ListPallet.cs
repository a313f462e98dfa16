using BootService.Commands.Catalog;
using BootService.Commands.Pallets;

namespace BootService.Commands.Verbs;

[Command("list pallet", "Lists pallets and the boxes they are enabled in.", Example = "list pallet")]
[Argument("pallet", ValueKind.Pallet, Optional = true, Repeats = true)]
[Parameter("version", ValueKind.Text, "Only this version.")]
[Parameter("arch", ValueKind.Text, "Only this architecture.")]
internal sealed class ListPallet : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var pallets = call.Arguments.IsEmpty ? inventory.Pallets.Values.OrderBy(pallet => pallet.Key.Folder, StringComparer.Ordinal) : PalletNames.Find(call, inventory).AsEnumerable();
        call.KeptTable("name", "version", "release", "arch", "os", "boxes");
        foreach (var pallet in pallets)
        {
            cancel.ThrowIfCancellationRequested();
            var (name, version, os, arch) = pallet.Key;
            await call.Output.RowAsync(name, version, pallet.Release, arch, os, string.Join(' ', pallet.Boxes));
        }
    }
}
