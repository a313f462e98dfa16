using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Core.Attributes;

namespace BootService.Commands.Verbs;

[Command(
    "add appliance attr", "Sets an attribute on appliances that has no value there yet.",
    Example = "add appliance attr backend attr=is_mesos_slave value=true")]
[Argument("appliance", ValueKind.Appliance, Repeats = true)]
[Parameter("attr", ValueKind.Attribute, "Its name.", Required = true)]
[Parameter("value", ValueKind.Text, "Its value: any text, empty too.", Required = true)]
[Parameter("shadow", ValueKind.Flag, "Whether it is a secret, which no list, log or preview shows.")]
internal sealed class AddApplianceAttr : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => AttributeWriting.Write(call, inventory, AttributeOwners.ToChange(call, inventory, AttributeScope.Appliance), replace: false),
        cancel);
}
