using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Commands.Storage;
using BootService.Core;

namespace BootService.Commands.Verbs;

[Command("remove storage controller", "Takes disks out of a table of RAID controllers: those of an array, of a slot, of a controller, or all.",
    Aliases = "remove host storage controller|remove appliance storage controller|remove os storage controller|remove environment storage controller",
    Example = "remove storage controller arrayid=1")]
[Argument("target", ValueKind.Text, Optional = true, Repeats = true, Help = "Hosts, appliances and so on, where their word is in the verb.")]
[Parameter("arrayid", ValueKind.Text, "The array.")]
[Parameter("slot", ValueKind.Text, "The slot; * for all rows.")]
[Parameter("adapter", ValueKind.Number, "The controller.")]
[Parameter("enclosure", ValueKind.Number, "The enclosure.")]
internal sealed class RemoveStorageController : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var (array, slot, adapter, enclosure) = (call.Find("arrayid"), call.Find("slot"), call.Number("adapter"), call.Number("enclosure"));
        if (array is null && slot is null && adapter is null && enclosure is null)
        {
            throw Expectations.Fault(
                call.Declaration, "\"arrayid\", \"slot\", \"adapter\" or \"enclosure\" parameter is required; slot=* takes the whole table away");
        }

        return call.CommitAsync(
            inventory => CalledScope.ToChange(call, inventory).Select(owner =>
            {
                var table = ControllerTables.On(inventory, owner);
                var left = table.Rows.RemoveAll(row => (array is null || row.ArrayId == array) && (slot is null or "*" || row.Slot == slot)
                    && (adapter is null || row.Adapter == adapter) && (enclosure is null || row.Enclosure == enclosure));
                return left.Length == table.Rows.Length
                    ? throw new RefusedException($"{CalledScope.Word(owner)} has no such row in its table of RAID controllers; "
                        + "\"stack list storage controller\" shows what there is")
                    : ControllerTables.Set(owner, table with { Rows = left }, call.Now);
            }),
            cancel);
    }
}
