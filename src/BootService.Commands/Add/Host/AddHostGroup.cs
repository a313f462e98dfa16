using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("add host group", "Puts hosts into a group.", Example = "add host group backend-0-[0-3] group=web")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("group", ValueKind.Group, "The group.", Required = true)]
internal sealed class AddHostGroup : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => call.HostsToChange(inventory)
            .Select(host => new Change.HostSet(GroupRules.With(host, GroupRules.Existing(inventory, call.Text("group"))))),
        cancel);
}
