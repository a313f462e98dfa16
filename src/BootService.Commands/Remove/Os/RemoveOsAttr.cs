using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Core.Attributes;

namespace BootService.Commands.Verbs;

[Command("remove os attr", "Removes an attribute on operating systems.", Example = "remove os attr redhat attr=timezone")]
[Argument("os", ValueKind.Text, Repeats = true, Help = "An operating system family, such as redhat.")]
[Parameter("attr", ValueKind.Attribute, "Its name, or a pattern of names.", Required = true)]
internal sealed class RemoveOsAttr : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => AttributeWriting.Remove(call, inventory, AttributeOwners.ToChange(call, inventory, AttributeScope.Os)),
        cancel);
}
