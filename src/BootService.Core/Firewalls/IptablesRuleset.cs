using System.Text;
using BootService.Protocols.Net;

namespace BootService.Core.Firewalls;

/// <summary>Writes a firewall as a file of iptables-restore(8), which Enterprise Linux 6 and 7 read at their start.</summary>
public static class IptablesRuleset
{
    /// <summary>The file.</summary>
    public static string Of(NodeFirewall firewall)
    {
        ArgumentNullException.ThrowIfNull(firewall);
        var text = new StringBuilder("*nat\n:PREROUTING ACCEPT [0:0]\n:POSTROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n");
        Rules(text, firewall, "POSTROUTING");
        text.Append("COMMIT\n*filter\n:INPUT DROP [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n")
            .Append("-A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -i lo -j ACCEPT\n-A INPUT -p icmp --icmp-type echo-request -j ACCEPT\n");
        foreach (var frontend in firewall.Frontends)
        {
            text.Append("-A INPUT -s ").Append(frontend).Append(" -p tcp --dport 22 -j ACCEPT\n");
        }

        foreach (var chain in (string[])["INPUT", "FORWARD", "OUTPUT"])
        {
            if (chain != "INPUT" && firewall.Rules.Any(placed => placed.Rule.Chain == chain))
            {
                text.Append("-A ").Append(chain).Append(" -m state --state RELATED,ESTABLISHED -j ACCEPT\n");
            }

            Rules(text, firewall, chain);
        }

        return text.Append("-A INPUT -j REJECT\nCOMMIT\n").ToString();
    }

    private static void Rules(StringBuilder text, NodeFirewall firewall, string chain)
    {
        foreach (var placed in firewall.Rules.Where(placed => placed.Rule.Chain == chain))
        {
            // A line leaves one network out: what is all but several has a chain of its own, which those in them go back from.
            var (rest, target) = (placed, Target(placed.Rule));
            if (placed.From is { IsAllBut: true, Networks.Length: > 1 } || placed.To is { IsAllBut: true, Networks.Length: > 1 })
            {
                var own = $"rule{firewall.Rules.IndexOf(placed)}";
                text.Append(':').Append(own).Append(" - [0:0]\n");
                foreach (var (flag, side) in (ReadOnlySpan<(string, RuleSide?)>)[("-s", placed.From), ("-d", placed.To)])
                {
                    foreach (var network in side is { IsAllBut: true } ? side.Networks : [])
                    {
                        text.Append("-A ").Append(own).Append(' ').Append(flag).Append(' ').Append(network).Append(" -j RETURN\n");
                    }
                }

                text.Append("-A ").Append(own).Append(' ').Append(target).Append('\n');
                rest = placed with
                {
                    From = placed.From is { IsAllBut: true } ? null : placed.From,
                    To = placed.To is { IsAllBut: true } ? null : placed.To,
                };
                target = $"-j {own}";
            }

            // One line for each address and each range: the match for several ports takes fifteen at most.
            foreach (var own in OrOne(placed.Own.Select(address => address.ToString())))
            {
                foreach (var ports in OrOne(placed.Rule.Ports.Select(range => range.First == range.Last ? $"{range.First}" : $"{range.First}:{range.Last}")))
                {
                    foreach (var protocol in placed.Rule.Protocol == "all" && ports is not null ? (string[])["tcp", "udp"] : [placed.Rule.Protocol])
                    {
                        foreach (var one in OneEach(rest))
                        {
                            text.AppendJoin(' ', Words(one, own, protocol, ports)).Append(' ').Append(target).Append('\n');
                        }
                    }
                }
            }
        }
    }

    private static IEnumerable<string?> OrOne(IEnumerable<string> texts) => texts.DefaultIfEmpty();

    private static string Target(FirewallRule rule) => rule.Action == "LOG" ? $"-j LOG --log-prefix \"{rule.LogPrefix}\"" : $"-j {rule.Action}";

    /// <summary>A rule for each pair of networks that packets come from and go to.</summary>
    private static IEnumerable<PlacedRule> OneEach(PlacedRule placed) => Parts(placed.From).SelectMany(
        from => Parts(placed.To).Select(to => placed with { From = from, To = to }));

    private static IEnumerable<RuleSide?> Parts(RuleSide? side) =>
        side is { IsAllBut: false } ? side.Networks.Select(RuleSide? (network) => side with { Networks = [network] }) : [side];

    private static string? Words(string flag, RuleSide? side, Ipv4Network? said) =>
        side is null ? said is null ? null : $"{flag} {said}" : $"{(side.IsAllBut ? "! " : string.Empty)}{flag} {side.Networks[0]}";

    private static IEnumerable<string> Words(PlacedRule placed, string? own, string protocol, string? ports)
    {
        var (rule, match) = (placed.Rule, placed.Rule.Match);
        string?[] words =
        [
            $"-A {rule.Chain}",
            own is null ? null : $"{(rule.Chain == "OUTPUT" ? "-s" : "-d")} {own}",
            Words("-s", placed.From, match.Source),
            Words("-d", placed.To, match.Destination),
            protocol == "all" ? null : $"-p {protocol}",
            match.IcmpType.Length > 0 ? $"--icmp-type {match.IcmpType}" : null,
            match.SourcePort > 0 ? $"--sport {match.SourcePort}" : null,
            ports is null ? null : $"--dport {ports}",
            match.States.IsEmpty ? null : $"-m state --state {string.Join(',', match.States)}",
        ];
        return words.OfType<string>();
    }
}
