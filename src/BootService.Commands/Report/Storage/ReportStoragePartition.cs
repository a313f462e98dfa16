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
        call.Output.Message(string.Join('\n', ScopedTables.Called(call, DiskTable.Attribute)
            .SelectMany(one => DiskTable.Parse(one.Text).Rows.Select(row => StorageTables.Csv(one.Target, row))).Prepend(StorageFile.Header)));
        return Task.CompletedTask;
    }
}
