using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Commands.Networks;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("add route", "Adds a route to installed systems: of everything, or of hosts, appliances, operating systems or environments.",
    Aliases = "add host route|add appliance route|add os route|add environment route",
    Detail = "A route of a narrower scope to the same place wins. It takes effect at the next install.",
    Example = "add route address=10.2.0.0 netmask=255.255.0.0 gateway=10.1.0.1")]
[Argument("target", ValueKind.Text, Optional = true, Repeats = true, Help = "Hosts, appliances and so on, where their word is in the verb.")]
[Parameter("address", ValueKind.Text, "Where it leads: an address, or a network such as 10.2.0.0/16.", Required = true)]
[Parameter("netmask", ValueKind.Text, "The mask of the address; a single machine unless said.")]
[Parameter("gateway", ValueKind.Text, "The router; or a network that the place lies on; empty with an interface alone.")]
[Parameter("interface", ValueKind.Interface, "The interface it leaves by, where the router's address does not say it.")]
internal sealed class AddRoute : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        return call.CommitAsync(
            inventory =>
            {
                var (name, value) = RouteRules.Of(call, inventory);
                return CalledScope.ToChange(call, inventory).Select(owner => inventory.AttributesOn(owner).Find(name) is { Text.Length: > 0 }
                ? throw new RefusedException($"{CalledScope.Word(owner)} has a route to {call.Text("address")} already")
                : (Change)new Change.AttributeWritten(owner, name, new AttributeValue(value, Shadow: false, call.Now)));
            },
            cancel);
    }
}
