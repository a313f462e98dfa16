using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("set host comment", "Sets the note on hosts.", Example = "set host comment backend-0-4 comment=spare")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("comment", ValueKind.Text, "The note; empty takes it away.", Required = true)]
internal sealed class SetHostComment : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => call.HostsToChange(inventory).Select(host => new Change.HostSet(host with { Comment = HostRules.Comment(call.Text("comment")) })),
        cancel);
}
