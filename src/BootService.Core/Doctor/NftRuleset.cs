using System.Collections.Immutable;
using System.Text.Json;

namespace BootService.Core.Doctor;

/// <summary>Reads what <c>nft -j list ruleset</c> prints (libnftables-json(5)), as far as the input of one machine goes.</summary>
public static class NftRuleset
{
    /// <summary>Reads a ruleset. Rules with something unknown in them are kept as rules that cannot be told.</summary>
    /// <returns>Null for anything that is not a ruleset.</returns>
    public static Firewall? Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var entries = document.RootElement.GetProperty("nftables").EnumerateArray().ToList();
            var rules = entries.Where(entry => entry.TryGetProperty("rule", out _)).Select(entry => entry.GetProperty("rule"))
                .Where(rule => Text(rule, "family") is "ip" or "inet").ToLookup(NameOf);
            return new Firewall(entries.Where(entry => entry.TryGetProperty("chain", out _)).Select(entry => entry.GetProperty("chain"))
                .Where(chain => Text(chain, "family") is "ip" or "inet")
                .Select(chain => ChainOf(chain, rules))
                .ToImmutableDictionary(chain => chain.Name, StringComparer.Ordinal));
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static string NameOf(JsonElement rule) => $"{Text(rule, "family")} {Text(rule, "table")} {Text(rule, "chain") ?? Text(rule, "name")}";

    private static FirewallChain ChainOf(JsonElement chain, ILookup<string, JsonElement> rules)
    {
        var name = NameOf(chain);
        return new FirewallChain(name, [.. rules[name].Select(rule => RuleOf(rule, name[..(name.LastIndexOf(' ') + 1)]))])
        {
            IsInput = Text(chain, "hook") == "input",
            Policy = Text(chain, "policy") == "drop" ? FirewallAction.Drop : FirewallAction.Accept,
        };
    }

    private static FirewallRule RuleOf(JsonElement rule, string table)
    {
        var matches = ImmutableArray.CreateBuilder<Func<FirewallPacket, bool?>>();
        var (action, target) = (FirewallAction.Pass, (string?)null);
        foreach (var expression in rule.GetProperty("expr").EnumerateArray().SelectMany(expression => expression.EnumerateObject()))
        {
            switch (expression.Name)
            {
                case "match":
                    matches.Add(MatchOf(expression.Value));
                    break;
                case "accept":
                    action = FirewallAction.Accept;
                    break;
                case "drop" or "reject":
                    action = FirewallAction.Drop;
                    break;
                case "return":
                    action = FirewallAction.Return;
                    break;
                case "jump" or "goto":
                    action = expression.Name == "jump" ? FirewallAction.Jump : FirewallAction.Goto;
                    target = table + Text(expression.Value, "target");
                    break;
                case "xt" when Text(expression.Value, "type") == "target":
                    action = Text(expression.Value, "name") is "REJECT" or "DROP" ? FirewallAction.Drop : FirewallAction.Pass;
                    break;
                case "counter" or "log" or "mangle" or "notrack":
                    break;
                default:
                    matches.Add(static _ => null);
                    break;
            }
        }

        return new FirewallRule(matches.ToImmutable(), action, target);
    }

    private static Func<FirewallPacket, bool?> MatchOf(JsonElement match)
    {
        var (left, right) = (match.GetProperty("left"), match.GetProperty("right").Clone());
        var not = Text(match, "op") == "!=";
        Func<FirewallPacket, bool?> fits = static _ => null;
        if (left.ValueKind is JsonValueKind.Object && left.TryGetProperty("meta", out var meta))
        {
            fits = Text(meta, "key") switch
            {
                "iifname" or "iif" => packet => Holds(right, value => value.ValueEquals(packet.Interface) || IsPrefix(value, packet.Interface)),
                "l4proto" => packet => Holds(right, value => value.ValueEquals(packet.Protocol)),
                "nfproto" => _ => Holds(right, static value => value.ValueEquals("ipv4")),
                _ => fits,
            };
        }
        else if (left.ValueKind is JsonValueKind.Object && left.TryGetProperty("payload", out var payload) && Text(payload, "protocol") is { } protocol)
        {
            fits = (protocol, Text(payload, "field")) switch
            {
                ("udp" or "tcp" or "th", "dport") => packet => (protocol == "th" || protocol == packet.Protocol) && IsIn(right, packet.Port),
                ("udp" or "tcp", _) => packet => protocol == packet.Protocol ? null : false,
                ("ip", "protocol") => packet => Holds(right, value => value.ValueEquals(packet.Protocol)),
                ("icmp" or "icmpv6" or "ip6", _) => static _ => false,
                _ => fits,
            };
        }
        else if (left.ValueKind is JsonValueKind.Object && left.TryGetProperty("ct", out var track) && Text(track, "key") == "state")
        {
            fits = _ => Holds(right, static value => value.ValueEquals("new"));
        }

        return not ? packet => !fits(packet) : fits;
    }

    // One value, a list of them or a set.
    private static bool Holds(JsonElement right, Predicate<JsonElement> fits) => right.ValueKind switch
    {
        JsonValueKind.String => fits(right),
        JsonValueKind.Array => right.EnumerateArray().Any(value => Holds(value, fits)),
        JsonValueKind.Object when right.TryGetProperty("set", out var set) => Holds(set, fits),
        _ => false,
    };

    private static bool IsIn(JsonElement right, int port) => right.ValueKind switch
    {
        JsonValueKind.Number => right.GetInt32() == port,
        JsonValueKind.Array => right.EnumerateArray().Any(value => IsIn(value, port)),
        JsonValueKind.Object when right.TryGetProperty("set", out var set) => IsIn(set, port),
        JsonValueKind.Object when right.TryGetProperty("range", out var range) => range[0].GetInt32() <= port && port <= range[1].GetInt32(),
        _ => false,
    };

    private static bool IsPrefix(JsonElement value, string name) =>
        value.GetString() is { } text && text.EndsWith('*') && name.StartsWith(text[..^1], StringComparison.Ordinal);

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;
}
