using BootService.Commands.Attributes;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Firewalls;
using BootService.Core.Inventories;
using BootService.Core.Networks;

namespace BootService.Commands.Networks;

/// <summary>Routes and firewall rules name networks; without theirs a host that they hold for could not be installed. Pure.</summary>
internal static class NetworkMentions
{
    /// <summary>The first route or rule that names a network, in words; null when none does.</summary>
    public static string? First(Inventory inventory, string network)
    {
        foreach (var (owner, name, _) in Of(inventory, network))
        {
            var what = IsRule(name) ? $"firewall rule {name.ToString()[FirewallRule.Prefix.Length..]}" : $"route {name.ToString()[NodeRoutes.Prefix.Length..]}";
            return $"{what} of {CalledScope.Word(owner)}";
        }

        return null;
    }

    /// <summary>The changes by which all that name a network name it otherwise.</summary>
    public static IEnumerable<Change> Renamed(Inventory inventory, string network, string name, DateTimeOffset now) =>
        Of(inventory, network).Select(Change (mention) => new Change.AttributeWritten(
            mention.Owner, mention.Name, new AttributeValue(Value(mention.Name, mention.Text, network, name), Shadow: false, now)));

    private static IEnumerable<(AttributeOwner Owner, AttributeName Name, string Text)> Of(Inventory inventory, string network) =>
        from owner in CalledScope.All(inventory)
        let set = inventory.AttributesOn(owner)
        from name in set.Under(NodeRoutes.Prefix).Concat(set.Under(FirewallRule.Prefix))
        let text = set.Find(name)!.Text
        where Names(name, text, network)
        select (owner, name, text);

    private static bool Names(AttributeName name, string text, string network)
    {
        try
        {
            return IsRule(name)
                ? FirewallRule.Read(name.ToString(), text) is { } rule && (rule.Network == network || rule.OutputNetwork == network)
                : NodeRoutes.Read(name.ToString(), text)?.Network == network;
        }
        catch (RefusedException)
        {
            // What is no rule and no route names nothing.
            return false;
        }
    }

    private static string Value(AttributeName name, string text, string network, string now)
    {
        if (!IsRule(name))
        {
            return NodeRoutes.ValueOf(now);
        }

        var rule = FirewallRule.Read(name.ToString(), text)!;
        return (rule with
        {
            Network = rule.Network == network ? now : rule.Network,
            OutputNetwork = rule.OutputNetwork == network ? now : rule.OutputNetwork,
        }).ToValue();
    }

    private static bool IsRule(AttributeName name) => name.ToString().StartsWith(FirewallRule.Prefix, StringComparison.Ordinal);
}
