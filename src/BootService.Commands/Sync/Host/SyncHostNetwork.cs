using BootService.Commands.Catalog;
using BootService.Core;

namespace BootService.Commands.Verbs;

[Command("sync host network", "Is refused: installed hosts keep the network they were installed with until they are installed again.",
    Detail = "\"stack report host network HOST\" writes the script that makes the files of a host's network, which can be run there.",
    Aliases = "sync host firewall",
    Example = "sync host network backend-0-0")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
[Parameter("restart", ValueKind.Flag, "Is accepted.")]
[Parameter("dryrun", ValueKind.Flag, "Is accepted: nothing is changed in any case.")]
internal sealed class SyncHostNetwork : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        call.HostsOrAll(call.Inventory);
        var what = call.CalledAs.Contains("firewall") ? "firewall" : "network";
        throw new RefusedException(
            $"no host was touched: this version does not carry a changed {what} to installed hosts, they get it when they are installed again"
            + (what == "network" ? "; \"stack report host network HOST\" writes the script to run there" : ""));
    }
}
