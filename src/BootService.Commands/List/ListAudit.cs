using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Core.Stores;

namespace BootService.Commands.Verbs;

[Command("list audit", "Lists who changed what and when, oldest first.",
    Aliases = "list host audit",
    Detail = "One command makes one change, which may have many lines. Secrets show as ********. \"stack undo change=NUMBER\" takes a change of hosts, "
        + "attributes or actions back.",
    Example = "list audit backend-0-0")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true, Help = "Only what was changed on these hosts.")]
[Parameter("most", ValueKind.Number, "At most so many of the newest lines; 200 unless said otherwise.")]
[Row("change:number, time:time, who, uid:number?, via, command?, what, field?, old?, new?, undone:number?")]
internal sealed class ListAudit(IAuditStore audit) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var wantsAll = call.Arguments.IsEmpty && call.SeesAll;
        string[] things = wantsAll ? [] : [.. call.HostsOrAll(call.Inventory).Select(host => $"host {host.Name}")];
        call.FlatTable();
        if (things.Length == 0 && !wantsAll)
        {
            return;
        }

        foreach (var line in await audit.ListAuditAsync(things, call.Number("most") ?? 200, cancel))
        {
            await call.Output.RowAsync(
                line.Change,
                line.At.ToString("yyyy-MM-ddTHH:mm:ssZ"),
                line.By.Name,
                line.By.Uid is { } uid ? uid : default(Cell),
                line.By.Via,
                line.By.Command.Length == 0 ? default(Cell) : line.By.Command,
                line.Line.Thing,
                line.Line.Field.Length == 0 ? default(Cell) : line.Line.Field,
                line.Line.Old,
                line.Line.New,
                line.UndoneBy is { } undone ? undone : default(Cell));
        }
    }
}
