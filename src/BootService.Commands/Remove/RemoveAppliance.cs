using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("remove appliance", "Removes an appliance that no host has, and its attributes.", Example = "remove appliance login")]
[Argument("appliance", ValueKind.Appliance, Repeats = true)]
internal sealed class RemoveAppliance : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => call.Arguments.Select(word => new Change.ApplianceRemoved(Unused(inventory, HostRules.Appliance(inventory, word)))),
        cancel);

    private static string Unused(Inventory inventory, Appliance appliance)
    {
        if (Appliance.BuiltIn.Any(builtIn => builtIn.Name == appliance.Name))
        {
            throw new RefusedException($"appliance {appliance.Name} is built in and stays");
        }

        return inventory.HostsInOrder().FirstOrDefault(host => host.Appliance == appliance.Name) is { } user
            ? throw new RefusedException($"host {user.Name} is of appliance {appliance.Name}")
            : appliance.Name;
    }
}
