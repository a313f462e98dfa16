using System.Globalization;
using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Commands.Storage;
using BootService.Core;
using BootService.Core.Disks;

namespace BootService.Commands.Verbs;

[Command("remove storage controller", "Takes disks out of a table of RAID controllers: those of an array, of a slot, of a controller, or all.",
    Aliases = "remove host storage controller|remove appliance storage controller|remove os storage controller|remove environment storage controller",
    Example = "remove storage controller arrayid=1")]
[Argument("target", ValueKind.Text, Optional = true, Repeats = true, Help = "Hosts, appliances and so on, where their word is in the verb.")]
[Parameter("arrayid", ValueKind.Text, "The array.")]
[Parameter("slot", ValueKind.Text, "The slots, with commas between them; * for all rows.")]
[Parameter("adapter", ValueKind.Text, "The number of the controller; * for any.")]
[Parameter("enclosure", ValueKind.Text, "The number of the enclosure; * for any.")]
internal sealed class RemoveStorageController : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var (array, slot, adapter, enclosure) = (call.Find("arrayid"), call.Find("slot"), Number(call, "adapter"), Number(call, "enclosure"));
        if (array is null && slot is null && !call.Has("adapter") && !call.Has("enclosure"))
        {
            throw Expectations.Fault(
                call.Declaration, "\"arrayid\", \"slot\", \"adapter\" or \"enclosure\" parameter is required; slot=* takes the whole table away");
        }

        var slots = slot is null or ControllerRow.Rest ? null : slot.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return call.CommitAsync(
            inventory => CalledScope.ToChange(call, inventory).Select(owner =>
            {
                var table = ControllerTables.On(inventory, owner);
                var gone = table.Rows.Where(row => (array is null || row.ArrayId == array) && (slots?.Contains(row.Slot) ?? true)
                    && (adapter is null || row.Adapter == adapter) && (enclosure is null || row.Enclosure == enclosure)).ToArray();
                var missing = slots?.FirstOrDefault(one => !Array.Exists(gone, row => row.Slot == one));
                if (gone.Length == 0 || missing is not null)
                {
                    throw new RefusedException($"{CalledScope.Word(owner)} has no such row{(missing is null ? "" : $" of slot {missing}")} in its table of "
                        + "RAID controllers; \"stack list storage controller\" shows what there is");
                }

                return ControllerTables.Set(owner, table with { Rows = table.Rows.RemoveRange(gone) }, call.Now);
            }),
            cancel);
    }

    private static int? Number(CommandCall call, string parameter) => call.Find(parameter) switch
    {
        null or ControllerRow.Rest => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Expectations.Fault(call.Declaration, $"\"{parameter}\" parameter must be an integer, 0 or more, or *"),
    };
}
