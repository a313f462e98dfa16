using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("remove host interface", "Removes a network interface of hosts.", Example = "remove host interface backend-0-0 interface=eth1")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("interface", ValueKind.Interface, "The device's name.", Required = true)]
internal sealed class RemoveHostInterface : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => call.HostsToChange(inventory).Select(host => new Change.HostSet(InterfaceRules.Without(host, call.Text("interface")))),
        cancel);
}
