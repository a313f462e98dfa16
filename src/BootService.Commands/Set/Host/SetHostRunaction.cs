using BootService.Commands.Catalog;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("set host runaction", "Says how hosts leave the network for their own disk, where their firmware needs it said.",
    Detail = "os and os.localboot leave it to the loader; os.hplocalboot is for firmware that hangs on that; os.chain loads the first disk's boot sector.",
    Example = "set host runaction backend action=os.hplocalboot")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("action", ValueKind.Choice, "How.", Required = true, Choices = "os|os.localboot|os.hplocalboot|os.chain")]
internal sealed class SetHostRunaction : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => call.HostsToChange(inventory).Select(host => new Change.HostSet(host with { OsAction = call.Text("action") })),
        cancel);
}
