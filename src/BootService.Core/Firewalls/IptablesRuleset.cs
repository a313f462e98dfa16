using System.Text;

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
            // One line for each address and each range: the match for several ports takes fifteen at most.
            foreach (var own in OrOne(placed.Own.Select(address => address.ToString())))
            {
                foreach (var ports in OrOne(placed.Rule.Ports.Select(range => range.First == range.Last ? $"{range.First}" : $"{range.First}:{range.Last}")))
                {
                    foreach (var protocol in placed.Rule.Protocol == "all" && ports is not null ? (string[])["tcp", "udp"] : [placed.Rule.Protocol])
                    {
                        text.AppendJoin(' ', Words(placed, own, protocol, ports)).Append('\n');
                    }
                }
            }
        }
    }

    private static IEnumerable<string?> OrOne(IEnumerable<string> texts) => texts.DefaultIfEmpty();

    private static IEnumerable<string> Words(PlacedRule placed, string? own, string protocol, string? ports)
    {
        var (rule, match) = (placed.Rule, placed.Rule.Match);
        string?[] words =
        [
            $"-A {rule.Chain}",
            own is null ? null : $"{(rule.Chain == "OUTPUT" ? "-s" : "-d")} {own}",
            (placed.From ?? match.Source) is { } source ? $"-s {source}" : null,
            (placed.To ?? match.Destination) is { } destination ? $"-d {destination}" : null,
            protocol == "all" ? null : $"-p {protocol}",
            match.IcmpType.Length > 0 ? $"--icmp-type {match.IcmpType}" : null,
            match.SourcePort > 0 ? $"--sport {match.SourcePort}" : null,
            ports is null ? null : $"--dport {ports}",
            match.States.IsEmpty ? null : $"-m state --state {string.Join(',', match.States)}",
            rule.Action == "LOG" ? $"-j LOG --log-prefix \"{rule.LogPrefix}\"" : $"-j {rule.Action}",
        ];
        return words.OfType<string>();
    }
}
