using BootService.Commands.Catalog;
using BootService.Commands.Pallets;
using BootService.Media.Pallets;

namespace BootService.Commands.Verbs;

[Command("compile cart", "Makes a repository of the packages that are in carts now.", Example = "compile cart tools")]
[Argument("cart", ValueKind.Cart, Repeats = true)]
internal sealed class CompileCart(PalletFolder folder) : ICommand
{
    private readonly CartFiles _files = new(folder);

    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        foreach (var cart in CartNames.Find(call, call.Inventory))
        {
            await _files.CompileAsync(cart.Name, cancel);
        }
    }
}
