using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Commands.Pallets;
using BootService.Core;
using BootService.Core.Inventories;
using BootService.Core.Pallets;
using BootService.Core.Stores;
using BootService.Media.Pallets;

namespace BootService.Commands.Verbs;

[Command("remove cart", "Removes carts and their files.", HeedsDryrun = true, Example = "remove cart tools")]
[Argument("cart", ValueKind.Cart, Repeats = true)]
[Parameter("confirm", ValueKind.Number, "How many hosts install from them; must be given when they are more than 10.")]
internal sealed class RemoveCart(PalletFolder folder) : ICommand
{
    private readonly CartFiles _files = new(folder);

    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var removed = await call.Appliance.CommitAsync(
            inventory =>
            {
                var carts = CartNames.Find(call, inventory).Select(cart => Idle(inventory, cart)).ToArray();
                HostGuard.CheckCount(BoxRules.Users(inventory, carts.SelectMany(cart => cart.Boxes)), Deed.TakeSoftware, call.Confirmed);
                var names = carts.Select(cart => cart.Name).ToArray();
                return new Proposal<string[]>(names, [.. names.Select(name => new Change.CartRemoved(name))]);
            },
            cancel);
        foreach (var name in call.IsTrial ? [] : removed)
        {
            _files.Delete(name);
        }
    }

    private static Cart Idle(Inventory inventory, Cart cart) => BoxRules.Awaited(inventory, cart.Boxes) is { } waiting
        ? throw new RefusedException(
            $"cart {cart.Name} has packages for host {waiting.Host}, which is set to install: \"stack set host boot {waiting.Host} action=os\" first")
        : cart;
}
