using System.Collections.Immutable;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Core.Names;

/// <summary>Every name of one state of the appliance, both ways. Made once for a state; looking up allocates nothing and takes no lock.</summary>
public sealed class NameTable
{
    private readonly Dictionary<string, Ipv4[]> _addresses = new(StringComparer.Ordinal);
    private readonly Dictionary<Ipv4, string> _names = [];
    private readonly Dictionary<string, Ipv4[]>.AlternateLookup<ReadOnlySpan<char>> _find;
    private readonly ImmutableArray<Ipv4Network> _networks;

    private NameTable(Inventory inventory)
    {
        Server = HostNaming.OfFrontend(inventory).First().Full;
        foreach (var named in HostNaming.OfFrontend(inventory).Concat(HostNaming.OfHostsUnordered(inventory)))
        {
            Add(named);
        }

        Zones = [.. inventory.Networks.Values.Select(network => network.Zone).OfType<string>().Append(inventory.Frontend.Domain)
            .Where(zone => zone.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Select(Folded).OrderByDescending(zone => zone.Length)];
        _networks = [.. inventory.Networks.Values.Select(network => network.Subnet).Concat(inventory.Frontend.All.Select(link => link.Subnet)).Distinct()];
        _find = _addresses.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The zones of the networks, the longest name first.</summary>
    public ImmutableArray<string> Zones { get; }

    /// <summary>The frontend's name, which serves these zones.</summary>
    public string Server { get; }

    /// <summary>Makes the table of a state.</summary>
    public static NameTable Of(Inventory inventory)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        return new NameTable(inventory);
    }

    /// <summary>The addresses of a name in lower case, with its zone or without; empty when nobody is called so.</summary>
    public ReadOnlySpan<Ipv4> AddressesOf(scoped ReadOnlySpan<char> name) => _find.TryGetValue(name, out var addresses) ? addresses : [];

    /// <summary>The full name of an address; null when it has none.</summary>
    public string? NameOf(Ipv4 address) => _names.GetValueOrDefault(address);

    /// <summary>Whether the address is of a network of ours, so that nobody else knows its name.</summary>
    public bool IsOurs(Ipv4 address)
    {
        foreach (var network in _networks.AsSpan())
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The zone of ours that a name in lower case is in, or is; null for none.</summary>
    public string? ZoneOf(ReadOnlySpan<char> name)
    {
        foreach (var zone in Zones.AsSpan())
        {
            if (name.EndsWith(zone, StringComparison.Ordinal) && (name.Length == zone.Length || name[^(zone.Length + 1)] == '.'))
            {
                return zone;
            }
        }

        return null;
    }

    private static string Folded(string name) => name.ToLowerInvariant();

    private void Add(in NamedAddress named)
    {
        var full = Folded(named.Full);
        _names.TryAdd(named.Address, full);
        Add(full, named.Address);
        if (named.Zone.Length > 0)
        {
            Add(Folded(named.Name), named.Address);
        }
    }

    private void Add(string name, Ipv4 address) =>
        _addresses[name] = _addresses.TryGetValue(name, out var before) ? before.Contains(address) ? before : [.. before, address] : [address];
}
