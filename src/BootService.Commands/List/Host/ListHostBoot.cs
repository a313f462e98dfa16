using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Core.Disks;
using BootService.Core.Hosts;

namespace BootService.Commands.Verbs;

[Command("list host boot", "Lists what hosts do at their next network boot.", Example = "list host boot backend")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
[Row("host, action:install|os?, +nukedisks:flag, +nukecontroller:flag")]
internal sealed class ListHostBoot : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        call.Table();
        foreach (var host in call.HostsOrAll(inventory))
        {
            cancel.ThrowIfCancellationRequested();
            var attributes = inventory.AttributesOf(host);
            var action = host.Action switch
            {
                BootAction.Install => "install",
                BootAction.Os => "os",
                _ => null,
            };
            await call.Output.RowAsync(
                host.Name.ToString(), action, Cell.Of(DiskPlan.NukesDisks(attributes.Text)), Cell.Of(DiskPlan.NukesControllers(attributes.Text)));
        }
    }
}
