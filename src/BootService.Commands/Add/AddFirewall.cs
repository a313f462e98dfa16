using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Firewalls;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("add firewall", "Adds a firewall rule to installed systems: of everything, or of hosts, appliances, operating systems or environments.",
    Aliases = "add host firewall|add appliance firewall|add os firewall|add environment firewall",
    Detail = "A rule of a narrower scope with the same name wins. Hosts with a rule refuse whatever no rule accepts, but ssh from the frontend, ping and "
        + "answers. "
        + "It takes effect at the next install, or with \"stack sync host firewall\".",
    Example = "add firewall rulename=WEB chain=INPUT protocol=tcp service=http,https action=ACCEPT network=private")]
[Argument("target", ValueKind.Text, Optional = true, Repeats = true, Help = "Hosts, appliances and so on, where their word is in the verb.")]
[Parameter("rulename", ValueKind.Text, "What it is called; made of the others unless given.")]
[Parameter("chain", ValueKind.Text, "INPUT, OUTPUT, FORWARD, or POSTROUTING for MASQUERADE.", Required = true)]
[Parameter("action", ValueKind.Text, "ACCEPT, DROP, REJECT, LOG or MASQUERADE.", Required = true)]
[Parameter("protocol", ValueKind.Text, "tcp, udp, icmp or all.", Required = true)]
[Parameter("service", ValueKind.Text, "Ports, with commas between: numbers, ranges such as 8000:8010, or names such as ssh; all unless given.")]
[Parameter("network", ValueKind.Text, "The network whose address of the host it is about; all unless given.")]
[Parameter("output-network", ValueKind.Text, "With FORWARD and POSTROUTING: the network it goes out to; all unless given.")]
[Parameter("flags", ValueKind.Text, "More that must match: -m state --state NEW, -s and -d NETWORK, --sport PORT, --icmp-type TYPE.")]
[Parameter("comment", ValueKind.Text, "What it is for.")]
[Parameter("table", ValueKind.Text, "filter, or nat with POSTROUTING; follows from the chain.")]
internal sealed class AddFirewall : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        string Text(string name) => call.Find(name) ?? string.Empty;
        var named = Text("rulename") is { Length: > 0 } given ? given
            : string.Concat(
                $"{Text("chain")}-{Text("protocol")}-{Text("service")}-{Text("network")}-{Text("action")}".Select(
                    letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
        var rule = FirewallRule.Of(
            named, Text("chain"), Text("action"), Text("protocol"), Text("service"), Text("network"), Text("output-network"), Text("flags"), Text("comment"));
        if (Text("table") is { Length: > 0 } table && table != rule.Table)
        {
            throw new RefusedException($"table {table} has no place here: chain {rule.Chain} belongs to {rule.Table}");
        }

        var name = AttributeName.Parse(rule.AttributeName);
        return call.CommitAsync(
            inventory => CalledScope.ToChange(call, inventory).Select(Change (owner) => Rule(inventory, owner, name, rule, call.Now)), cancel);
    }

    private static Change.AttributeWritten Rule(Inventory inventory, AttributeOwner owner, AttributeName name, FirewallRule rule, DateTimeOffset now)
    {
        foreach (var network in (string[])[rule.Network, rule.OutputNetwork])
        {
            if (network != "all" && !inventory.Networks.ContainsKey(network))
            {
                throw new RefusedException($"there is no network \"{network}\"{Spelling.DidYouMean(network, inventory.Networks.Keys)}");
            }
        }

        return inventory.AttributesOn(owner).Find(name) is { Text.Length: > 0 }
            ? throw new RefusedException($"{CalledScope.Word(owner)} has a firewall rule {rule.Name} already: remove it first, or give another rulename=")
            : new Change.AttributeWritten(owner, name, new AttributeValue(rule.ToValue(), Shadow: false, now));
    }
}
