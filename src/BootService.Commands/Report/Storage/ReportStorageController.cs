using BootService.Commands.Catalog;
using BootService.Commands.Storage;
using BootService.Core.Disks;

namespace BootService.Commands.Verbs;

[Command("report storage controller",
    "Writes tables of RAID controllers as comma-separated values that load storage controller reads; with hosts, the table that each of them has.",
    Aliases = "dump storage controller|report host storage controller",
    Example = "report storage controller")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
internal sealed class ReportStorageController : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        call.Output.Message(string.Join('\n', ScopedTables.Called(call, ControllerTable.Attribute)
            .SelectMany(one => ControllerTable.Parse(one.Text).SheetRows().Select(cells => StorageTables.Line([one.Target, .. cells])))
                .Prepend(StorageFile.ControllerHeader)));
        return Task.CompletedTask;
    }
}
