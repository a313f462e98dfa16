using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("set host os", "Sets the operating system family of hosts, which attributes of scope os go by.", Example = "set host os backend os=redhat")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("os", ValueKind.Text, "The family, such as redhat.", Required = true)]
internal sealed class SetHostOs : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => call.HostsToChange(inventory).Select(host => new Change.HostSet(host with { Os = HostRules.Word("os", call.Text("os")) })),
        cancel);
}
