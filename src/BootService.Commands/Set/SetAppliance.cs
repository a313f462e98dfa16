using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("set appliance", "Changes an appliance; what is not named stays as it is.",
    Aliases = "set appliance node|set appliance membership|set appliance public",
    Example = "set appliance backend node=backend")]
[Argument("appliance", ValueKind.Appliance)]
[Parameter("membership", ValueKind.Text, "Its long name.")]
[Parameter("node", ValueKind.Text, "The node XML its profile starts at, without .xml; empty when its hosts are not installed by us.")]
[Parameter("public", ValueKind.Flag, "Whether its hosts are reached through groups in run host.")]
internal sealed class SetAppliance : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => [new Change.ApplianceSet(ApplianceRules.With(call, inventory, HostRules.Appliance(inventory, call.Arguments[0])))],
        cancel);
}
