using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Core.Attributes;

namespace BootService.Commands.Verbs;

[Command(
    "set appliance attr", "Sets an attribute on appliances; it wins over global and os, and loses to environment and host.",
    Example = "set appliance attr backend attr=is_mesos_slave value=true")]
[Argument("appliance", ValueKind.Appliance, Repeats = true)]
[Parameter("attr", ValueKind.Attribute, "Its name.", Required = true)]
[Parameter("value", ValueKind.Text, "Its value: any text, empty too.", Required = true)]
[Parameter("shadow", ValueKind.Flag, "Whether it is a secret, which no list, log or preview shows.")]
internal sealed class SetApplianceAttr : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => AttributeWriting.Write(call, inventory, AttributeOwners.ToChange(call, inventory, AttributeScope.Appliance), replace: true),
        cancel);
}
