using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Core.Disks;

namespace BootService.Commands.Verbs;

[Command("list storage controller", "Lists tables of RAID controllers as they are set, of every scope or of one; of hosts the one that holds for each.",
    Aliases = "list host storage controller|list appliance storage controller|list os storage controller|list environment storage controller",
    Detail = "A host has the table of the narrowest scope, whole.",
    Example = "list storage controller")]
[Argument("target", ValueKind.Text, Optional = true, Repeats = true, Help = "Hosts, appliances and so on, where their word is in the verb.")]
[Row("target, enclosure:number?, adapter:number?, slot:mixed, raidlevel, arrayid:mixed, options, +source" + CalledScope.OwnerColumns)]
internal sealed class ListStorageController : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        call.KeptTable([.. CalledScope.OwnerKey(call)]);
        foreach (var (owner, from, _, text) in CalledScope.Under(call, inventory, ControllerTable.Attribute)
            .Where(entry => entry.Name == ControllerTable.Attribute))
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var row in ControllerTable.Parse(text).Rows)
            {
                await call.Output.RowAsync(
                    [CalledScope.Word(owner), Number(row.Enclosure), Number(row.Adapter), Cell.NumberOr(row.Slot), row.RaidLevel, Cell.NumberOr(row.ArrayId),
                        row.Options, ScopeNames.Letter(from.Scope), .. CalledScope.OwnerCell(call, owner)]);
            }
        }
    }

    private static Cell Number(int? number) => number is { } known ? known : default(Cell);
}
