using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Commands.Storage;
using BootService.Core.Disks;

namespace BootService.Commands.Verbs;

[Command("report storage partition",
    "Writes storage tables as comma-separated values that load storage partition reads; with hosts, the table that each of them has.",
    Aliases = "dump storage partition|report host storage partition",
    Example = "report storage partition")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
internal sealed class ReportStoragePartition : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var tables = call.Arguments.IsEmpty
            ? CalledScope.All(inventory).Select(owner => (Target: CalledScope.Word(owner), Table: StorageTables.On(inventory, owner)))
            : call.HostsToChange(inventory).Select(host => (
                Target: host.Name.ToString(),
                Table: inventory.AttributesOf(host).Text(DiskTable.Attribute) is { Length: > 0 } text ? DiskTable.Parse(text) : DiskTable.Empty));
        call.Output.Message(string.Join('\n',
            tables.SelectMany(one => one.Table.Rows.Select(row => StorageTables.Csv(one.Target, row))).Prepend(StorageFile.Header)));
        return Task.CompletedTask;
    }
}
