using BootService.Commands.Attributes;
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
        var inventory = call.Inventory;
        var tables = call.Arguments.IsEmpty
            ? CalledScope.All(inventory).Select(owner => (Target: CalledScope.Word(owner), Table: ControllerTables.On(inventory, owner)))
            : call.HostsToChange(inventory).Select(host => (
                Target: host.Name.ToString(),
                Table: inventory.AttributesOf(host).Text(ControllerTable.Attribute) is { Length: > 0 } text ? ControllerTable.Parse(text)
                    : ControllerTable.Empty));
        call.Output.Message(string.Join('\n',
            tables.SelectMany(one => one.Table.Rows.Select(row => ControllerTables.Csv(one.Target, row))).Prepend(StorageFile.ControllerHeader)));
        return Task.CompletedTask;
    }
}
