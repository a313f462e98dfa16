using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Commands.Storage;

namespace BootService.Commands.Verbs;

[Command("add storage partition", "Adds a row to a storage table: of everything, or of hosts, appliances, operating systems or environments.",
    Aliases = "add host storage partition|add appliance storage partition|add os storage partition|add environment storage partition",
    Detail = "A device is a disk by its name, /dev/disk/by-id/..., first, smallest, largest, serial=..., model~..., size>500G or size<2T; the name of a "
        + "volume group; or the members of one (pv.01) or of an array (raid.01 raid.02). options=preserve keeps what is on the partition when the host is "
            + "installed again.",
    Example = "add storage partition device=smallest mountpoint=/ size=0 type=xfs")]
[Argument("target", ValueKind.Text, Optional = true, Repeats = true, Help = "Hosts, appliances and so on, where their word is in the verb.")]
[Parameter("device", ValueKind.Text, "The disk, volume group, or members.", Required = true)]
[Parameter("mountpoint", ValueKind.Text, "Where it is mounted; swap, pv.01, raid.01, biosboot, or the name of a volume group.")]
[Parameter("mountpt", ValueKind.Text, "The same, as some versions of Stacki called it.")]
[Parameter("size", ValueKind.Text, "MB; 0 for the rest; recommended or hibernation for swap.", Required = true)]
[Parameter("type", ValueKind.Text, "The file system; the release's usual one unless set.")]
[Parameter("options", ValueKind.Text, "More options of the installer's; preserve keeps what is there.")]
[Parameter("partid", ValueKind.Number, "Its number in the table's order.")]
internal sealed class AddStoragePartition : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var row = StorageTables.Row(call);
        return call.CommitAsync(
            inventory => CalledScope.ToChange(call, inventory).Select(owner => StorageTables.Set(
                owner,
                StorageTables.Checked(StorageTables.On(inventory, owner) is var table ? table with { Rows = table.Rows.Add(row) } : table),
                call.Now)),
            cancel);
    }
}
