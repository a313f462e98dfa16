using BootService.Commands.Catalog;
using BootService.Core;
using BootService.Core.Inventories;
using BootService.Core.Pallets;
using BootService.Media.Discs;
using BootService.Media.Pallets;

namespace BootService.Commands.Verbs;

[Command("add cart", "Adds a cart: a folder for packages and node XML of your own.",
    HeedsDryrun = true,
    Detail = "It lies in ExportDirectory/carts/NAME: packages in RPMS, node XML in nodes and graph. What is there already stays as it is. Hosts use it once it "
        + "is enabled.",
    Example = "add cart tools")]
[Argument("cart", Help = "Its name, which is that of its folder.")]
internal sealed class AddCart(PalletFolder folder) : ICommand
{
    private readonly CartFiles _files = new(folder);

    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var name = call.Arguments[0];
        if (!PalletWord.IsOne(name))
        {
            throw new RefusedException($"cart \"{name}\" is not a word of letters, digits, dots, hyphens and underscores");
        }

        if (call.Inventory.Carts.ContainsKey(name))
        {
            throw new RefusedException($"cart \"{name}\" already exists");
        }

        if (!call.IsTrial)
        {
            _files.Make(name);
        }

        await call.CommitAsync(inventory => inventory.Carts.ContainsKey(name) ? [] : [new Change.CartSet(new Cart(name))], cancel);
        call.Output.Message(
            $"added cart {name}: put packages into {_files.PathOf(name)}/RPMS and node XML into {_files.PathOf(name)}/nodes, then: stack enable cart {name}");
    }
}
