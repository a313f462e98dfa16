using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Core.Attributes;

namespace BootService.Commands.Verbs;

[Command("list appliance attr", "Lists the attributes that are set on appliances.", Example = "list appliance attr backend")]
[Argument("appliance", ValueKind.Appliance, Optional = true, Repeats = true)]
[Parameter("attr", ValueKind.Attribute, "Only these: a name, a pattern, or a prefix that ends in a dot.")]
[Row("appliance" + AttributeListing.Columns)]
internal sealed class ListApplianceAttr : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => AttributeListing.RunAsync(call, AttributeScope.Appliance, cancel);
}
