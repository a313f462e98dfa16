using System.Globalization;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Installs;

namespace BootService.Core.Inventories;

/// <summary>Attributes that are computed where nobody has set them: weaker than every stored one, because people use these names for their own ends too (stacki.md §2.4).</summary>
public static class DefaultAttributes
{
    private const string PublicNetwork = "public";

    /// <summary>Stacki's version whose language and folders these are: <c>site-profiles/default/1.0</c>.</summary>
    private const string Version = "1.0";

    private static readonly Dictionary<string, Func<Inventory, Host?, string?>> Computed = new(StringComparer.Ordinal)
    {
        ["arch"] = (inventory, host) => host is null ? null : OsChoice.Find(inventory, host)?.Key.Arch,
        ["release"] = (inventory, host) => host is null ? null : OsChoice.Find(inventory, host)?.Key.Version,
        ["graph"] = (_, host) => host is null ? null : "default",
        ["version"] = (_, _) => Version,
        ["Kickstart_PublicAddress"] = (inventory, _) => PublicAddress(inventory),
        ["Kickstart_PublicHostname"] = (inventory, _) => PublicAddress(inventory) is null ? null : Qualified(inventory),
        ["Kickstart_PublicDNSDomain"] = (inventory, _) => inventory.Networks.GetValueOrDefault(PublicNetwork)?.Zone,
        ["Kickstart_PublicGateway"] = (inventory, _) => inventory.Networks.GetValueOrDefault(PublicNetwork)?.Gateway?.ToString(),
        ["Kickstart_PublicNetwork"] = (inventory, _) => inventory.Networks.GetValueOrDefault(PublicNetwork)?.Subnet.Address.ToString(),
        ["Kickstart_PublicNetmask"] = (inventory, _) => inventory.Networks.GetValueOrDefault(PublicNetwork)?.Subnet.Mask.ToString(),
        ["Kickstart_PublicNetmaskCIDR"] = (inventory, _) => inventory.Networks.GetValueOrDefault(PublicNetwork)?.Subnet.Prefix.ToString(CultureInfo.InvariantCulture),
        ["Kickstart_PublicBroadcast"] = (inventory, _) => inventory.Networks.GetValueOrDefault(PublicNetwork)?.Subnet.Broadcast.ToString(),
        ["Kickstart_PrivateGateway"] = (inventory, _) => inventory.Networks.GetValueOrDefault(Networks.Network.Private)?.Gateway?.ToString(),
    };

    private static readonly (AttributeName Name, Func<Inventory, Host?, string?> Compute)[] InOrder =
        [.. Computed.Select(pair => (AttributeName.Parse(pair.Key), pair.Value)).OrderBy(pair => pair.Item1)];

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names => Computed.Keys;

    /// <summary>Those that are the same for every host, in the order of names.</summary>
    public static IEnumerable<AttributeEntry> OfFrontend(Inventory inventory) => Entries(inventory, null);

    /// <summary>Those that a host has, in the order of names.</summary>
    internal static IEnumerable<AttributeEntry> Of(Inventory inventory, Host host) => Entries(inventory, host);

    internal static AttributeValue? Find(Inventory inventory, Host host, string name) =>
        Computed.TryGetValue(name, out var compute) && compute(inventory, host) is { } text ? new AttributeValue(text, Shadow: false, default) : null;

    private static IEnumerable<AttributeEntry> Entries(Inventory inventory, Host? host)
    {
        foreach (var (name, compute) in InOrder)
        {
            if (compute(inventory, host) is { } text)
            {
                yield return new AttributeEntry(name, new AttributeValue(text, Shadow: false, default));
            }
        }
    }

    private static Host? FrontendHost(Inventory inventory) => HostName.TryParse(inventory.Frontend.Name, null, out var name) ? inventory.HostOf(name) : null;

    private static string? PublicAddress(Inventory inventory) =>
        FrontendHost(inventory)?.Interfaces.FirstOrDefault(nic => nic.Network == PublicNetwork && nic.Address is not null)?.Address?.ToString();

    private static string Qualified(Inventory inventory) => inventory.Networks.GetValueOrDefault(PublicNetwork)?.Zone is { Length: > 0 } zone
        ? $"{inventory.Frontend.Name}.{zone}"
        : inventory.Frontend.Name;
}
