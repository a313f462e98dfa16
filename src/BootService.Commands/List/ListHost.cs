using BootService.Commands.Catalog;
using BootService.Commands.Output;

namespace BootService.Commands.Verbs;

[Command("list host", "Lists hosts.", Example = "list host backend")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
internal sealed class ListHost : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        call.KeptTable("host", "rack", "rank", "appliance", "os", "box", "environment", "runaction", "installaction", "comment", "loader");
        foreach (var host in call.HostsOrAll(call.Inventory))
        {
            cancel.ThrowIfCancellationRequested();
            await call.Output.RowAsync(
                host.Name.ToString(), Cell.Of(host.Rack), Cell.Of(host.Rank), host.Appliance, host.Os, host.Box, host.Environment, host.OsAction, host.InstallAction, host.Comment,
                host.LearnedLoader ?? string.Empty);
        }
    }
}
