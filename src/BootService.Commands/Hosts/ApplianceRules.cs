using System.Globalization;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Hosts;

/// <summary>Says which appliances there can be. Pure.</summary>
internal static class ApplianceRules
{
    /// <summary>An appliance with what the parameters say; what they do not name stays.</summary>
    /// <exception cref="RefusedException">The values cannot be.</exception>
    public static Appliance With(CommandCall call, Inventory inventory, Appliance appliance)
    {
        var changed = appliance with
        {
            LongName = call.Find("membership") is { Length: > 0 } longName ? longName : appliance.LongName,
            Node = call.Find("node") is { } node ? (node.Length == 0 ? null : HostRules.Word("node", node)) : appliance.Node,
            IsPublic = call.Flag("public", appliance.IsPublic),
        };
        return inventory.Appliances.Values.Any(other => other.Name != changed.Name && (other.LongName == changed.LongName || other.Name == changed.LongName))
            ? throw new RefusedException($"membership \"{changed.LongName}\" already names an appliance")
            : changed;
    }

    /// <summary>An appliance that comes from a file.</summary>
    /// <exception cref="RefusedException">It cannot be called so.</exception>
    public static Appliance Loaded(Appliance appliance)
    {
        CheckName(appliance.Name);
        return appliance.Node is { } node ? appliance with { Node = HostRules.Word("node", node) } : appliance;
    }

    private static void CheckName(string name)
    {
        if (!HostName.TryParse($"{Appliance.HostStem(name)}-0-0", null, out _) || name.Contains('.', StringComparison.Ordinal))
        {
            throw new RefusedException($"appliance \"{name}\" must be a word of letters, digits, hyphens and underscores, because hosts are called after it");
        }
    }

    /// <exception cref="RefusedException">The name is taken, or is none that hosts could be called after.</exception>
    public static Appliance New(Inventory inventory, string name)
    {
        if (inventory.Appliances.ContainsKey(name))
        {
            throw new RefusedException($"appliance \"{name}\" exists; \"stack set appliance\" changes it");
        }

        CheckName(name);

        return HostPattern.One(inventory, name) is not null || HostPattern.IsGroupWord(inventory, name)
            ? throw new RefusedException($"\"{name}\" already names hosts on the command line and cannot be an appliance")
            : new Appliance(name, CultureInfo.InvariantCulture.TextInfo.ToTitleCase(name), name);
    }
}
