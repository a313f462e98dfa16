using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Commands.Networks;
using BootService.Core;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("remove route", "Takes a route away that add route added at the same scope.",
    Aliases = "remove host route|remove appliance route|remove os route|remove environment route",
    Example = "remove route address=10.2.0.0 netmask=255.255.0.0")]
[Argument("target", ValueKind.Text, Optional = true, Repeats = true, Help = "Hosts, appliances and so on, where their word is in the verb.")]
[Parameter("address", ValueKind.Text, "Where it leads.", Required = true)]
[Parameter("netmask", ValueKind.Text, "The mask of the address; a single machine unless said.")]
internal sealed class RemoveRoute : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var name = RouteRules.Name(call);
        return call.CommitAsync(
            inventory => CalledScope.ToChange(call, inventory).Select(owner => inventory.AttributesOn(owner).Find(name) is null
                ? throw new RefusedException($"{CalledScope.Word(owner)} has no route to {call.Text("address")}; \"stack list route\" shows what there is")
                : (Change)new Change.AttributeRemoved(owner, name)),
            cancel);
    }
}
