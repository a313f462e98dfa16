using BootService.Commands.Catalog;
using BootService.Commands.Output;

namespace BootService.Commands.Verbs;

[Command("list host group", "Lists the groups that hosts are in.", Example = "list host group backend")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
[Parameter("group", ValueKind.Group, "Only the hosts in this group.")]
[Row("host, groups:list")]
internal sealed class ListHostGroup : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        call.KeptTable();
        foreach (var host in call.HostsOrAll(call.Inventory).Where(host => call.Find("group") is not { } group || host.Groups.Contains(group)))
        {
            cancel.ThrowIfCancellationRequested();
            await call.Output.RowAsync(host.Name.ToString(), Cell.List(host.Groups));
        }
    }
}
