using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Commands.Pallets;

namespace BootService.Commands.Verbs;

[Command("list cart", "Lists carts and the boxes they are enabled in.", Example = "list cart")]
[Argument("cart", ValueKind.Cart, Optional = true, Repeats = true)]
[Row("name, boxes:list")]
internal sealed class ListCart : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        call.KeptTable();
        foreach (var cart in call.Arguments.IsEmpty ? inventory.Carts.Values : CartNames.Find(call, inventory))
        {
            cancel.ThrowIfCancellationRequested();
            await call.Output.RowAsync(cart.Name, Cell.List(cart.Boxes));
        }
    }
}
