using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Commands.Storage;
using BootService.Core;

namespace BootService.Commands.Verbs;

[Command("remove storage partition", "Takes rows out of a storage table: those of a device, of a mount point, or all.",
    Aliases = "remove host storage partition|remove appliance storage partition|remove os storage partition|remove environment storage partition",
    Example = "remove storage partition device=smallest")]
[Argument("target", ValueKind.Text, Optional = true, Repeats = true, Help = "Hosts, appliances and so on, where their word is in the verb.")]
[Parameter("device", ValueKind.Text, "The device; * for all rows.")]
[Parameter("mountpoint", ValueKind.Text, "The mount point; * for any.")]
internal sealed class RemoveStoragePartition : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var (device, mount) = (call.Find("device"), call.Find("mountpoint"));
        if (device is null && mount is null)
        {
            throw Expectations.Fault(call.Declaration, "\"device\" or \"mountpoint\" parameter is required; device=* takes the whole table away");
        }

        return call.CommitAsync(
            inventory => CalledScope.ToChange(call, inventory).Select(owner =>
            {
                var table = StorageTables.On(inventory, owner);
                var left = table.Rows.RemoveAll(row => (device is null or "*" || row.Device == device) && (mount is null or "*" || row.MountPoint == mount));
                return left.Length == table.Rows.Length
                    ? throw new RefusedException($"{CalledScope.Word(owner)} has no such row in its storage table; \"stack list storage partition\" shows "
                        + "what there is")
                    : StorageTables.Set(owner, table with { Rows = left }, call.Now);
            }),
            cancel);
    }
}
