using System.Collections.Immutable;
using BootService.Core.Attributes;
using BootService.Core.Inventories;

namespace BootService.Core.Hosts;

/// <summary>Further names of a host's addresses, as hosts files and name servers know them.</summary>
/// <remarks>
/// They are kept as attributes <c>alias.INTERFACE</c> of the host, names with blanks between them: they are undone, dumped and loaded with everything else.
/// </remarks>
public static class HostAliases
{
    /// <summary>What the attributes' names begin with.</summary>
    public const string Prefix = "alias.";

    /// <summary>The attribute that keeps the aliases of an interface.</summary>
    public static AttributeName AttributeOf(string device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return AttributeName.Parse(
            Prefix + string.Concat(device.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-' ? letter : '-')));
    }

    /// <summary>The aliases of an interface, in the order of names; none when it has none.</summary>
    public static ImmutableArray<string> Of(Inventory inventory, HostName host, string device)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        return inventory.AttributesOn(AttributeOwner.Of(host)).Find(AttributeOf(device)) is { } value ? Read(value.Text) : [];
    }

    /// <summary>All aliases of a host, each with its interface.</summary>
    public static IEnumerable<(string Device, string Alias)> Of(Inventory inventory, Host host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.Interfaces.SelectMany(nic => Of(inventory, host.Name, nic.Name), (nic, alias) => (nic.Name, alias));
    }

    /// <summary>The aliases of a text.</summary>
    public static ImmutableArray<string> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. text.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>The text that keeps them.</summary>
    public static string Write(IEnumerable<string> aliases) => string.Join(' ', aliases.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    /// <summary>Who has a name as an alias; null when nobody has.</summary>
    public static HostName? Owner(Inventory inventory, string alias)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        foreach (var owner in inventory.OwnersAt(AttributeScope.Host))
        {
            foreach (var name in inventory.AttributesOn(owner).Under(Prefix))
            {
                if (HostName.TryParse(owner.Target, null, out var host) && Read(inventory.AttributesOn(owner).Find(name)!.Text).Contains(alias))
                {
                    return host;
                }
            }
        }

        return null;
    }
}
