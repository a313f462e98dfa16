using BootService.Commands.Boot;
using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("set host runaction", "Says what action=os stands for on hosts: how they leave the network for their disk, or a kernel they start at every boot.",
    Detail = "os and os.localboot leave it to the loader; os.hplocalboot is for firmware that hangs on that; os.chain loads the first disk's boot sector; "
        + "memtest and rescue start at every boot until another is set. none is the usual one, os.",
    Aliases = "set host osaction",
    Example = "set host runaction backend action=os.hplocalboot")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("action", ValueKind.BootAction, "The boot action; \"stack list bootaction\" shows them.", Required = true)]
internal sealed class SetHostRunaction(IBootFileNames files) : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => call.HostsToChange(inventory).Select(host => new Change.HostSet(
            host with { OsAction = BootEntryRules.Choice(inventory, host, call.Text("action"), installs: false, files) })),
        cancel);
}
