using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Core.Syncs;

namespace BootService.Commands.Verbs;

[Command("sync host time", "Brings the time servers of installed hosts up to date, over ssh with the keys of whoever calls.",
    OwnDryrun = true,
    Detail = "Shows the difference; after a host that fails no further one is begun. A host whose time service does not start goes back to what it had.",
    Example = "sync host time backend dryrun=yes")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
[Parameter("dryrun", ValueKind.Flag, "Whether it is only shown what would change; no unless said otherwise.")]
[Parameter("threads", ValueKind.Number, "How many hosts at once; 16 unless said otherwise.")]
[Parameter("restart", ValueKind.Flag, "Is accepted: what is changed is always put into effect.")]
[Row(HostSync.Row)]
internal sealed class SyncHostTime(IProfiles profiles) : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => HostSync.RunAsync(call, SyncPart.Time, profiles, usualThreads: 16);
}
