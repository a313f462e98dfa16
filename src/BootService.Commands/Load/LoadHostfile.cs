using BootService.Commands.Catalog;
using BootService.Commands.Files;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("load hostfile", "Adds and changes hosts from a table of comma-separated values, all of it or nothing.", TakesFile = true,
    Detail = "The columns are name, and any of appliance, rack, rank, ip, mac, interface, network (or subnet), interface hostname, default, os, box, environment, comment, groups, installaction, runaction. "
        + "A host with several interfaces has several rows; the interfaces of a host in the file become those of its rows.",
    Example = "load hostfile file=hosts.csv")]
[Parameter("file", ValueKind.Path, "The file, as the caller can read it; - is standard input.", Required = true)]
internal sealed class LoadHostfile : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var text = call.FileText(call.Text("file"));
        return call.CommitAsync(
            inventory =>
            {
                var faults = new FileFaults(call.Text("file"));
                var hosts = HostFile.Read(text, inventory, faults).ToArray();
                faults.Refuse(call);
                return hosts.Select(host => new Change.HostSet(host));
            },
            cancel);
    }
}
