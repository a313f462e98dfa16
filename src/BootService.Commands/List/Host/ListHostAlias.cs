using BootService.Commands.Catalog;
using BootService.Core.Hosts;

namespace BootService.Commands.Verbs;

[Command("list host alias", "Lists the further names of hosts' addresses.", Aliases = "list host interface alias", Example = "list host alias backend")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
[Parameter("interface", ValueKind.Interface, "Only those of this interface.")]
[Row("host, alias, interface")]
internal sealed class ListHostAlias : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        call.KeptTable();
        foreach (var host in call.HostsOrAll(inventory))
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var (device, alias) in HostAliases.Of(inventory, host).Where(pair => (call.Find("interface") ?? pair.Device) == pair.Device))
            {
                await call.Output.RowAsync(host.Name.ToString(), alias, device);
            }
        }
    }
}
