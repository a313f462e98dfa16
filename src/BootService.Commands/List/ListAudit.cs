using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Core.Attributes;
using BootService.Core.Audits;
using BootService.Core.Inventories;
using BootService.Core.Profiles;
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

        var secrecy = AttributeSecrecy.In(call.Inventory);
        foreach (var line in await audit.ListAuditAsync(things, call.Number("most") ?? 200, cancel))
        {
            var shown = Shown(line.Line, secrecy);
            await call.Output.RowAsync(
                line.Change,
                line.At.ToString("yyyy-MM-ddTHH:mm:ssZ"),
                line.By.Name,
                line.By.Uid is { } uid ? uid : default(Cell),
                line.By.Via,
                line.By.Command.Length == 0 ? default(Cell) : line.By.Command,
                shown.Thing,
                shown.Field.Length == 0 ? default(Cell) : shown.Field,
                shown.Old,
                shown.New,
                line.UndoneBy is { } undone ? undone : default(Cell));
        }
    }

    /// <summary>A value that was readable when it was set may be the one that was made a secret since.</summary>
    private static AuditLine Shown(AuditLine line, Func<AttributeName, AttributeSecrecy> secrecy) =>
        AuditTrail.AttributeOf(line) is { } name && secrecy(name).HoldsSecrets
            ? line with { Old = line.Old is null ? null : ReportUrls.Mask, New = line.New is null ? null : ReportUrls.Mask }
            : line;
}
