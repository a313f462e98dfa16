using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Commands.Storage;
using BootService.Core.Disks;

namespace BootService.Commands.Verbs;

[Command("add storage controller", "Adds disks to a table of RAID controllers: of everything, or of hosts, appliances, operating systems or environments.",
    Aliases = "add host storage controller|add appliance storage controller|add os storage controller|add environment storage controller",
    Detail = "An install with nukecontroller=true hands the table to the program that attribute storage.program names, before it looks for disks. A host has "
        + "the table of the narrowest scope, whole.",
    Example = "add storage controller arrayid=1 raidlevel=1 slot=0,1")]
[Argument("target", ValueKind.Text, Optional = true, Repeats = true, Help = "Hosts, appliances and so on, where their word is in the verb.")]
[Parameter("arrayid", ValueKind.Text, "The number of the array, from 1; global for a spare of all arrays; * for an array of each slot.", Required = true)]
[Parameter("slot", ValueKind.Text, "The numbers of the slots, with commas between them; * for each that no other row names.")]
[Parameter("raidlevel", ValueKind.Text, "0, 1, 5, 6, 10, 50, 60, or hotspare.")]
[Parameter("hotspare", ValueKind.Text, "Slots that are spares of the array, with commas between them.")]
[Parameter("adapter", ValueKind.Number, "The number of the controller; the only one unless set.")]
[Parameter("enclosure", ValueKind.Number, "The number of the enclosure; the only one unless set.")]
[Parameter("options", ValueKind.Text, "More words for the program.")]
internal sealed class AddStorageController : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        if (!call.Has("slot") && !call.Has("hotspare"))
        {
            throw Expectations.Fault(call.Declaration, "\"slot\" or \"hotspare\" parameter is required");
        }

        string Text(string parameter) => StorageTables.Cell(call, parameter) ?? "";
        IEnumerable<ControllerRow> Rows(string slots, string level) =>
            slots.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(slot => ControllerRow.Of(
                call.Number("enclosure"), call.Number("adapter"), slot, level, Text("arrayid"), Text("options")));
        ControllerRow[] rows = [.. Rows(Text("slot"), Text("raidlevel")), .. Rows(Text("hotspare"), ControllerRow.Spare)];
        return call.CommitAsync(
            inventory => CalledScope.ToChange(call, inventory).Select(owner =>
                ControllerTables.Set(owner, ControllerTables.With(ControllerTables.On(inventory, owner), rows), call.Now)),
            cancel);
    }
}
