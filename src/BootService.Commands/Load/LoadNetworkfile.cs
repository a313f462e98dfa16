using BootService.Commands.Catalog;
using BootService.Commands.Files;

namespace BootService.Commands.Verbs;

[Command("load networkfile", "Adds and changes networks from a table of comma-separated values, all of it or nothing.", TakesFile = true,
    Detail = "The columns are network, address, mask, and any of gateway, mtu, zone, dns, pxe, first, last. What a row does not say of a network that is there "
        + "stays as it is.",
    Example = "load networkfile file=networks.csv")]
[Parameter("file", ValueKind.Path, "The file, as the caller can read it; - is standard input.", Required = true)]
internal sealed class LoadNetworkfile : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => LoadedTable.CommitAsync(call, NetworkFile.Read, cancel);
}
