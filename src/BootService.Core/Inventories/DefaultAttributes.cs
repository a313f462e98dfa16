using System.Globalization;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Logins;

namespace BootService.Core.Inventories;

/// <summary>
/// Attributes that are computed where nobody has set them: weaker than every stored one, because people use these names for their own ends too
/// (docs/stacki.md).
/// </summary>
public static class DefaultAttributes
{
    private const string PublicNetwork = "public";

    /// <summary>Stacki's version whose language and folders these are: <c>site-profiles/default/1.0</c>.</summary>
    private const string Version = "1.0";

    private static readonly Dictionary<string, Func<Inventory, Host?, string?>> Computed = new(StringComparer.Ordinal)
    {
        ["arch"] = (inventory, host) => host is null ? null : OsChoice.Find(inventory, host)?.Key.Arch,
        ["release"] = (inventory, host) => host is null ? null : OsChoice.Find(inventory, host)?.Key.Version,
        ["version"] = (_, _) => Version,
        [PublicKey.Attribute] = (inventory, _) => inventory.FrontendKeys,
        ["Kickstart_PublicAddress"] = (inventory, _) => PublicAddress(inventory),
        ["Kickstart_PublicHostname"] = (inventory, _) => PublicAddress(inventory) is null ? null : Qualified(inventory),
        ["Kickstart_PublicDNSDomain"] = (inventory, _) => inventory.Networks.GetValueOrDefault(PublicNetwork)?.Zone,
        ["Kickstart_PublicGateway"] = (inventory, _) => inventory.Networks.GetValueOrDefault(PublicNetwork)?.Gateway?.ToString(),
        ["Kickstart_PublicNetwork"] = (inventory, _) => inventory.Networks.GetValueOrDefault(PublicNetwork)?.Subnet.Address.ToString(),
        ["Kickstart_PublicNetmask"] = (inventory, _) => inventory.Networks.GetValueOrDefault(PublicNetwork)?.Subnet.Mask.ToString(),
        ["Kickstart_PublicNetmaskCIDR"] = (
            inventory, _) => inventory.Networks.GetValueOrDefault(PublicNetwork)?.Subnet.Prefix.ToString(CultureInfo.InvariantCulture),
        ["Kickstart_PublicBroadcast"] = (inventory, _) => inventory.Networks.GetValueOrDefault(PublicNetwork)?.Subnet.Broadcast.ToString(),
        ["Kickstart_PrivateGateway"] = (inventory, _) => inventory.Networks.GetValueOrDefault(Networks.Network.Private)?.Gateway?.ToString(),
    };

    private static readonly (AttributeName Name, Func<Inventory, Host?, string?> Compute)[] InOrder =
        [.. Computed.Select(pair => (AttributeName.Parse(pair.Key), pair.Value)).OrderBy(pair => pair.Item1)];

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names => Computed.Keys;

    /// <summary>Those that are the same for every host, in the order of names.</summary>
    public static IEnumerable<AttributeEntry> OfFrontend(Inventory inventory) =>
        InOrder.Zip(inventory.Shared.Defaults, (one, value) => (one.Name, value)).Where(one => one.value is not null)
            .Select(one => new AttributeEntry(one.Name, one.value!));

    /// <summary>Those that a host has, in the order of names.</summary>
    internal static IEnumerable<AttributeEntry> Of(Inventory inventory, Host host)
    {
        var shared = inventory.Shared.Defaults;
        for (var at = 0; at < InOrder.Length; at++)
        {
            var (name, compute) = InOrder[at];
            if (shared[at] is { } same)
            {
                yield return new AttributeEntry(name, same);
            }
            else if (HasHost(name) && compute(inventory, host) is { } text)
            {
                yield return new AttributeEntry(name, new AttributeValue(text, Shadow: false, default));
            }
        }
    }

    internal static AttributeValue? Find(Inventory inventory, Host host, string name) =>
        Computed.TryGetValue(name, out var compute) && compute(inventory, host) is { } text ? new AttributeValue(text, Shadow: false, default) : null;

    /// <summary>Those that are the same for every host, each at its place in the order of names; null at the others' places.</summary>
    internal static AttributeValue?[] SharedBy(Inventory inventory) =>
        [.. InOrder.Select(one => !HasHost(one.Name) && one.Compute(inventory, null) is { } text ? new AttributeValue(text, Shadow: false, default) : null)];

    private static bool HasHost(AttributeName name) => name.ToString() is "arch" or "release";

    private static Host? FrontendHost(Inventory inventory) => HostName.TryParse(inventory.Frontend.Name, null, out var name) ? inventory.HostOf(name) : null;

    private static string? PublicAddress(Inventory inventory) =>
        FrontendHost(inventory)?.Interfaces.FirstOrDefault(nic => nic.Network == PublicNetwork && nic.Address is not null)?.Address?.ToString();

    private static string Qualified(Inventory inventory) => inventory.Networks.GetValueOrDefault(PublicNetwork)?.Zone is { Length: > 0 } zone
        ? $"{inventory.Frontend.Name}.{zone}"
        : inventory.Frontend.Name;
}
