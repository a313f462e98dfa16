using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Core.Attributes;

namespace BootService.Commands.Verbs;

[Command("remove attr", "Removes an attribute for everything.", Example = "remove attr attr=zookeeper_ip")]
[Parameter("attr", ValueKind.Attribute, "Its name, or a pattern of names.", Required = true)]
internal sealed class RemoveAttr : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => AttributeWriting.Remove(call, inventory, AttributeOwners.ToChange(call, inventory, AttributeScope.Global)),
        cancel);
}
