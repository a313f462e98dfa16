using System.Collections.Concurrent;
using BootService.Core.Attributes;
using BootService.Core.Installs;
using BootService.Core.Pallets;
using BootService.Protocols.Net;

namespace BootService.Core.Inventories;

/// <summary>
/// What follows from one inventory for many hosts at once: found out when it is first asked for, and kept as long as the inventory. Safe from any thread.
/// </summary>
internal sealed class SharedFacts(Inventory inventory)
{
    private readonly ConcurrentDictionary<(string Box, string Os), Pallet?> _newestOs = new();
    private readonly ConcurrentDictionary<string, string> _palletNames = new(StringComparer.Ordinal);

    // Packets are answered by these two: whoever comes first after a commit makes others wait for nothing.
    private readonly Lazy<Ipv4Network[]> _served = new(
        () => [.. inventory.Frontend.All.Select(link => link.Subnet), .. inventory.Networks.Values.Select(network => network.Subnet)],
        LazyThreadSafetyMode.PublicationOnly);

    private readonly Lazy<(Ipv4Network Subnet, int Mtu)[]> _mtus = new(
        () => [.. inventory.Networks.Values.OrderByDescending(network => network.Subnet.Prefix).Select(network => (network.Subnet, network.Mtu))],
        LazyThreadSafetyMode.PublicationOnly);

    private readonly Lazy<AttributeValue?[]> _intrinsic = new(() => IntrinsicAttributes.SharedBy(inventory));
    private readonly Lazy<AttributeValue?[]> _defaults = new(() => DefaultAttributes.SharedBy(inventory));

    /// <summary>Every network whose machines are ours: those of the boot interfaces and those that were added.</summary>
    public Ipv4Network[] Served => _served.Value;

    /// <summary>Networks and the largest packet that their machines are told of, the narrowest network first.</summary>
    public (Ipv4Network Subnet, int Mtu)[] Mtus => _mtus.Value;

    /// <summary>See <see cref="IntrinsicAttributes.SharedBy"/>.</summary>
    public AttributeValue?[] Intrinsic => _intrinsic.Value;

    /// <summary>See <see cref="DefaultAttributes.SharedBy"/>.</summary>
    public AttributeValue?[] Defaults => _defaults.Value;

    /// <summary>The newest OS pallet of an os that is enabled in a box; null when none is.</summary>
    public Pallet? NewestOs(string box, string os) => _newestOs.GetOrAdd(
        (box, os),
        static (asked, all) => OsChoice.Newest(all.PalletsIn(asked.Box).Where(pallet => pallet.IsOs && OsChoice.IsOf(pallet, asked.Os)), null),
        inventory);

    /// <summary>The names of the pallets enabled in a box, with blanks between them.</summary>
    public string PalletNames(string box) =>
        _palletNames.GetOrAdd(box, static (name, all) => string.Join(' ', all.PalletsIn(name).Select(pallet => pallet.Key.Name)), inventory);
}
