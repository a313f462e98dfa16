using System.Collections.Immutable;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Core.Firewalls;

/// <summary>The firewall of one node: the rules that hold for it, with addresses in the place of networks' names.</summary>
/// <param name="Rules">In the order in which they are asked: what accepts before the others, what drops or rejects last; by name among themselves.</param>
/// <param name="Frontends">Who may always come by ssh, so that no rule can lock the appliance out.</param>
public sealed record NodeFirewall(ImmutableArray<PlacedRule> Rules, ImmutableArray<Ipv4> Frontends)
{
    private const string Switch = "firewall";

    /// <summary>No rules.</summary>
    public static NodeFirewall None { get; } = new([], []);

    /// <summary>Whether there is anything to write.</summary>
    public bool IsNone => Rules.IsEmpty;

    /// <summary>The firewall of a host; none where no rule is set, or attribute firewall is false.</summary>
    /// <exception cref="RefusedException">A rule cannot be; the sentence says which and why.</exception>
    public static NodeFirewall Of(Inventory inventory, Host host)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(host);
        var attributes = inventory.AttributesOf(host);
        if (AttributeForm.Truth(attributes.Text(Switch)) is false)
        {
            return None;
        }

        var sides = new NetworkSides(inventory, host);
        var placed = attributes.NamesUnder(FirewallRule.Prefix).Distinct(StringComparer.Ordinal)
            .Select(name => FirewallRule.Read(name, attributes.Text(name) ?? string.Empty)).OfType<FirewallRule>()
            .OrderBy(rule => rule.Action switch { "ACCEPT" => 0, "DROP" or "REJECT" => 2, _ => 1 }).ThenBy(rule => rule.Name, StringComparer.Ordinal)
            .Select(rule => Place(inventory, host, sides, rule)).OfType<PlacedRule>().ToImmutableArray();
        return placed.IsEmpty ? None : new NodeFirewall(placed, [.. inventory.Frontend.All.Select(link => link.Address)]);
    }

    // A rule about a network that the host is not on says nothing of it.
    private static PlacedRule? Place(Inventory inventory, Host host, NetworkSides sides, FirewallRule rule)
    {
        var isThrough = rule.Chain is "FORWARD" or "POSTROUTING";
        var from = Side(inventory, sides, rule, rule.Network);
        ImmutableArray<Ipv4> own = rule.Network == "all"
            ? []
            : [.. host.Interfaces.Where(nic => nic.Network == rule.Network).Select(nic => nic.Address).OfType<Ipv4>()];
        return rule.Network != "all" && !isThrough && own.IsEmpty ? null : new PlacedRule(rule, isThrough ? [] : own)
        {
            From = isThrough ? from : null,
            To = isThrough ? Side(inventory, sides, rule, rule.OutputNetwork) : null,
        };
    }

    /// <summary>What lies on the side of a network; null for everything.</summary>
    private static RuleSide? Side(Inventory inventory, NetworkSides sides, FirewallRule rule, string name)
    {
        if (name == "all")
        {
            return null;
        }

        var network = inventory.Networks.GetValueOrDefault(name) ?? throw new RefusedException(
            $"firewall rule {rule.Name} is about network \"{name}\", which there is not{Spelling.DidYouMean(name, inventory.Networks.Keys)}");
        return sides.Of(name, network.Subnet);
    }
}

/// <summary>A rule with addresses in the place of networks' names.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Own">The host's own addresses that it is about; empty for all.</param>
public sealed record PlacedRule(FirewallRule Rule, ImmutableArray<Ipv4> Own)
{
    /// <summary>Where what passes through comes from; null for anywhere.</summary>
    public RuleSide? From { get; init; }

    /// <summary>Where what passes through goes to; null for anywhere.</summary>
    public RuleSide? To { get; init; }
}

/// <summary>Where a packet comes from or goes to.</summary>
/// <param name="Networks">The networks, at least one, none of which holds another.</param>
/// <param name="IsAllBut">Whether everything else is meant.</param>
public sealed record RuleSide(ImmutableArray<Ipv4Network> Networks, bool IsAllBut);
