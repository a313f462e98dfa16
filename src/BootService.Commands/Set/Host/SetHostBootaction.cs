using BootService.Commands.Boot;
using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("set host bootaction", "Says what action=install or action=os stands for on hosts.",
    Detail = "It is \"stack set host installaction\" and \"stack set host runaction\" in one, as later versions of Stacki had it.",
    Example = "set host bootaction backend type=os action=os.chain")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("type", ValueKind.Choice, "Which of the two.", Required = true, Choices = "install|os")]
[Parameter("action", ValueKind.BootAction, "The boot action; \"stack list bootaction\" shows them.", Required = true)]
internal sealed class SetHostBootaction(IBootFileNames files) : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => call.HostsToChange(inventory).Select(host => new Change.HostSet(With(call, inventory, host))),
        cancel);

    private Host With(CommandCall call, Inventory inventory, Host host)
    {
        var installs = call.Text("type") == "install";
        var name = BootEntryRules.Choice(inventory, host, call.Text("action"), installs, files);
        return installs ? host with { InstallAction = name } : host with { OsAction = name };
    }
}
