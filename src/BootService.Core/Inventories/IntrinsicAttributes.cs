using System.Globalization;
using BootService.Core.Attributes;
using BootService.Core.Hosts;

namespace BootService.Core.Inventories;

/// <summary>Attributes that are computed, read-only and stronger than every stored one (docs/stacki.md).</summary>
public static class IntrinsicAttributes
{
    private static readonly Dictionary<string, Func<Inventory, Host, string?>> Computed = new(StringComparer.Ordinal)
    {
        ["hostname"] = (_, host) => host.Name.ToString(),
        ["hostaddr"] = (_, host) => host.Address?.ToString(),
        ["domainname"] = (inventory, host) => host.Primary?.Network is { } name ? inventory.Networks.GetValueOrDefault(name)?.Zone : null,
        ["rack"] = (_, host) => host.Rack.ToString(),
        ["rank"] = (_, host) => host.Rank.ToString(),
        ["appliance"] = (_, host) => host.Appliance,
        ["appliance.longname"] = (inventory, host) => inventory.Appliances.GetValueOrDefault(host.Appliance)?.LongName,
        ["membership"] = (inventory, host) => inventory.Appliances.GetValueOrDefault(host.Appliance)?.LongName,
        ["os"] = (_, host) => host.Os,
        ["box"] = (_, host) => host.Box,
        ["distribution"] = (_, host) => host.Box,
        ["environment"] = (_, host) => host.Environment,
        ["groups"] = (_, host) => host.Groups.IsEmpty ? null : string.Join(' ', host.Groups),
        ["pallets"] = (inventory, host) => inventory.Shared.PalletNames(host.Box),
        ["Kickstart_PrivateKickstartHost"] = (inventory, host) => inventory.FrontendOf(host).Address.ToString(),
        ["Kickstart_PrivateAddress"] = (inventory, host) => inventory.FrontendOf(host).Address.ToString(),
        ["Kickstart_PrivateHostname"] = (inventory, _) => inventory.Frontend.Name,
        ["Kickstart_PrivateDNSDomain"] = (inventory, _) => inventory.Frontend.Domain,
        ["Kickstart_PrivateNetwork"] = (inventory, host) => inventory.FrontendOf(host).Subnet.Address.ToString(),
        ["Kickstart_PrivateNetmask"] = (inventory, host) => inventory.FrontendOf(host).Subnet.Mask.ToString(),
        ["Kickstart_PrivateNetmaskCIDR"] = (inventory, host) => inventory.FrontendOf(host).Subnet.Prefix.ToString(CultureInfo.InvariantCulture),
        ["Kickstart_PrivateBroadcast"] = (inventory, host) => inventory.FrontendOf(host).Subnet.Broadcast.ToString(),
    };

    private const string GroupPrefix = "group.";

    private static readonly (AttributeName Name, Func<Inventory, Host, string?> Compute)[] InOrder =
        [.. Computed.Select(pair => (AttributeName.Parse(pair.Key), pair.Value)).OrderBy(pair => pair.Item1)];

    /// <summary>Their names, but for those of groups.</summary>
    public static IReadOnlyCollection<string> Names => Computed.Keys;

    /// <summary>Whether a name is computed and so cannot be set.</summary>
    public static bool IsIntrinsic(AttributeName name) =>
        Computed.ContainsKey(name.ToString()) || name.ToString().StartsWith(GroupPrefix, StringComparison.Ordinal);

    /// <summary>Those that are the same for every host, in the order of names.</summary>
    public static IEnumerable<AttributeEntry> OfFrontend(Inventory inventory) => Computed
        .Where(pair => pair.Key.StartsWith("Kickstart_", StringComparison.Ordinal))
        .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(
            pair => new AttributeEntry(
                AttributeName.Parse(pair.Key), new AttributeValue(pair.Value(inventory, null!) ?? string.Empty, Shadow: false, default)));

    /// <summary>Those that a host has, in the order of names.</summary>
    internal static IEnumerable<AttributeEntry> Of(Inventory inventory, Host host)
    {
        var shared = inventory.Shared.Intrinsic;
        for (var at = 0; at < InOrder.Length; at++)
        {
            var (name, compute) = InOrder[at];
            if (shared[at] is { } same)
            {
                yield return new AttributeEntry(name, same);
                continue;
            }

            // No other name lies between group.a and groups.
            foreach (var group in name.ToString() == "groups" ? host.Groups : [])
            {
                yield return new AttributeEntry(AttributeName.Parse(GroupPrefix + group), Member);
            }

            if (compute(inventory, host) is { } text)
            {
                yield return new AttributeEntry(name, new AttributeValue(text, Shadow: false, default));
            }
        }
    }

    internal static AttributeValue? Find(Inventory inventory, Host host, string name) =>
        Computed.TryGetValue(name, out var compute) ? compute(inventory, host) is { } text ? new AttributeValue(text, Shadow: false, default) : null
        : name.StartsWith(GroupPrefix, StringComparison.Ordinal) && host.Groups.Contains(name[GroupPrefix.Length..]) ? Member
        : null;

    /// <summary>
    /// Those that are the same for every host, each at its place in the order of names; null at the others' places. On several boot networks none is.
    /// </summary>
    internal static AttributeValue?[] SharedBy(Inventory inventory) =>
        [.. InOrder.Select(
            one => inventory.Frontend.Others.IsEmpty && one.Name.ToString().StartsWith("Kickstart_", StringComparison.Ordinal)
                && one.Compute(inventory, null!) is { } text ? new AttributeValue(text, Shadow: false, default) : null)];

    private static AttributeValue Member { get; } = new("true", Shadow: false, default);
}
