using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Core.Attributes;

namespace BootService.Commands.Verbs;

[Command("add attr", "Sets an attribute for everything that has no value there yet.", Example = "add attr attr=zookeeper_ip value=10.1.255.254")]
[Parameter("attr", ValueKind.Attribute, "Its name.", Required = true)]
[Parameter("value", ValueKind.Text, "Its value: any text, empty too.", Required = true)]
[Parameter("shadow", ValueKind.Flag, "Whether it is a secret, which no list, log or preview shows.")]
internal sealed class AddAttr : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => AttributeWriting.Write(call, inventory, AttributeOwners.ToChange(call, inventory, AttributeScope.Global), replace: false),
        cancel);
}
