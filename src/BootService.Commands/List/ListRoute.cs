using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Core.Networks;

namespace BootService.Commands.Verbs;

[Command("list route", "Lists routes as they are set, of every scope or of one; of hosts those that hold for them.",
    Aliases = "list host route|list appliance route|list os route|list environment route",
    Example = "list route")]
[Argument("target", ValueKind.Text, Optional = true, Repeats = true, Help = "Hosts, appliances and so on, where their word is in the verb.")]
[Row("target, network:address, netmask:address, gateway:address?, subnet?, interface?, source, +type" + CalledScope.OwnerColumns)]
internal sealed class ListRoute : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        call.KeptTable([.. CalledScope.OwnerKey(call)]);
        foreach (var (owner, from, name, text) in CalledScope.Under(call, inventory, NodeRoutes.Prefix))
        {
            cancel.ThrowIfCancellationRequested();
            if (NodeRoutes.Read(name, text) is { } route)
            {
                await call.Output.RowAsync(
                    [CalledScope.Word(owner), route.Target.Address.ToString(), route.Target.Mask.ToString(), route.Gateway?.ToString(), route.Network,
                    route.Interface, ScopeNames.Letter(from.Scope), AttributeListing.Variable, .. CalledScope.OwnerCell(call, owner)]);
            }
        }
    }
}
