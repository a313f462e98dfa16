using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("remove group", "Removes a group that no host is in.", Example = "remove group web")]
[Argument("group", ValueKind.Group, Repeats = true)]
internal sealed class RemoveGroup : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) =>
        call.CommitAsync(inventory => call.Arguments.Select(name => new Change.GroupRemoved(Unused(inventory, GroupRules.Existing(inventory, name)))), cancel);

    private static string Unused(Inventory inventory, string group) =>
        inventory.HostsInOrder().FirstOrDefault(host => host.Groups.Contains(group)) is { } member
        ? throw new RefusedException($"host {member.Name} is in group \"{group}\": \"stack remove host group g:{group} group={group}\" empties it")
        : group;
}
