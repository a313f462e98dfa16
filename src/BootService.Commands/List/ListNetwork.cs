using BootService.Commands.Catalog;
using BootService.Commands.Grammar;
using BootService.Commands.Networks;
using BootService.Commands.Output;

namespace BootService.Commands.Verbs;

[Command("list network", "Lists networks.", Example = "list network")]
[Argument("network", ValueKind.Network, Optional = true, Repeats = true)]
[Parameter("pxe", ValueKind.Flag, "Only those that machines may boot from us on, or only the others.")]
internal sealed class ListNetwork : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var networks = call.Arguments.IsEmpty
            ? inventory.Networks.Values
            : NamePatterns.Expanded(call.Arguments, "network", inventory.Networks.Keys).Select(word => NetworkRules.Existing(inventory, word));
        call.Output.Table(new TableShape(["network", "address", "mask", "gateway", "mtu", "zone", "pxe", "first", "last"])
        {
            KeepOwner = true,

            // Names are answered for each network that has a zone.
            More = ["dns"],
        });
        foreach (var network in networks.Where(network => call.Flag("pxe", network.Pxe) == network.Pxe))
        {
            cancel.ThrowIfCancellationRequested();
            await call.Output.RowAsync(
                network.Name, network.Subnet.Address.ToString(), network.Subnet.Mask.ToString(), Cell.Of(network.Gateway), network.Mtu, network.Zone,
                Cell.Of(network.Pxe), Cell.Of(network.PoolFirst), Cell.Of(network.PoolLast), Cell.Of(network.Zone is not null));
        }
    }
}
