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
            var named = verb.Parameters.Concat(CommonParameters.All).FirstOrDefault(parameter => parameter.Name == current[..equals]);
            foreach (var value in named is null ? [] : named.Name == CommonParameters.Columns ? Columns(verb, current[(equals + 1)..])
                : named.Kind is ValueKind.Text ? Known(inventory, verb, named.Name) : Values(inventory, named.Kind, named.Choices))
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

        // Those of every verb are of use where there is a table.
        foreach (var parameter in verb.Parameters.Concat(verb.Row.IsEmpty ? [] : CommonParameters.All)
            .Where(parameter => !rest.Any(word => word.StartsWith(parameter.Name + "=", StringComparison.Ordinal))))
        {
            yield return parameter.Name + "=";
        }
    }

    /// <summary>The columns of a verb's table, behind those that are there already.</summary>
    private static IEnumerable<string> Columns(CommandDeclaration verb, string text)
    {
        var before = text[..(text.LastIndexOf(',') + 1)];
        return verb.Row.Where(column => !before.Split(',').Contains(column.Name)).Select(column => before + column.Name);
    }

    /// <summary>What there is of the things that a text names by custom.</summary>
    private static IEnumerable<string> Known(Inventory inventory, CommandDeclaration verb, string parameter)
    {
        var pallets = verb.Arguments.Any(argument => argument.Kind is ValueKind.Pallet) ? inventory.Pallets.Values : [];
        return parameter switch
        {
            "version" => pallets.Select(pallet => pallet.Key.Version),
            "arch" => pallets.Select(pallet => pallet.Key.Arch),
            "os" => pallets.Select(pallet => pallet.Key.Os),
            "release" => pallets.Select(pallet => pallet.Release).Where(release => release.Length > 0),
            "environment" => inventory.EnvironmentNames(),
            "distribution" or "box" => inventory.BoxNames(),
            _ => [],
        };
    }

    private static IEnumerable<string> Values(Inventory inventory, ValueKind kind, IReadOnlyCollection<string> choices) => kind switch
    {
        ValueKind.Choice => choices.Where(choice => !choice.StartsWith(CommonParameters.ColumnPrefix, StringComparison.Ordinal)),
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
