using BootService.Commands.Catalog;
using BootService.Commands.Output;

namespace BootService.Commands.Verbs;

[Command("list host", "Lists hosts.", Example = "list host backend")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
[Parameter("order", ValueKind.Choice, "Whether the first comes first.", Choices = "asc|desc")]
[Row("host, rack:mixed, rank:mixed, appliance, os, box, environment?, runaction, installaction, comment, loader, +osaction")]
internal sealed class ListHost : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        call.KeptTable();
        var hosts = call.HostsOrAll(call.Inventory);
        foreach (var host in call.Find("order") == "desc" ? hosts.Reverse() : hosts.AsEnumerable())
        {
            cancel.ThrowIfCancellationRequested();
            await call.Output.RowAsync(
                host.Name.ToString(), Cell.Of(host.Rack), Cell.Of(host.Rank), host.Appliance, host.Os, host.Box, host.Environment, host.OsAction,
                host.InstallAction, host.Comment,
                host.LearnedLoader ?? string.Empty,

                // What Stacki 5 calls runaction.
                host.OsAction);
        }
    }
}
