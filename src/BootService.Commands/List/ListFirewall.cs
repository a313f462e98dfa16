using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Core.Firewalls;

namespace BootService.Commands.Verbs;

[Command("list firewall", "Lists firewall rules as they are set, of every scope or of one; of hosts those that hold for them.",
    Aliases = "list host firewall|list appliance firewall|list os firewall|list environment firewall",
    Detail = "\"stack report host firewall HOST\" shows what of them holds for a host.",
    Example = "list firewall")]
[Argument("target", ValueKind.Text, Optional = true, Repeats = true, Help = "Hosts, appliances and so on, where their word is in the verb.")]
[Row("target, name, table, service, protocol, chain, action, network?, output-network?, flags?, comment?, source, +type" + CalledScope.OwnerColumns)]
internal sealed class ListFirewall : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        call.KeptTable([.. CalledScope.OwnerKey(call)]);
        foreach (var (owner, from, name, text) in CalledScope.Under(call, inventory, FirewallRule.Prefix))
        {
            cancel.ThrowIfCancellationRequested();
            if (FirewallRule.Read(name, text) is { } rule)
            {
                await call.Output.RowAsync(
                    [CalledScope.Word(owner), rule.Name, rule.Table, rule.Service, rule.Protocol, rule.Chain, rule.Action, Given(rule.Network),
                    Given(rule.OutputNetwork), rule.Flags, rule.Comment, ScopeNames.Letter(from.Scope), AttributeListing.Variable,
                    .. CalledScope.OwnerCell(call, owner)]);
            }
        }
    }

    // A rule of every network names none, which is how Stacki's scripts know it.
    private static Cell Given(string network) => network is FirewallRule.All ? default : network;
}
