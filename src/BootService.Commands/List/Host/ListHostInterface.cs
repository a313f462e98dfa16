using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Core.Networks;

namespace BootService.Commands.Verbs;

[Command("list host interface", "Lists the network interfaces of hosts.", Example = "list host interface backend-0-0")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
[Parameter("expanded", ValueKind.Flag, "Whether to show what its network says too: mask, gateway, zone and whether it boots from it.")]
[Row(
    "host, interface?, default:flag?, network?, mac:mac?, ip:address?, name?, module?, vlan:number?, options?, channel?, ~mask:address?, "
    + "~gateway:address?, ~zone?, ~pxe:flag?")]
internal sealed class ListHostInterface : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var expanded = call.Flag("expanded");
        call.Table(expanded ? ["mask", "gateway", "zone", "pxe"] : []);
        foreach (var host in call.HostsOrAll(inventory))
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var nic in host.Interfaces)
            {
                await call.Output.RowAsync(
                [
                    host.Name.ToString(), nic.Name, nic.IsDefault ? Cell.Of(value: true) : default, nic.Network, Cell.Of(nic.Mac), Cell.Of(nic.Address),
                    nic.HostName,
                    nic.Module, nic.Vlan is { } vlan ? vlan : default(Cell), nic.Options, nic.Channel,
                    .. expanded ? Expanded(nic.Network is { } name ? inventory.Networks.GetValueOrDefault(name) : null) : [],
                ]);
            }
        }
    }

    private static Cell[] Expanded(Network? network) =>
        network is null ? [default, default, default, default] : [network.Subnet.Mask.ToString(), Cell.Of(network.Gateway), network.Zone, Cell.Of(network.Pxe)];
}
