using BootService.Commands.Attributes;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Files;

/// <summary>Reads an attrfile (stacki.md §1.9): the column <c>target</c> says on what the other columns' attributes are set. Pure.</summary>
/// <remarks>A target is a host, an appliance, <c>global</c>, <c>o:OS</c> or <c>e:ENVIRONMENT</c>. The row <c>default</c> fills the empty cells of the rows after it. An empty cell sets nothing.</remarks>
internal static class AttributeFile
{
    /// <summary>The changes of the file; <paramref name="faults"/> is told what is wrong.</summary>
    public static IEnumerable<Change> Read(string text, Inventory inventory, DateTimeOffset now, FileFaults faults)
    {
        if (CsvTable.Parse(text, foldHeaders: false, faults) is not { } table)
        {
            return [];
        }

        if (!table.Headers[0].Equals("target", StringComparison.OrdinalIgnoreCase))
        {
            faults.Add(table.HeaderCells[0], $"the first column must be \"target\", not \"{table.Headers[0]}\"");
            return [];
        }

        var names = Names(table, faults);
        var defaults = new string[table.Headers.Length];
        var changes = new List<Change>();
        foreach (var row in table.Rows)
        {
            if (row[0].Text == "default")
            {
                defaults = [.. row.Select(cell => cell.Text), .. Enumerable.Repeat(string.Empty, table.Headers.Length - row.Length)];
                continue;
            }

            var owner = default(AttributeOwner);
            if (faults.Try(row[0], () => owner = Owner(inventory, row[0].Text)))
            {
                changes.AddRange(Row(inventory, row, names, defaults, owner, now, faults));
            }
        }

        return changes;
    }

    private static AttributeName?[] Names(CsvTable table, FileFaults faults)
    {
        var names = new AttributeName?[table.Headers.Length];
        for (var at = 1; at < names.Length; at++)
        {
            if (!AttributeName.TryParse(table.Headers[at], null, out var name))
            {
                faults.Add(table.HeaderCells[at], $"\"{table.Headers[at]}\" is not an attribute name");
            }
            else if (IntrinsicAttributes.IsIntrinsic(name))
            {
                faults.Add(table.HeaderCells[at], $"attr \"{name}\" is computed by the appliance and cannot be set");
            }
            else
            {
                names[at] = name;
            }
        }

        return names;
    }

    private static IEnumerable<Change> Row(
        Inventory inventory, CsvCell[] row, AttributeName?[] names, string[] defaults, AttributeOwner owner, DateTimeOffset now, FileFaults faults)
    {
        for (var at = 1; at < names.Length; at++)
        {
            var cell = at < row.Length ? row[at] : row[0];
            var text = at < row.Length && cell.Text.Length > 0 ? cell.Text : defaults[at];
            AttributeValue? value = null;
            if (names[at] is { } name && !string.IsNullOrEmpty(text)
                && faults.Try(cell, () => value = SecretAttributes.Stored(inventory, owner, name, AttributeWriting.Checked(name, text), shadow: null, now)))
            {
                yield return new Change.AttributeWritten(owner, name, value!);
            }
        }
    }

    private static AttributeOwner Owner(Inventory inventory, string target) => target switch
    {
        "global" => AttributeOwner.Global,
        ['o', ':', .. var os] when os.Length > 0 => new AttributeOwner(AttributeScope.Os, os),
        ['e', ':', .. var environment] when environment.Length > 0 => new AttributeOwner(AttributeScope.Environment, environment),
        ['a', ':', .. var appliance] => new AttributeOwner(AttributeScope.Appliance, Hosts.HostRules.Appliance(inventory, appliance).Name),
        _ when inventory.Appliances.ContainsKey(target) => new AttributeOwner(AttributeScope.Appliance, target),
        _ when HostPattern.One(inventory, target) is { } host => AttributeOwner.Of(host.Name),
        _ => throw new RefusedException($"target \"{target}\" is no host, no appliance and not global{Spelling.DidYouMean(target, [.. inventory.Appliances.Keys, .. inventory.Hosts.Keys.Order().Select(name => name.ToString())])}"),
    };
}
