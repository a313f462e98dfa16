using BootService.Core.Attributes;
using BootService.Core.Inventories;

namespace BootService.Commands.Catalog;

/// <summary>Says how a command line can go on.</summary>
internal static class Completion
{
    private const int Most = 500;

    /// <summary>The words that can stand in the place of the last one, which may be empty; a parameter without its value ends in <c>=</c>.</summary>
    /// <param name="catalog">The verbs.</param>
    /// <param name="inventory">Where names come from.</param>
    /// <param name="line">The line up to the cursor, <c>stack</c> among it.</param>
    public static IReadOnlyList<string> Of(CommandCatalog catalog, Inventory inventory, string line)
    {
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var open = words.Length > 0 && !char.IsWhiteSpace(line[^1]);
        var current = open ? words[^1] : string.Empty;
        string[] before = [.. words.Skip(1).SkipLast(open ? 1 : 0)];
        return [.. Candidates(catalog, inventory, before, current)
            .Where(candidate => candidate.StartsWith(current, StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(Most)];
    }

    private static IEnumerable<string> Candidates(CommandCatalog catalog, Inventory inventory, string[] before, string current)
    {
        foreach (var next in catalog.Following(before))
        {
            yield return next;
        }

        if (catalog.TryFind(before) is not var (verb, rest))
        {
            yield break;
        }

        if (current.IndexOf('=', StringComparison.Ordinal) is var equals and > 0)
        {
            var named = verb.Parameters.FirstOrDefault(parameter => parameter.Name == current[..equals]);
            foreach (var value in named is null ? [] : Values(inventory, named.Kind, named.Choices))
            {
                yield return $"{named!.Name}={value}";
            }

            yield break;
        }

        var given = rest.Count(word => !word.Contains('=', StringComparison.Ordinal));
        var argument = given < verb.Arguments.Length ? verb.Arguments[given] : verb.Arguments.LastOrDefault(last => last.Repeats);
        foreach (var value in argument is null ? [] : Values(inventory, argument.Kind, []))
        {
            yield return value;
        }

        foreach (var parameter in verb.Parameters.Where(parameter => !rest.Any(word => word.StartsWith(parameter.Name + "=", StringComparison.Ordinal))))
        {
            yield return parameter.Name + "=";
        }
    }

    private static IEnumerable<string> Values(Inventory inventory, ValueKind kind, IReadOnlyCollection<string> choices) => kind switch
    {
        ValueKind.Choice => choices,
        ValueKind.Flag => ["yes", "no"],
        ValueKind.Hosts =>
            [.. inventory.Appliances.Keys, .. inventory.Groups.Select(group => $"g:{group}"),
                .. inventory.Hosts.Values.Select(host => $"rack{host.Rack}").Distinct(), .. inventory.Hosts.Keys.Select(name => name.ToString())],
        ValueKind.Appliance => inventory.Appliances.Keys,
        ValueKind.Network => inventory.Networks.Keys,
        ValueKind.BootAction => inventory.BootEntries.Keys.Select(key => key.Name),
        ValueKind.Group => inventory.Groups,
        ValueKind.Pallet => inventory.Pallets.Keys.Select(key => key.Name),
        ValueKind.Cart => inventory.Carts.Keys,
        ValueKind.Box => inventory.BoxNames(),
        ValueKind.Interface => inventory.Hosts.Values.SelectMany(host => host.Interfaces).Select(nic => nic.Name),
        ValueKind.Attribute => WellKnownAttributes.All.Select(known => known.Name)
            .Concat(
                Enum.GetValues<AttributeScope>().SelectMany(inventory.OwnersAt)
                    .SelectMany(owner => inventory.AttributesOn(owner).Select(entry => entry.Name.ToString()))),
        _ => [],
    };
}
