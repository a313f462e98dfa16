using BootService.Commands.Catalog;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("remove host", "Removes hosts, their interfaces, attributes and install attempts.", Example = "remove host backend-0-4")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
internal sealed class RemoveHost : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) =>
        call.CommitAsync(inventory => call.HostsToChange(inventory).Select(host => new Change.HostRemoved(host.Name)), cancel);
}
