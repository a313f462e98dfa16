using BootService.Commands.Boot;
using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("set host installaction", "Says what action=install stands for on hosts.",
    Detail = "install and install headless install; rescue and the like start a kernel that installs nothing, until the action is set to os again. none is the "
        + "usual one, install.",
    Example = "set host installaction backend action=rescue")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("action", ValueKind.BootAction, "The boot action; \"stack list bootaction\" shows them.", Required = true)]
internal sealed class SetHostInstallaction(IBootFileNames files) : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => call.HostsToChange(inventory).Select(host => new Change.HostSet(
            host with { InstallAction = BootEntryRules.Choice(inventory, host, call.Text("action"), installs: true, files) })),
        cancel);
}
