using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Core.Attributes;

namespace BootService.Commands.Verbs;

[Command(
    "set host attr", "Sets an attribute on hosts; this scope wins over all others that are set.",
    Example = "set host attr backend-0-[1-4] attr=is_mesos_slave value=true")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("attr", ValueKind.Attribute, "Its name.", Required = true)]
[Parameter("value", ValueKind.Text, "Its value: any text, empty too.", Required = true)]
[Parameter("shadow", ValueKind.Flag, "Whether it is a secret, which no list, log or preview shows.")]
internal sealed class SetHostAttr : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => AttributeWriting.Write(call, inventory, AttributeOwners.ToChange(call, inventory, AttributeScope.Host), replace: true),
        cancel);
}
