using BootService.Commands.Catalog;
using BootService.Commands.Networks;
using BootService.Core;
using BootService.Core.Inventories;
using BootService.Core.Networks;

namespace BootService.Commands.Verbs;

[Command("remove network", "Removes a network that no host has an interface on.", Example = "remove network storage")]
[Argument("network", ValueKind.Network, Repeats = true)]
internal sealed class RemoveNetwork : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => call.Arguments.Select(word => new Change.NetworkRemoved(Unused(inventory, NetworkRules.Existing(inventory, word)))),
        cancel);

    private static string Unused(Inventory inventory, Network network)
    {
        if (network.Name == Network.Private)
        {
            throw new RefusedException($"network {network.Name} is the one the frontend boots machines on");
        }

        return inventory.HostsInOrder().FirstOrDefault(host => host.Interfaces.Any(nic => nic.Network == network.Name)) is { } user
            ? throw new RefusedException($"host {user.Name} has an interface on network {network.Name}")
            : NetworkMentions.First(inventory, network.Name) is { } mention
            ? throw new RefusedException($"{mention} names network {network.Name}: remove it first")
            : network.Name;
    }
}
