using System.Collections.Immutable;
using BootService.Core.Access;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Net;

namespace BootService.Core.Relays;

/// <summary>Which hosts a relay is told of, and may speak for: those of the networks that it serves, as far as its token allows.</summary>
/// <param name="Subnets">The networks it has an address in.</param>
/// <param name="Scope">The hosts of its token.</param>
public sealed record RelayReach(ImmutableArray<Ipv4Network> Subnets, HostScope Scope)
{
    /// <summary>Whether it serves a network.</summary>
    public bool Has(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Subnets.Any(own => own.Overlaps(network.Subnet));
    }

    /// <summary>Whether it is told of a host: one with an address on its networks, or with a card that is to get one there.</summary>
    /// <param name="inventory">What the appliance knows.</param>
    /// <param name="host">The host.</param>
    public bool Has(Inventory inventory, Host host)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(host);
        return Scope.Has(host) && host.Interfaces.Any(nic => nic.Address is { } address
            ? Subnets.Any(own => own.Contains(address))
            : nic is { Mac: not null, Network: { } name } && inventory.Networks.GetValueOrDefault(name) is { } network && Has(network));
    }
}
