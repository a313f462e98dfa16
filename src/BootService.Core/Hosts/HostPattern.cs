using System.Collections.Immutable;
using BootService.Core.Installers;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Core.Hosts;

/// <summary>Finds the hosts that words of a command line name (docs/stacki.md, with the prefixes of 5.0 and ranges of numbers).</summary>
/// <remarks>
/// Per word, in this order: a prefix (<c>a:</c> appliance, <c>e:</c> environment, <c>o:</c> os, <c>b:</c> box, <c>g:</c> group, <c>r:</c> rack), an
/// environment, an appliance, an appliance's membership, <c>rackN</c>, a group <c>[condition]</c> or <c>where condition</c>, a pattern
/// (<c>*</c>, <c>?</c>, <c>[1-4]</c>, <c>[0-99]</c>), and last one host: its name, its name with its zone, an address, a hardware address.
/// </remarks>
public static class HostPattern
{
    /// <summary>The words that say how a host stands, as every view of it does.</summary>
    public static IReadOnlyList<string> StateWords { get; } = [.. Enum.GetNames<Timeline.HostState>().Select(word => word.ToLowerInvariant())];

    /// <summary>The hosts that the words name: each once, in the order of every table, whatever the order of the words.</summary>
    /// <param name="inventory">Where they are looked for.</param>
    /// <param name="words">The words; none names no host.</param>
    /// <returns>May be empty: a pattern or group that nothing fits is no error.</returns>
    /// <param name="stateOf">How a host stands, one of <see cref="StateWords"/>, for conditions such as <c>[state==failing]</c>; null where nobody can
    /// tell.</param>
    /// <exception cref="RefusedException">A word that names nothing, or a pattern or condition that cannot be read.</exception>
    public static ImmutableArray<Host> Resolve(Inventory inventory, IReadOnlyCollection<string> words, Func<Host, string>? stateOf = null)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(words);
        var found = new HashSet<HostName>();
        var hosts = new List<Host>();
        foreach (var named in words.SelectMany(word => Named(inventory, word, stateOf)))
        {
            if (found.Add(named.Name))
            {
                hosts.Add(named);
            }
        }

