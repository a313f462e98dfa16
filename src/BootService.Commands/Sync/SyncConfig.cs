using BootService.Commands.Catalog;

namespace BootService.Commands.Verbs;

[Command("sync config", "Is accepted for the sake of scripts: every change takes effect at once.",
    Aliases = "sync dhcpd|sync dns|sync host config|sync host boot",
    Example = "sync config")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
internal sealed class SyncConfig : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        call.HostsOrAll(call.Inventory);
        call.Output.Message("every change is in effect since it was made: nothing to do");
        return Task.CompletedTask;
    }
}
