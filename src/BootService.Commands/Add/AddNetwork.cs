using BootService.Commands.Catalog;
using BootService.Commands.Networks;
using BootService.Core;
using BootService.Core.Inventories;
using BootService.Core.Networks;

namespace BootService.Commands.Verbs;

[Command("add network", "Adds a network that hosts have addresses on.", Example = "add network storage address=10.2.0.0 mask=255.255.0.0 pxe=no")]
[Argument("network", Help = "Its name.")]
[Parameter("address", ValueKind.Text, "Its address, 10.2.0.0, or with its prefix, 10.2.0.0/16.", Required = true)]
[Parameter("mask", ValueKind.Text, "Its mask, 255.255.0.0 or 16.")]
[Parameter("gateway", ValueKind.Address, "The router that hosts are told; empty for none.")]
[Parameter("zone", ValueKind.Text, "The DNS zone of names on it; empty for none.")]
[Parameter("mtu", ValueKind.Number, "The largest packet in octets; 1500 unless said otherwise.")]
[Parameter("pxe", ValueKind.Flag, "Whether machines on it may boot from us.")]
[Parameter("first", ValueKind.Address, "The first address of the pool for machines that have none of their own.")]
[Parameter("last", ValueKind.Address, "The last address of the pool.")]
internal sealed class AddNetwork : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        string[] overlaps = [];
        await call.CommitAsync(
            inventory =>
            {
                var network = New(call, inventory);
                overlaps = [.. NetworkRules.Overlaps(inventory, network)];
                return [new Change.NetworkSet(network)];
            },
            cancel);
        Array.ForEach(overlaps, call.Remark);
    }

    private static Network New(CommandCall call, Inventory inventory)
    {
        var name = call.Arguments[0];
        if (inventory.Networks.ContainsKey(name))
        {
            throw new RefusedException($"network \"{name}\" exists; \"stack set network\" changes it");
        }

        var network = NetworkRules.With(call, new Network(name, NetworkRules.Subnet(call)!.Value) { Pxe = false }, isNew: true);
        NetworkRules.Check(inventory, network);
        return network;
    }
}
