using BootService.Commands.Catalog;
using BootService.Core.Hosts;

namespace BootService.Commands.Verbs;

[Command("list host boot", "Lists what hosts do at their next network boot.", Example = "list host boot backend")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
[Row("host, action:install|os?")]
internal sealed class ListHostBoot : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        call.Table();
        foreach (var host in call.HostsOrAll(call.Inventory))
        {
            cancel.ThrowIfCancellationRequested();
            await call.Output.RowAsync(host.Name.ToString(), host.Action switch
            {
                BootAction.Install => "install",
                BootAction.Os => "os",
                _ => null,
            });
        }
    }
}
