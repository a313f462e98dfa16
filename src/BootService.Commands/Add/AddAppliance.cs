using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command(
    "add appliance", "Adds a kind of host.", Detail = "Its profile starts at the node of its own name unless node= says otherwise.",
    Example = "add appliance login node=backend")]
[Argument("appliance", Help = "Its name, which names all its hosts on the command line.")]
[Parameter("membership", ValueKind.Text, "Its long name.")]
[Parameter("node", ValueKind.Text, "The node XML its profile starts at, without .xml; empty when its hosts are not installed by us.")]
[Parameter("public", ValueKind.Flag, "Whether its hosts are reached through groups in run host.")]
internal sealed class AddAppliance : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => [new Change.ApplianceSet(ApplianceRules.With(call, inventory, ApplianceRules.New(inventory, call.Arguments[0])))],
        cancel);
}
