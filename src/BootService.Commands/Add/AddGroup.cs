using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("add group", "Adds a group, which names its hosts as g:GROUP wherever a command takes hosts.", Example = "add group web")]
[Argument("group", ValueKind.NewGroup, Repeats = true)]
internal sealed class AddGroup : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) =>
        call.CommitAsync(
            inventory => call.Arguments.Distinct(StringComparer.Ordinal).Select(name => new Change.GroupSet(GroupRules.New(inventory, name))), cancel);
}
