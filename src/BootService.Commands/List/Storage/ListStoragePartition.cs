using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Commands.Storage;
using BootService.Core.Disks;

namespace BootService.Commands.Verbs;

[Command("list storage partition", "Lists storage tables as they are set, of every scope or of one; of hosts the one that holds for each.",
    Aliases = "list host storage partition|list appliance storage partition|list os storage partition|list environment storage partition",
    Detail = "A host has the table of the narrowest scope, whole.",
    Example = "list storage partition")]
[Argument("target", ValueKind.Text, Optional = true, Repeats = true, Help = "Hosts, appliances and so on, where their word is in the verb.")]
[Row("target, device, partid:number?, mountpoint, size:mixed, type, options, +fstype, +source" + CalledScope.OwnerColumns)]
internal sealed class ListStoragePartition : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        call.KeptTable([.. CalledScope.OwnerKey(call)]);
        foreach (var (owner, from, _, text) in CalledScope.Under(call, inventory, DiskTable.Attribute).Where(entry => entry.Name == DiskTable.Attribute))
        {
            cancel.ThrowIfCancellationRequested();
            await StorageTables.ListAsync(
                call, CalledScope.Word(owner), DiskTable.Parse(text), [ScopeNames.Letter(from.Scope), .. CalledScope.OwnerCell(call, owner)]);
        }
    }
}
