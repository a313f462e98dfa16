using BootService.Commands.Catalog;
using BootService.Commands.Files;
using BootService.Commands.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("load hostfile", "Adds and changes hosts from a table of comma-separated values, all of it or nothing.", TakesFile = true,
    Detail = "The columns are name, and any of appliance, rack, rank, ip, mac, interface, network (or subnet), interface hostname, default, os, box, "
        + "environment, comment, groups, installaction, runaction. "
        + "A host with several interfaces has several rows; the interfaces of a host in the file become those of its rows.",
    Example = "load hostfile file=hosts.csv")]
[Parameter("file", ValueKind.Path, "The file, as the caller can read it; - is standard input.", Required = true)]
[Parameter("confirm", ValueKind.Number, "How many hosts get other addresses; must be given when they are more than 10.")]
internal sealed class LoadHostfile : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => LoadedTable.CommitAsync(
        call,
        (text, inventory, faults) => [.. HostFile.Read(text, inventory, faults)],
        cancel,
        (inventory, changes) => HostGuard.Check(
            inventory, HostGuard.Readdressed(inventory, changes.OfType<Change.HostSet>().Select(set => set.Host)), Deed.Readdress, call.Confirmed));
}
