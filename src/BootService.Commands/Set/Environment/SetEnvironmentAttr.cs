using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Core.Attributes;

namespace BootService.Commands.Verbs;

[Command(
    "set environment attr", "Sets an attribute on environments; it wins over global, os and appliance, and loses to host.",
    Example = "set environment attr test attr=timezone value=UTC")]
[Argument("environment", ValueKind.Text, Repeats = true, Help = "An environment.")]
[Parameter("attr", ValueKind.Attribute, "Its name.", Required = true)]
[Parameter("value", ValueKind.Text, "Its value: any text, empty too.", Required = true)]
[Parameter("shadow", ValueKind.Flag, "Whether it is a secret, which no list, log or preview shows.")]
internal sealed class SetEnvironmentAttr : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => AttributeWriting.Write(call, inventory, AttributeOwners.ToChange(call, inventory, AttributeScope.Environment), replace: true),
        cancel);
}
