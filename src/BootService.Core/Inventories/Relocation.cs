using System.Collections.Immutable;
using BootService.Core.Attributes;
using BootService.Core.Audits;
using BootService.Core.Hosts;
using BootService.Core.Networks;
using BootService.Protocols.Net;

namespace BootService.Core.Inventories;

/// <summary>What changes in the stored state when its frontend comes up at another address: pure, and said.</summary>
/// <param name="Changes">The changes.</param>
/// <param name="Said">What they are, a clause each.</param>
public sealed record Relocation(ImmutableArray<Change> Changes, ImmutableArray<string> Said)
{
    private const int MostNamed = 5;

    /// <summary>Follows a frontend: its network, the hosts in it, and whatever names its address.</summary>
    /// <param name="stored">The state as it was stored.</param>
    /// <param name="move">From where to where.</param>
    /// <param name="now">When.</param>
    public static Relocation Of(Inventory stored, FrontendMove move, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var (changes, said) = (ImmutableArray.CreateBuilder<Change>(), ImmutableArray.CreateBuilder<string>());
        if (stored.NetworkOf(move.From) is { } network)
        {
            var taken = network.Subnet.Contains(move.To)
                ? null
                : stored.Networks.Values.FirstOrDefault(other => other != network && other.Subnet.Overlaps(move.Is));
            if (taken is not null)
            {
                said.Add($"network {network.Name} stays {network.Subnet}, because network {taken.Name} is {taken.Subnet} (\"stack set network address\")");
            }
            else
            {
                move = move with { Was = network.Subnet, Is = network.Subnet.Contains(move.To) ? network.Subnet : move.Is };
                MoveNetwork(network, move, changes, said);
                MoveHosts(stored, move, changes, said);
            }
        }

        Reword(stored, move, now, changes, said);
        return new Relocation(changes.ToImmutable(), said.ToImmutable());
    }

    private static void MoveNetwork(Network network, FrontendMove move, ImmutableArray<Change>.Builder changes, ImmutableArray<string>.Builder said)
    {
        var hasPool = network is { PoolFirst: { } first, PoolLast: { } last } && move.Moved(first) is not null && move.Moved(last) is not null;
        var moved = network with
        {
            Subnet = move.Is,
            Gateway = network.Gateway is { } gateway ? move.Moved(gateway) ?? gateway : null,
            PoolFirst = hasPool ? move.Moved(network.PoolFirst!.Value) : null,
            PoolLast = hasPool ? move.Moved(network.PoolLast!.Value) : null,
        };
        if (moved == network)
        {
            return;
        }

        changes.Add(new Change.NetworkSet(moved));
        if (move.Was != move.Is)
        {
            said.Add($"network {network.Name} is {move.Is} and was {move.Was}");
        }

        if (network.PoolFirst is not null && !hasPool)
        {
            said.Add($"its pool {network.PoolFirst} to {network.PoolLast} has no place there and is gone (\"stack set network pool\")");
        }
    }

    private static void MoveHosts(Inventory stored, FrontendMove move, ImmutableArray<Change>.Builder changes, ImmutableArray<string>.Builder said)
    {
        var (moved, without) = (new List<(HostName Name, Ipv4 From, Ipv4 To)>(), new List<HostName>());
        foreach (var host in stored.HostsInOrder())
        {
            var cards = host.Interfaces;
            for (var at = 0; at < cards.Length; at++)
            {
                if (cards[at].Address is { } address && move.Was.Contains(address))
                {
                    var there = move.Moved(address);
                    cards = there is null || there == address ? cards : cards.SetItem(at, cards[at] with { Address = there });
                    if (there is null)
                    {
                        without.Add(host.Name);
                    }
                    else if (there != address)
                    {
                        moved.Add((host.Name, address, there.Value));
                    }
                }
            }

            if (!cards.SequenceEqual(host.Interfaces))
            {
                changes.Add(new Change.HostSet(host with { Interfaces = cards }));
            }
        }

        if (moved.Count > 0)
        {
            var (name, from, to) = moved[0];
            said.Add($"{moved.Count} addresses of hosts have their place in it, {name} is {to} and was {from}");
        }

        if (without.Count > 0)
        {
            said.Add($"{without.Count} addresses have no place in {move.Is} and stay: {Some(without.Select(name => name.ToString()))}");
        }
    }

    private static void Reword(
        Inventory stored, FrontendMove move, DateTimeOffset now, ImmutableArray<Change>.Builder changes, ImmutableArray<string>.Builder said)
    {
        var named = new List<string>();
        foreach (var owner in Enum.GetValues<AttributeScope>().SelectMany(stored.OwnersAt))
        {
            foreach (var (name, value) in stored.AttributesOn(owner))
            {
                if (move.Reworded(value.Text) is var text && text != value.Text)
                {
                    changes.Add(new Change.AttributeWritten(owner, name, value with { Text = text, Since = now }));
                    named.Add($"{name} ({AuditTrail.Thing(owner)})");
                }
            }
        }

        foreach (var entry in stored.BootEntries.Values.Where(entry => move.Reworded(entry.Args) != entry.Args))
        {
            changes.Add(new Change.BootEntrySet(entry with { Args = move.Reworded(entry.Args) }));
            named.Add($"bootaction {entry.Key}");
        }

        foreach (var webhook in stored.Webhooks.Values.Where(webhook => move.Reworded(webhook.Url) != webhook.Url))
        {
            changes.Add(new Change.WebhookSet(webhook with { Url = move.Reworded(webhook.Url) }));
            named.Add($"webhook {webhook.Name}");
        }

        if (named.Count > 0)
        {
            said.Add($"{move.To} stands in the place of {move.From} in {named.Count} values: {Some(named)}");
        }
    }

    private static string Some(IEnumerable<string> names)
    {
        var all = names.ToArray();
        return string.Join(", ", all.Take(MostNamed)) + (all.Length > MostNamed ? $" and {all.Length - MostNamed} more" : string.Empty);
    }
}
