using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Core.Attributes;

namespace BootService.Commands.Verbs;

[Command("list environment attr", "Lists the attributes that are set on environments.", Example = "list environment attr test")]
[Argument("environment", ValueKind.Text, Optional = true, Repeats = true, Help = "An environment.")]
[Parameter("attr", ValueKind.Attribute, "Only these: a name, a pattern, or a prefix that ends in a dot.")]
[Row("environment" + AttributeListing.Columns)]
internal sealed class ListEnvironmentAttr : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => AttributeListing.RunAsync(call, AttributeScope.Environment, cancel);
}
