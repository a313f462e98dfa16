using BootService.Commands.Catalog;
using BootService.Commands.Pallets;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("remove box", "Removes boxes that no host is in; pallets and carts are no longer enabled there.", Example = "remove box test")]
[Argument("box", ValueKind.Box, Repeats = true)]
internal sealed class RemoveBox : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory =>
        {
            var gone = call.Arguments.Select(word => Unused(inventory, BoxRules.Existing(inventory, word))).ToHashSet(StringComparer.Ordinal);
            return
            [
                .. gone.Select(box => new Change.BoxRemoved(box)),
                .. inventory.Pallets.Values.Where(pallet => pallet.Boxes.Any(gone.Contains))
                    .Select(pallet => new Change.PalletSet(pallet with { Boxes = pallet.Boxes.RemoveAll(gone.Contains) })),
                .. inventory.Carts.Values.Where(cart => cart.Boxes.Any(gone.Contains))
                    .Select(cart => new Change.CartSet(cart with { Boxes = cart.Boxes.RemoveAll(gone.Contains) })),
            ];
        },
        cancel);

    private static string Unused(Inventory inventory, string box) =>
        box == Host.DefaultBox ? throw new RefusedException($"box {Host.DefaultBox} is built in and stays")
        : inventory.HostsInOrder().FirstOrDefault(host => host.Box == box) is { } user
            ? throw new RefusedException($"host {user.Name} is in box {box}: \"stack set host box {user.Name} box={Host.DefaultBox}\" first")
        : box;
}
