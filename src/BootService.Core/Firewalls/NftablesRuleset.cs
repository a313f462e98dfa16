using System.Text;

namespace BootService.Core.Firewalls;

/// <summary>Writes a firewall as a file of nft(8). What is not asked for is refused at the door; what leaves the host is not, unless a rule says so.</summary>
public static class NftablesRuleset
{
    private const int LongestComment = 128;

    /// <summary>The file.</summary>
    public static string Of(NodeFirewall firewall)
    {
        ArgumentNullException.ThrowIfNull(firewall);
        var text = new StringBuilder(
            "#!/usr/sbin/nft -f\nflush ruleset\ntable ip stack_nat {\n\tchain postrouting {\n\t\ttype nat hook postrouting priority 100;\n");
        Rules(text, firewall, "POSTROUTING");
        text.Append("\t}\n}\ntable inet stack {\n\tchain input {\n\t\ttype filter hook input priority 0; policy drop;\n")
            .Append(
                "\t\tct state established,related accept\n\t\tiifname \"lo\" accept\n\t\tmeta l4proto ipv6-icmp accept\n\t\tmeta l4proto icmp icmp type "
                    + "echo-request accept\n");
        if (!firewall.Frontends.IsEmpty)
        {
            text.Append("\t\tip saddr { ").AppendJoin(", ", firewall.Frontends).Append(" } tcp dport 22 accept\n");
        }

        Rules(text, firewall, "INPUT");
        text.Append("\t\treject\n\t}\n");
        foreach (var chain in (string[])["FORWARD", "OUTPUT"])
        {
            var name = chain.ToLowerInvariant();
            text.Append("\tchain ").Append(name).Append(" {\n\t\ttype filter hook ").Append(name)
                .Append(" priority 0; policy accept;\n\t\tct state established,related accept\n");
            Rules(text, firewall, chain);
            text.Append("\t}\n");
        }

        return text.Append("}\n").ToString();
    }

    private static void Rules(StringBuilder text, NodeFirewall firewall, string chain)
    {
        foreach (var placed in firewall.Rules.Where(placed => placed.Rule.Chain == chain))
        {
            text.Append("\t\t").AppendJoin(' ', Words(placed)).Append('\n');
        }
    }

    private static IEnumerable<string> Words(PlacedRule placed)
    {
        var (rule, match) = (placed.Rule, placed.Rule.Match);
        var own = $"ip {(rule.Chain == "OUTPUT" ? "saddr" : "daddr")} {{ {string.Join(", ", placed.Own)} }}";
        var ports = string.Join(", ", rule.Ports.Select(range => range.First == range.Last ? $"{range.First}" : $"{range.First}-{range.Last}"));
        string?[] words =
        [
            placed.Own.IsEmpty ? null : own,
            placed.From is { } from ? $"ip saddr {Words(from)}" : null,
            placed.To is { } to ? $"ip daddr {Words(to)}" : null,
            match.Source is { } source ? $"ip saddr {source}" : null,
            match.Destination is { } destination ? $"ip daddr {destination}" : null,
            match.IcmpType.Length > 0 ? $"icmp type {match.IcmpType}" : rule.Protocol != "all" ? $"meta l4proto {rule.Protocol}"
                : ports.Length > 0 ? "meta l4proto { tcp, udp }" : null,
            match.SourcePort > 0 ? $"{rule.Protocol} sport {match.SourcePort}" : null,
            ports.Length > 0 ? $"{(rule.Protocol == "all" ? "th" : rule.Protocol)} dport {{ {ports} }}" : null,
            match.States.IsEmpty ? null : $"ct state {string.Join(',', match.States).ToLowerInvariant()}",
            rule.Action == "LOG" ? $"log prefix \"{rule.LogPrefix}\"" : rule.Action.ToLowerInvariant(),
            $"comment \"{Cut(rule.Comment.Length > 0 ? $"{rule.Name}: {rule.Comment}" : rule.Name)}\"",
        ];
        return words.OfType<string>();
    }

    private static string Words(RuleSide side) => side.IsAllBut ? $"!= {{ {string.Join(", ", side.Networks)} }}"
        : side.Networks is [var only] ? only.ToString() : $"{{ {string.Join(", ", side.Networks)} }}";

    // nft takes 128 octets of a comment, with a zero at their end.
    private static string Cut(string comment)
    {
        while (Encoding.UTF8.GetByteCount(comment) >= LongestComment)
        {
            comment = comment[..^1];
        }

        return comment;
    }
}
