using BootService.Commands.Catalog;
using BootService.Commands.Grammar;
using BootService.Commands.Output;
using BootService.Commands.Pallets;

namespace BootService.Commands.Verbs;

[Command("list box", "Lists boxes with the pallets and carts that are enabled in them.", Example = "list box")]
[Argument("box", ValueKind.Box, Optional = true, Repeats = true)]
[Row("name, os:list, pallets:list, carts:list")]
internal sealed class ListBox : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var boxes = call.Arguments.IsEmpty
            ? inventory.BoxNames()
            : NamePatterns.Expanded(call.Arguments, "box", inventory.BoxNames()).Select(word => BoxRules.Existing(inventory, word))
                .Order(StringComparer.Ordinal);
        call.KeptTable();
        foreach (var box in boxes)
        {
            cancel.ThrowIfCancellationRequested();
            var pallets = inventory.PalletsIn(box).ToArray();
            await call.Output.RowAsync(
                box,
                Cell.List(pallets.Select(pallet => pallet.Key.Os).Distinct(StringComparer.Ordinal)),
                Cell.List(pallets.Select(pallet => $"{pallet.Key.Name}-{pallet.Key.Version}")),
                Cell.List(inventory.CartsIn(box).Select(cart => cart.Name)));
        }
    }
}
