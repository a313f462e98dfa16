using System.Collections.Immutable;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Hosts;

/// <summary>Says how hosts are put into groups. Pure.</summary>
internal static class GroupRules
{
    /// <summary>A name that no group has yet.</summary>
    /// <exception cref="RefusedException">It is taken, or no word.</exception>
    public static string New(Inventory inventory, string name) => inventory.Groups.Contains(name)
        ? throw new RefusedException($"group \"{name}\" exists")
        : HostRules.Word("group", name);

    /// <exception cref="RefusedException">There is no such group.</exception>
    public static string Existing(Inventory inventory, string name) => inventory.Groups.Contains(name)
        ? name
        : throw new RefusedException($"unknown group \"{name}\"{Spelling.DidYouMean(name, inventory.Groups)}");

    /// <summary>The groups of a text with blanks or commas between them, each once and in their order.</summary>
    /// <exception cref="RefusedException">One of them does not exist.</exception>
    public static ImmutableArray<string> Several(Inventory inventory, string text) =>
        [.. text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(name => Existing(inventory, name)).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];

    /// <summary>The host in one group more.</summary>
    public static Host With(Host host, string group) => host.Groups.Contains(group)
        ? throw new RefusedException($"host {host.Name} is in group \"{group}\" already")
        : host with { Groups = [.. host.Groups.Append(group).Order(StringComparer.Ordinal)] };

    /// <summary>The host in one group less.</summary>
    /// <exception cref="RefusedException">It is not in it.</exception>
    public static Host Without(Host host, string group) => host.Groups.Contains(group)
        ? host with { Groups = host.Groups.Remove(group) }
        : throw new RefusedException($"host {host.Name} is not in group \"{group}\"");
}