        return [.. Inventory.Order(hosts)];
    }

    /// <summary>
    /// Whether a word would name hosts by what they are, so that no host may be called so: an appliance, its membership, an environment, or <c>rackN</c>.
    /// </summary>
    public static bool IsGroupWord(Inventory inventory, string word)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(word);
        return Bare(inventory, word) is not null;
    }

    /// <summary>The one host that a word names by name, address or hardware address; null when there is none.</summary>
    public static Host? One(Inventory inventory, string word)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(word);
        if (word == "localhost")
        {
            return HostName.TryParse(inventory.Frontend.Name, null, out var frontend) ? inventory.HostOf(frontend) : null;
        }

        if (HostName.TryParse(word, null, out var name) && inventory.HostOf(name) is { } host)
        {
            return host;
        }

        if (Ipv4.TryParse(word, null, out var address))
        {
            return inventory.HostOf(address);
        }

        return MacAddress.TryParse(word, null, out var mac) ? inventory.HostOf(mac) : Qualified(inventory, word);
    }

    private static bool IsClause(string word) => word.StartsWith("where ", StringComparison.Ordinal) || word == "where";

    private static IEnumerable<Host> Named(Inventory inventory, string word, Func<Host, string>? stateOf)
    {
        if (IsClause(word))
        {
            return HostCondition.Select(inventory, word["where".Length..], word, stateOf);
        }

        if (word.StartsWith('['))
        {
            return word.EndsWith(']')
                ? HostCondition.Select(inventory, word[1..^1], word, stateOf)
                : throw new RefusedException($"group syntax \"{word}\": the closing ] is missing");
        }

        if (Group(inventory, word) is { } holds)
        {
            return inventory.Hosts.Values.Where(holds);
        }

        if (HostGlob.IsGlob(word))
        {
            var glob = HostGlob.Parse(word);
            return inventory.Hosts.Values.Where(host => glob.Matches(host.Name.ToString()));
        }

        return (One(inventory, word) ?? ByOtherName(inventory, word)) is { } one
            ? [one]
            : throw new RefusedException($"cannot resolve host \"{word}\"{Suggestion(inventory, word)}");
    }

    private static string Suggestion(Inventory inventory, string word) =>
        Spelling.DidYouMean(word, inventory.Appliances.Keys.Concat(inventory.Hosts.Keys.Order().Select(name => name.ToString())));

    /// <summary>What the hosts of a group word have in common; null when the word is no group.</summary>
    /// <exception cref="RefusedException">It has a prefix, and nothing of that kind is called so.</exception>
    private static Func<Host, bool>? Group(Inventory inventory, string word) => Prefixed(inventory, word) ?? Bare(inventory, word);

    private static Func<Host, bool>? Prefixed(Inventory inventory, string word)
    {
        if (word.Length > 2 && word[1] == ':')
        {
            var value = word[2..];
            if (word[0] == 'a' && !inventory.Appliances.ContainsKey(value))
            {
                throw new RefusedException($"unknown appliance \"{value}\"{Spelling.DidYouMean(value, inventory.Appliances.Keys)}");
            }

            if (word[0] == 'g' && !inventory.Groups.Contains(value))
            {
                throw new RefusedException($"unknown group \"{value}\"{Spelling.DidYouMean(value, inventory.Groups)}");
            }

            if (word[0] == 'e' && !inventory.KnowsEnvironment(value))
            {
                throw new RefusedException($"unknown environment \"{value}\"{Spelling.DidYouMean(value, inventory.EnvironmentNames())}");
            }

            if (word[0] == 'b' && !inventory.BoxNames().Contains(value))
            {
                throw new RefusedException($"unknown box \"{value}\"{Spelling.DidYouMean(value, inventory.BoxNames())}");
            }

            if (word[0] == 'o' && !KnownSystems(inventory).Contains(value))
            {
                throw new RefusedException($"unknown os \"{value}\"{Spelling.DidYouMean(value, KnownSystems(inventory))}");
            }

            return word[0] switch
            {
                'a' => host => host.Appliance == value,
                'e' => host => host.Environment == value,
                'o' => host => host.Os == value,
                'b' => host => host.Box == value,
                'g' => host => host.Groups.Contains(value),
                'r' => Place.TryParse(value, null, out var place) ? host => host.Rack == place : _ => false,
                _ => null,
            };
        }

        return null;
    }

    private static Func<Host, bool>? Bare(Inventory inventory, string word)
    {
        if (inventory.HasEnvironment(word))
        {
            return host => host.Environment == word;
        }

        if (inventory.Appliances.ContainsKey(word))
        {
            return host => host.Appliance == word;
        }

        if (inventory.Appliances.Values.FirstOrDefault(appliance => appliance.LongName == word) is { } member)
        {
            return host => host.Appliance == member.Name;
        }

        return Rack(inventory, word) is { } rack ? host => host.Rack == rack : null;
    }

    /// <summary>The systems that a host can have: those that are installed here, and what hosts and pallets are of.</summary>
    private static IEnumerable<string> KnownSystems(Inventory inventory) => inventory.Hosts.Values.Select(host => host.Os)
        .Concat(inventory.Pallets.Keys.Select(pallet => pallet.Os))
        .Concat(Installer.Systems).Distinct(StringComparer.Ordinal);

    /// <summary>The rack that a word such as <c>rack3</c> or <c>rackA12</c> names: any number, and any other that a host stands in.</summary>
    private static Place? Rack(Inventory inventory, string word) =>
        word.StartsWith("rack", StringComparison.Ordinal) && Place.TryParse(word.AsSpan(4), null, out var rack)
        && (rack.Number is not null || inventory.Hosts.Values.Any(host => host.Rack == rack))
            ? rack
            : null;

    /// <summary>The host whose interface is called so, alone or with the zone of its network; or one of whose aliases the word is.</summary>
    private static Host? ByOtherName(Inventory inventory, string word)
    {
        if (!HostName.TryParse(word, null, out var name))
        {
            return null;
        }

        var text = name.ToString();
        return inventory.HostsInOrder().FirstOrDefault(host => host.Interfaces.Any(nic => nic.HostName is { } own && (own == text
                || (nic.Network is { } network && inventory.Networks.GetValueOrDefault(network)?.Zone is { } zone
                    && text.Equals($"{own}.{zone}", StringComparison.OrdinalIgnoreCase)))))
            ?? (HostAliases.Owner(inventory, text) is { } owner ? inventory.HostOf(owner) : null);
    }

    private static Host? Qualified(Inventory inventory, string word)
    {
        var dot = word.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && HostName.TryParse(word.AsSpan(0, dot), null, out var name) && inventory.HostOf(name) is { } host
            && host.Interfaces.Any(nic => nic.Network is { } network && inventory.Networks.GetValueOrDefault(network)?.Zone is { } zone
                && word.AsSpan(dot + 1).Equals(zone, StringComparison.OrdinalIgnoreCase))
            ? host
            : null;
    }
}
