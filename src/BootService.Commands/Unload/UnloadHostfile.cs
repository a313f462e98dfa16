using BootService.Commands.Catalog;
using BootService.Commands.Files;
using BootService.Commands.Grammar;
using BootService.Commands.Hosts;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("unload hostfile", "Removes the hosts that a hostfile names, all of them or none.", TakesFile = true,
    Detail = "Hosts of the file that are not there are no fault; the frontend stays.",
    Example = "unload hostfile file=hosts.csv")]
[Parameter("file", ValueKind.Path, "The file, as the caller can read it; - is standard input.", Required = true)]
[Parameter("confirm", ValueKind.Number, "How many hosts this removes; must be given when they are more than 10.")]
internal sealed class UnloadHostfile : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => LoadedTable.CommitAsync(
        call,
        (text, inventory, faults) => [.. Hosts(text, inventory, faults).Distinct().Select(host => new Change.HostRemoved(host.Name))],
        cancel,
        (inventory, changes) => HostGuard.Check(
            inventory, [.. changes.OfType<Change.HostRemoved>().Select(removed => inventory.HostOf(removed.Name)!)], Deed.Remove, call.Confirmed));

    private static IEnumerable<Host> Hosts(string text, Inventory inventory, FileFaults faults)
    {
        if (CsvTable.Parse(text, HostColumns.Name, faults) is not { } table || !HostColumns.Check(table, faults))
        {
            yield break;
        }

        foreach (var cell in table.Rows.Select(row => table.Cell(row, "name")))
        {
            if (!HostName.TryParse(cell.Text, null, out var name))
            {
                faults.Add(cell, $"\"{Echo.Of(cell.Text)}\" is not a host name");
            }
            else if (inventory.HostOf(name) is { } host && name.ToString() != inventory.Frontend.Name)
            {
                yield return host;
            }
        }
    }
}
