using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Core.Attributes;

namespace BootService.Commands.Verbs;

[Command("remove environment attr", "Removes an attribute on environments.", Example = "remove environment attr test attr=timezone")]
[Argument("environment", ValueKind.Text, Repeats = true, Help = "An environment.")]
[Parameter("attr", ValueKind.Attribute, "Its name, or a pattern of names.", Required = true)]
internal sealed class RemoveEnvironmentAttr : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => AttributeWriting.Remove(call, inventory, AttributeOwners.ToChange(call, inventory, AttributeScope.Environment)),
        cancel);
}
