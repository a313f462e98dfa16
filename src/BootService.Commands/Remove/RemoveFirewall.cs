using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Firewalls;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("remove firewall", "Takes a firewall rule away that add firewall added at the same scope.",
    Aliases = "remove host firewall|remove appliance firewall|remove os firewall|remove environment firewall",
    Example = "remove firewall rulename=WEB")]
[Argument("target", ValueKind.Text, Optional = true, Repeats = true, Help = "Hosts, appliances and so on, where their word is in the verb.")]
[Parameter("rulename", ValueKind.Text, "What it is called.", Required = true)]
internal sealed class RemoveFirewall : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var rule = call.Text("rulename");
        if (!AttributeName.TryParse(FirewallRule.Prefix + rule, null, out var name))
        {
            throw new RefusedException($"\"{rule}\" is the name of no firewall rule; \"stack list firewall\" shows what there is");
        }

        return call.CommitAsync(
            inventory => CalledScope.ToChange(call, inventory).Select(owner => inventory.AttributesOn(owner).Find(name) is null
                ? throw new RefusedException($"{CalledScope.Word(owner)} has no firewall rule {rule}; \"stack list firewall\" shows what there is")
                : (Change)new Change.AttributeRemoved(owner, name)),
            cancel);
    }
}
