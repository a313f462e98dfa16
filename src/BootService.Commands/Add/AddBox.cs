using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command(
    "add box", "Adds a box: a set of pallets and carts that hosts install from.", Detail = "Hosts are in box default unless \"set host box\" says otherwise.",
    Example = "add box test")]
[Argument("box", Help = "Its name.")]
internal sealed class AddBox : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => inventory.BoxNames().Contains(call.Arguments[0], StringComparer.Ordinal)
            ? throw new RefusedException($"box \"{call.Arguments[0]}\" already exists")
            : [new Change.BoxAdded(HostRules.Word("box", call.Arguments[0]))],
        cancel);
}
