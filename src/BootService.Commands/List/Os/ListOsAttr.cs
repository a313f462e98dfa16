using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Core.Attributes;

namespace BootService.Commands.Verbs;

[Command("list os attr", "Lists the attributes that are set on operating systems.", Example = "list os attr redhat")]
[Argument("os", ValueKind.Text, Optional = true, Repeats = true, Help = "An operating system family, such as redhat.")]
[Parameter("attr", ValueKind.Attribute, "Only these: a name, a pattern, or a prefix that ends in a dot.")]
[Row("os" + AttributeListing.Columns)]
internal sealed class ListOsAttr : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => AttributeListing.RunAsync(call, AttributeScope.Os, cancel);
}
