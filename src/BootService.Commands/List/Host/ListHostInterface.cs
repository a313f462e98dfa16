using BootService.Commands.Catalog;
using BootService.Commands.Output;

namespace BootService.Commands.Verbs;

[Command("list host interface", "Lists the network interfaces of hosts.", Example = "list host interface backend-0-0")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
internal sealed class ListHostInterface : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        call.Table("host", "interface", "default", "network", "mac", "ip", "name", "module", "vlan", "options", "channel");
        foreach (var host in call.HostsOrAll(call.Inventory))
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var nic in host.Interfaces)
            {
                await call.Output.RowAsync(
                    host.Name.ToString(), nic.Name, nic.IsDefault ? Cell.Of(value: true) : default, nic.Network, Cell.Of(nic.Mac), Cell.Of(nic.Address), nic.HostName,
                    nic.Module, nic.Vlan is { } vlan ? vlan : default(Cell), nic.Options, nic.Channel);
            }
        }
    }
}
