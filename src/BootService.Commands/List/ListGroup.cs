using BootService.Commands.Catalog;
using BootService.Commands.Grammar;
using BootService.Commands.Hosts;
using BootService.Commands.Output;

namespace BootService.Commands.Verbs;

[Command("list group", "Lists groups and the hosts in them.", Example = "list group")]
[Argument("group", ValueKind.Group, Optional = true, Repeats = true)]
[Row("group, hosts:list")]
internal sealed class ListGroup : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var groups = call.Arguments.IsEmpty
            ? [.. inventory.Groups]
            : NamePatterns.Expanded(call.Arguments, "group", inventory.Groups).Select(name => GroupRules.Existing(inventory, name)).ToArray();
        var members = inventory.HostsInOrder().SelectMany(host => host.Groups.Select(group => (Group: group, host.Name)))
            .ToLookup(member => member.Group, member => member.Name);
        call.KeptTable();
        foreach (var group in groups)
        {
            cancel.ThrowIfCancellationRequested();
            await call.Output.RowAsync(group, Cell.List(members[group].Select(name => name.ToString())));
        }
    }
}
