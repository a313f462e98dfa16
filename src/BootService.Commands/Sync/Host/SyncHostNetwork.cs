using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Core.Syncs;

namespace BootService.Commands.Verbs;

[Command("sync host network", "Brings the network of installed hosts up to date, over ssh with the keys of whoever calls.",
    OwnDryrun = true,
    Detail = "Shows the difference, one host after the other, and stops at the first that fails. "
        + "A host that cannot be reached again within a minute goes back by itself to what it had. "
        + "A host is reached at the address the appliance knows: when that changes, its machine is to be installed again.",
    Example = "sync host network backend dryrun=yes")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
[Parameter("dryrun", ValueKind.Flag, "Whether it is only shown what would change; no unless said otherwise.")]
[Parameter("threads", ValueKind.Number, "How many hosts at once; 1 unless said otherwise.")]
[Parameter("restart", ValueKind.Flag, "Is accepted: what is changed is always put into effect.")]
[Row(HostSync.Row)]
internal sealed class SyncHostNetwork(IProfiles profiles) : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => HostSync.RunAsync(call, SyncPart.Network, profiles, usualThreads: 1);
}
