using System.Collections.Immutable;

namespace BootService.Core.Doctor;

/// <summary>Reads what <c>iptables-save</c> prints, as far as the input of one machine goes.</summary>
public static class IptablesSave
{
    /// <summary>Reads the table <c>filter</c>; lines that are not understood make rules that cannot be told.</summary>
    public static Firewall Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var chains = new Dictionary<string, FirewallChain>(StringComparer.Ordinal);
        var table = string.Empty;
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is [['*', .. var name]])
            {
                table = name;
            }
            else if (table == "filter" && words is [[':', .. var chain], var policy, ..])
            {
                chains[chain] = new FirewallChain($"filter {chain}", [])
                {
                    IsInput = chain == "INPUT",
                    Policy = policy == "DROP" ? FirewallAction.Drop : FirewallAction.Accept,
                };
            }
            else if (table == "filter" && words is ["-A", var owner, .. var rule] && chains.TryGetValue(owner, out var grown))
            {
                chains[owner] = grown with { Rules = grown.Rules.Add(RuleOf(rule)) };
            }
        }

        return new Firewall(chains.ToImmutableDictionary(StringComparer.Ordinal));
    }

    private static FirewallRule RuleOf(ReadOnlySpan<string> words)
    {
        var matches = ImmutableArray.CreateBuilder<Func<FirewallPacket, bool?>>();
        var (action, target, not) = (FirewallAction.Pass, (string?)null, false);
        while (!words.IsEmpty)
        {
            var taken = 2;
            switch (words)
            {
                case ["!", ..]:
                    not = true;
                    words = words[1..];
                    continue;
                case ["-j" or "-g", var to, ..]:
                    (action, target) = ActionOf(to, words[0]);
                    words = [];
                    continue;
                case ["-i", var card, ..]:
                    matches.Add(
                        Turned(not, packet => card.EndsWith('+')
                            ? packet.Interface.StartsWith(card[..^1], StringComparison.Ordinal)
                            : packet.Interface == card));
                    break;
                case ["-p", var protocol, ..]:
                    matches.Add(Turned(not, packet => protocol == "all" || packet.Protocol == protocol));
                    break;
                case ["--dport" or "--dports", var ports, ..]:
                    matches.Add(Turned(not, packet => ports.Split(',').Any(range => IsIn(range, packet.Port))));
                    break;
                case ["--ctstate" or "--state", var states, ..]:
                    matches.Add(Turned(not, _ => states.Split(',').Contains("NEW", StringComparer.Ordinal)));
                    break;
                case ["-m", "udp" or "tcp" or "multiport" or "conntrack" or "state" or "comment", ..] or ["--comment", ..]:
                    taken = words[0] == "--comment" ? CommentLength(words) : 2;
                    break;
                default:
                    matches.Add(static _ => null);
                    taken = 1;
                    break;
            }

            not = false;
            words = words[Math.Min(taken, words.Length)..];
        }

        return new FirewallRule(matches.ToImmutable(), action, target);
    }

    private static (FirewallAction Action, string? Target) ActionOf(string to, string how) => to switch
    {
        "ACCEPT" => (FirewallAction.Accept, null),
        "DROP" or "REJECT" => (FirewallAction.Drop, null),
        "RETURN" => (FirewallAction.Return, null),
        "LOG" or "NFLOG" or "MARK" or "CONNMARK" or "NOTRACK" => (FirewallAction.Pass, null),
        _ => (how == "-j" ? FirewallAction.Jump : FirewallAction.Goto, to),
    };

    private static Func<FirewallPacket, bool?> Turned(bool not, Predicate<FirewallPacket> fits) => packet => fits(packet) != not;

    private static bool IsIn(string range, int port)
    {
        var ends = range.Split(':');
        return int.TryParse(ends[0], out var first) && first <= port && int.TryParse(ends[^1], out var last) && port <= last;
    }

    // A comment of several words is in quotation marks.
    private static int CommentLength(ReadOnlySpan<string> words)
    {
        if (words is not [_, ['"', ..], ..])
        {
            return 2;
        }

        var end = 1;
        while (end < words.Length - 1 && !words[end].EndsWith('"'))
        {
            end++;
        }

        return end + 1;
    }
}
