using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("remove host", "Removes hosts, their interfaces, attributes and install attempts.",
    Detail = "A host whose attribute protected is true is not removed, nor is any other named with it. \"stack undo\" brings hosts back, without their "
        + "attempts.",
    Example = "remove host backend-0-4")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("confirm", ValueKind.Number, "How many hosts this removes; must be given when they are more than 10.")]
internal sealed class RemoveHost : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory =>
        {
            var hosts = call.HostsToChange(inventory);
            HostGuard.Check(inventory, hosts, Deed.Remove, call.Confirmed);
            return hosts.Select(host => new Change.HostRemoved(host.Name));
        },
        cancel);
}
