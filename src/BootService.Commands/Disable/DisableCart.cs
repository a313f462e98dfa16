using BootService.Commands.Catalog;
using BootService.Commands.Pallets;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("disable cart", "Takes carts out of use for the hosts of a box; their files stay.", Example = "disable cart tools")]
[Argument("cart", ValueKind.Cart, Repeats = true)]
[Parameter("box", ValueKind.Box, "The box; default unless said otherwise.")]
internal sealed class DisableCart : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => CartNames.Find(call, inventory).Select(cart => new Change.CartSet(cart with { Boxes = cart.Boxes.Remove(BoxRules.Named(call)) })),
        cancel);
}
