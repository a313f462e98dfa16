using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Core.Firewalls;

namespace BootService.Commands.Verbs;

[Command("list firewall", "Lists firewall rules as they are set, of every scope or of one.",
    Aliases = "list host firewall|list appliance firewall|list os firewall|list environment firewall",
    Detail = "\"stack report host firewall HOST\" shows what of them holds for a host.",
    Example = "list firewall")]
[Argument("target", ValueKind.Text, Optional = true, Repeats = true, Help = "Hosts, appliances and so on, where their word is in the verb.")]
internal sealed class ListFirewall : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        call.Output.Table(new TableShape(["target", "name", "table", "service", "protocol", "chain", "action", "network", "output-network", "flags", "comment"])
        {
            KeepOwner = true,
            More = ["source", "type", .. CalledScope.OwnerKey(call)],
        });
        foreach (var owner in CalledScope.ToList(call, inventory))
        {
            cancel.ThrowIfCancellationRequested();
            var set = inventory.AttributesOn(owner);
            foreach (var name in set.Under(FirewallRule.Prefix))
            {
                if (FirewallRule.Read(name.ToString(), set.Find(name)!.Text) is { } rule)
                {
                    await call.Output.RowAsync([CalledScope.Word(owner), rule.Name, rule.Table, rule.Service, rule.Protocol, rule.Chain, rule.Action, rule.Network,
                        rule.OutputNetwork, rule.Flags, rule.Comment, ScopeWords.Letter(owner.Scope), AttributeListing.Variable, .. CalledScope.OwnerCell(call, owner)]);
                }
            }
        }
    }
}
