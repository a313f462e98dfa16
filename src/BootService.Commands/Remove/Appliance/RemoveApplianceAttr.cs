using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Core.Attributes;

namespace BootService.Commands.Verbs;

[Command("remove appliance attr", "Removes an attribute on appliances.", Example = "remove appliance attr backend attr=is_mesos_slave")]
[Argument("appliance", ValueKind.Appliance, Repeats = true)]
[Parameter("attr", ValueKind.Attribute, "Its name, or a pattern of names.", Required = true)]
internal sealed class RemoveApplianceAttr : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => AttributeWriting.Remove(call, inventory, AttributeOwners.ToChange(call, inventory, AttributeScope.Appliance)),
        cancel);
}
