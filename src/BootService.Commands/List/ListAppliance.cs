using BootService.Commands.Catalog;
using BootService.Commands.Grammar;
using BootService.Commands.Hosts;
using BootService.Commands.Output;

namespace BootService.Commands.Verbs;

[Command("list appliance", "Lists appliances.", Example = "list appliance")]
[Argument("appliance", ValueKind.Appliance, Optional = true, Repeats = true)]
[Row("appliance, membership, node?, public:flag")]
internal sealed class ListAppliance : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var appliances = call.Arguments.IsEmpty
            ? inventory.Appliances.Values
            : NamePatterns.Expanded(call.Arguments, "appliance", inventory.Appliances.Keys).Select(word => HostRules.Appliance(inventory, word));
        call.KeptTable();
        foreach (var appliance in appliances)
        {
            cancel.ThrowIfCancellationRequested();
            await call.Output.RowAsync(appliance.Name, appliance.LongName, appliance.Node, Cell.Of(appliance.IsPublic));
        }
    }
}
