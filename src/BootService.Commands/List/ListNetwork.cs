using BootService.Commands.Catalog;
using BootService.Commands.Networks;
using BootService.Commands.Output;

namespace BootService.Commands.Verbs;

[Command("list network", "Lists networks.", Example = "list network")]
[Argument("network", ValueKind.Network, Optional = true, Repeats = true)]
internal sealed class ListNetwork : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var networks = call.Arguments.IsEmpty ? inventory.Networks.Values : call.Arguments.Select(word => NetworkRules.Existing(inventory, word));
        call.KeptTable("network", "address", "mask", "gateway", "mtu", "zone", "pxe", "first", "last");
        foreach (var network in networks)
        {
            cancel.ThrowIfCancellationRequested();
            await call.Output.RowAsync(
                network.Name, network.Subnet.Address.ToString(), network.Subnet.Mask.ToString(), Cell.Of(network.Gateway), network.Mtu, network.Zone,
                Cell.Of(network.Pxe), Cell.Of(network.PoolFirst), Cell.Of(network.PoolLast));
        }
    }
}
