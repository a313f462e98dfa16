using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Commands.Networks;
using BootService.Core;
using BootService.Core.Inventories;
using BootService.Core.Networks;

namespace BootService.Commands.Verbs;

[Command("set network name", "Renames a network; the interfaces on it, and the routes and firewall rules that name it, go with it.",
    Example = "set network name storage name=ceph")]
[Argument("network", ValueKind.Network)]
[Parameter("name", ValueKind.Text, "Its new name.", Required = true)]
internal sealed class SetNetworkName : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory =>
        {
            var network = NetworkRules.Existing(inventory, call.Arguments[0]);
            var name = HostRules.Word("network", call.Text("name"));
            if (name == network.Name)
            {
                return [];
            }

            if (network.Name == Network.Private)
            {
                throw new RefusedException($"network {network.Name} is the one the frontend boots machines on, and is known to profiles by that name");
            }

            return inventory.Networks.ContainsKey(name)
                ? throw new RefusedException($"network \"{name}\" exists")
                :
                [
                    new Change.NetworkSet(network with { Name = name }),
                    .. inventory.HostsInOrder().Where(host => host.Interfaces.Any(nic => nic.Network == network.Name))
                        .Select(host => new Change.HostSet(host with
                    {
                        Interfaces = [.. host.Interfaces.Select(nic => nic.Network == network.Name ? nic with { Network = name } : nic)],
                    })),
                    .. NetworkMentions.Renamed(inventory, network.Name, name, call.Now),
                    new Change.NetworkRemoved(network.Name),
                ];
        },
        cancel);
}
