using BootService.Commands.Catalog;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("set host rank", "Sets the place of hosts in their rack.", Example = "set host rank backend-0-4 rank=0")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("rank", ValueKind.Place, "Their place.", Required = true)]
internal sealed class SetHostRank : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => call.HostsToChange(inventory).Select(host => new Change.HostSet(host with { Rank = call.Value<Place>("rank") })),
        cancel);
}
