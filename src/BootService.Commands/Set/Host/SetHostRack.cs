using BootService.Commands.Catalog;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("set host rack", "Sets the rack of hosts.", Example = "set host rack backend-0-4 rack=1")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("rack", ValueKind.Place, "Their rack.", Required = true)]
internal sealed class SetHostRack : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => call.HostsToChange(inventory).Select(host => new Change.HostSet(host with { Rack = call.Value<Place>("rack") })),
        cancel);
}
