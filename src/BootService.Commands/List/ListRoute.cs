using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Core.Networks;

namespace BootService.Commands.Verbs;

[Command("list route", "Lists routes as they are set, of every scope or of one.",
    Aliases = "list host route|list appliance route|list os route|list environment route",
    Example = "list route")]
[Argument("target", ValueKind.Text, Optional = true, Repeats = true, Help = "Hosts, appliances and so on, where their word is in the verb.")]
internal sealed class ListRoute : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        call.Output.Table(new TableShape(["target", "network", "netmask", "gateway", "subnet", "interface"]) { KeepOwner = true, More = ["source", "type", .. CalledScope.OwnerKey(call)] });
        foreach (var owner in CalledScope.ToList(call, inventory))
        {
            cancel.ThrowIfCancellationRequested();
            var set = inventory.AttributesOn(owner);
            foreach (var name in set.Under(NodeRoutes.Prefix))
            {
                if (NodeRoutes.Read(name.ToString(), set.Find(name)!.Text) is { } route)
                {
                    await call.Output.RowAsync([CalledScope.Word(owner), route.Target.Address.ToString(), route.Target.Mask.ToString(), route.Gateway?.ToString(), route.Network,
                        route.Interface, ScopeWords.Letter(owner.Scope), AttributeListing.Variable, .. CalledScope.OwnerCell(call, owner)]);
                }
            }
        }
    }
}
