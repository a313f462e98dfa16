using BootService.Commands.Catalog;
using BootService.Commands.Grammar;
using BootService.Commands.Networks;
using BootService.Commands.Output;

namespace BootService.Commands.Verbs;

[Command("list network", "Lists networks.", Example = "list network")]
[Argument("network", ValueKind.Network, Optional = true, Repeats = true)]
[Parameter("pxe", ValueKind.Flag, "Only those that machines may boot from us on, or only the others.")]
[Row("network, address:address, mask:address, gateway:address?, mtu:number?, zone?, pxe:flag, first:address?, last:address?, +dns:flag")]
internal sealed class ListNetwork : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var networks = call.Arguments.IsEmpty
            ? inventory.Networks.Values
            : NamePatterns.Expanded(call.Arguments, "network", inventory.Networks.Keys).Select(word => NetworkRules.Existing(inventory, word));
        call.KeptTable();
        foreach (var network in networks.Where(network => call.Flag("pxe", network.Pxe) == network.Pxe))
        {
            cancel.ThrowIfCancellationRequested();
            await call.Output.RowAsync(
                network.Name, network.Subnet.Address.ToString(), network.Subnet.Mask.ToString(), Cell.Of(network.Gateway), network.Mtu, network.Zone,
                Cell.Of(network.Pxe), Cell.Of(network.PoolFirst), Cell.Of(network.PoolLast),

                // Names are answered for each network that has a zone.
                Cell.Of(network.Zone is not null));
        }
    }
}
