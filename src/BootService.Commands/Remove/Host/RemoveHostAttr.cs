using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Core.Attributes;

namespace BootService.Commands.Verbs;

[Command("remove host attr", "Removes an attribute on hosts.", Example = "remove host attr backend-0-[1-4] attr=is_mesos_slave")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("attr", ValueKind.Attribute, "Its name, or a pattern of names.", Required = true)]
internal sealed class RemoveHostAttr : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => AttributeWriting.Remove(call, inventory, AttributeOwners.ToChange(call, inventory, AttributeScope.Host)),
        cancel);
}
