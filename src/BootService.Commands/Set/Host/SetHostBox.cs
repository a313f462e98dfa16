using BootService.Commands.Catalog;
using BootService.Commands.Pallets;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("set host box", "Sets the box whose pallets and carts hosts install from.", Example = "set host box backend box=default")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("box", ValueKind.Box, "The box.", Required = true)]
internal sealed class SetHostBox : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => call.HostsToChange(inventory).Select(host => new Change.HostSet(host with { Box = BoxRules.Existing(inventory, call.Text("box")) })),
        cancel);
}
