using BootService.Commands.Catalog;

namespace BootService.Commands.Verbs;

[Command("list host log", "Shows the end of the log of what failed in each host's newest install.",
    Detail = "Scripts of %pre and %post that fail send the last lines they printed; secrets show as ********.",
    Example = "list host log backend-0-0")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
[Row("host, log")]
internal sealed class ListHostLog : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        call.Output.Table(call.Shape() with { Plain = true });
        foreach (var host in call.HostsOrAll(inventory))
        {
            cancel.ThrowIfCancellationRequested();
            if (inventory.AttemptOf(host.Name)?.Log is { } log)
            {
                await call.Output.RowAsync(host.Name.ToString(), log);
            }
        }
    }
}
