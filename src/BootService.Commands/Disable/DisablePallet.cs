using BootService.Commands.Catalog;
using BootService.Commands.Pallets;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("disable pallet", "Takes pallets out of use for the hosts of a box; their files stay.", Example = "disable pallet CentOS")]
[Argument("pallet", ValueKind.Pallet, Repeats = true)]
[Parameter("version", ValueKind.Text, "Only this version; all unless said otherwise.")]
[Parameter("arch", ValueKind.Text, "Only this architecture; all unless said otherwise.")]
[Parameter("release", ValueKind.Text, "Only this release; all unless said otherwise.")]
[Parameter("os", ValueKind.Text, "Only those for this os; all unless said otherwise.")]
[Parameter("box", ValueKind.Box, "The box; default unless said otherwise.")]
[Parameter("distribution", ValueKind.Text, "The box, as it was called in Stacki 1.0.")]
internal sealed class DisablePallet : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        // What is not here is not in use: the seed page disables a pallet "os" that only Stacki's own frontend brought.
        return call.CommitAsync(
            inventory =>
            {
                var box = BoxRules.Of(call, inventory);
                return PalletNames.Find(call, inventory, unknown => call.Remark($"nothing to disable: {unknown}"))
                    .Select(pallet => new Change.PalletSet(pallet with { Boxes = pallet.Boxes.Remove(box) }));
            },
            cancel);
    }
}
