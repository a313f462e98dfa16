using BootService.Commands.Catalog;
using BootService.Commands.Hosts;

namespace BootService.Commands.Verbs;

[Command("list host bonded", "Lists the bonds and bridges of hosts with their members.", Aliases = "list host bridge", Example = "list host bonded backend")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
[Row("host, interface?, members:list, ip:address?, network?, options?")]
internal sealed class ListHostBonded : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var wantsBridges = call.CalledAs[^1] == "bridge";
        call.KeptTable();
        foreach (var host in call.HostsOrAll(call.Inventory))
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var master in LinkRules.Masters(host).Where(nic => LinkRules.IsBridge(nic) == wantsBridges))
            {
                await call.Output.RowAsync(
                    host.Name.ToString(), master.Name, Output.Cell.List(LinkRules.MembersOf(host, master.Name).Select(nic => nic.Name)),
                    Output.Cell.Of(master.Address), master.Network, master.Options);
            }
        }
    }
}
