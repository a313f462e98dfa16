using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("set host environment", "Sets the environment of hosts; an empty one takes it away.", Example = "set host environment backend-0-4 environment=test")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("environment", ValueKind.Text, "The environment; one that is not there comes with them.", Required = true)]
internal sealed class SetHostEnvironment : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var isNew = false;
        await call.CommitAsync(
            inventory =>
            {
                var environment = HostRules.Environment(inventory, call.Text("environment"));
                isNew = environment is not null && !inventory.KnowsEnvironment(environment);
                return call.HostsToChange(inventory).Select(host => new Change.HostSet(host with { Environment = environment }));
            },
            cancel);
        if (isNew)
        {
            call.Remark($"environment {call.Text("environment")} is new: no other host is of it and it has no attributes");
        }
    }
}
