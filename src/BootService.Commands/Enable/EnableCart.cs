using BootService.Commands.Catalog;
using BootService.Commands.Pallets;
using BootService.Core.Inventories;
using BootService.Media.Pallets;

namespace BootService.Commands.Verbs;

[Command(
    "enable cart", "Puts carts to use for the hosts of a box, with the packages that are in them now.",
    HeedsDryrun = true,
    Detail = "Node XML takes effect whenever it changes; packages once \"compile cart\" was run.", Example = "enable cart tools")]
[Argument("cart", ValueKind.Cart, Repeats = true)]
[Parameter("box", ValueKind.Box, "The box; default unless said otherwise.")]
internal sealed class EnableCart(PalletFolder folder) : ICommand
{
    private readonly CartFiles _files = new(folder);

    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        BoxRules.Of(call, call.Inventory);
        var carts = CartNames.Find(call, call.Inventory);
        foreach (var cart in call.IsTrial ? [] : carts)
        {
            await _files.CompileAsync(cart.Name, cancel);
        }

        await call.CommitAsync(
            inventory =>
            {
                var box = BoxRules.Of(call, inventory);
                return CartNames.Find(call, inventory).Select(cart => new Change.CartSet(cart with { Boxes = cart.Boxes.With(box) }));
            },
            cancel);
    }
}
