using System.Collections.Immutable;

namespace BootService.Core.Doctor;

/// <summary>The first packet of a machine, as a firewall sees it.</summary>
/// <param name="Protocol"><c>udp</c> or <c>tcp</c>.</param>
/// <param name="Port">Destination port.</param>
/// <param name="Interface">The interface it comes in by.</param>
public readonly record struct FirewallPacket(string Protocol, int Port, string Interface);

/// <summary>What a rule does with a packet that it takes.</summary>
public enum FirewallAction
{
    /// <summary>Nothing that ends the packet's way here: it counts, marks or logs.</summary>
    Pass,

    /// <summary>Lets it in.</summary>
    Accept,

    /// <summary>Throws it away, with or without a word to the sender.</summary>
    Drop,

    /// <summary>Asks another chain and comes back.</summary>
    Jump,

    /// <summary>Asks another chain for the last word.</summary>
    Goto,

    /// <summary>Goes back to the chain that asked.</summary>
    Return,
}

/// <summary>One rule.</summary>
/// <param name="Matches">What it looks at: whether a packet fits, or null when this reader does not know.</param>
/// <param name="Action">What it does.</param>
/// <param name="Target">The chain it asks; null unless it does.</param>
public sealed record FirewallRule(ImmutableArray<Func<FirewallPacket, bool?>> Matches, FirewallAction Action, string? Target = null)
{
    internal bool? Takes(FirewallPacket packet)
    {
        bool? takes = true;
        foreach (var match in Matches)
        {
            switch (match(packet))
            {
                case false:
                    return false;
                case null:
                    takes = null;
                    break;
            }
        }

        return takes;
    }
}

/// <summary>A chain of rules.</summary>
/// <param name="Name">Its name with its table's, for people.</param>
/// <param name="Rules">In their order.</param>
public sealed record FirewallChain(string Name, ImmutableArray<FirewallRule> Rules)
{
    /// <summary>Whether every packet for this machine passes it.</summary>
    public bool IsInput { get; init; }

    /// <summary>What it does with packets that no rule took.</summary>
    public FirewallAction Policy { get; init; } = FirewallAction.Accept;
}

/// <summary>A machine's packet filter, as far as it decides about packets from the boot network. Pure.</summary>
/// <param name="Chains">All chains by name.</param>
public sealed record Firewall(ImmutableDictionary<string, FirewallChain> Chains)
{
    private const int Deepest = 16;

    /// <summary>The chain that throws a packet away; null when it gets in, or when only rules that cannot be read decide.</summary>
    public string? DropperOf(FirewallPacket packet)
    {
        foreach (var chain in Chains.Values.Where(chain => chain.IsInput).OrderBy(chain => chain.Name, StringComparer.Ordinal))
        {
            var doubt = false;
            var end = Walk(chain, packet, 0, ref doubt) ?? (chain.Policy is FirewallAction.Drop && !doubt ? FirewallAction.Drop : FirewallAction.Accept);
            if (end is FirewallAction.Drop)
            {
                return chain.Name;
            }
        }

        return null;
    }

    // A rule that cannot be read is passed over; had it perhaps let the packet in, what comes after is not certain any more.
    private FirewallAction? Walk(FirewallChain chain, FirewallPacket packet, int depth, ref bool doubt)
    {
        foreach (var rule in chain.Rules)
        {
            var takes = rule.Takes(packet);
            if (takes is false || rule.Action is FirewallAction.Pass || depth > Deepest)
            {
                continue;
            }

            if (takes is null)
            {
                doubt |= rule.Action is not FirewallAction.Drop;
                continue;
            }

            if (rule.Action is FirewallAction.Return)
            {
                return null;
            }

            if (rule.Action is FirewallAction.Accept or FirewallAction.Drop)
            {
                return rule.Action is FirewallAction.Drop && doubt ? FirewallAction.Accept : rule.Action;
            }

            if (rule.Target is { } name && Chains.TryGetValue(name, out var next) && Walk(next, packet, depth + 1, ref doubt) is { } end)
            {
                return end;
            }

            if (rule.Action is FirewallAction.Goto)
            {
                return null;
            }
        }

        return null;
    }
}
