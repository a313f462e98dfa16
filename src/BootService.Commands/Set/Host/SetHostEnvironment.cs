using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("set host environment", "Sets the environment of hosts; an empty one takes it away.", Example = "set host environment backend-0-4 environment=test")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("environment", ValueKind.Text, "The environment.", Required = true)]
internal sealed class SetHostEnvironment : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => call.HostsToChange(inventory)
            .Select(host => new Change.HostSet(host with { Environment = HostRules.Environment(inventory, call.Text("environment")) })),
        cancel);
}
