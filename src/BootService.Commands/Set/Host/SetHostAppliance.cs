using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("set host appliance", "Sets the appliance of hosts.", Example = "set host appliance backend appliance=backend")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("appliance", ValueKind.Appliance, "Their appliance.", Required = true)]
internal sealed class SetHostAppliance : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => call.HostsToChange(inventory)
            .Select(host => new Change.HostSet(host with { Appliance = HostRules.Appliance(inventory, call.Text("appliance")).Name })),
        cancel);
}
