using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("remove host group", "Takes hosts out of a group.", Example = "remove host group backend-0-3 group=web")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("group", ValueKind.Group, "The group.", Required = true)]
internal sealed class RemoveHostGroup : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => call.HostsToChange(inventory)
            .Select(host => new Change.HostSet(GroupRules.Without(host, GroupRules.Existing(inventory, call.Text("group"))))),
        cancel);
}
