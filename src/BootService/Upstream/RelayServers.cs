using System.Collections.Immutable;
using BootService.Appliances;
using BootService.Core.Stores;
using BootService.Dhcp;
using BootService.Protocols.Net;

namespace BootService.Upstream;

/// <summary>The frontends as DHCP servers for machines that have no address of their own at a relay.</summary>
internal sealed class RelayServers(PeerStanding standing, IAppliance appliance) : IDhcpServers
{
    /// <inheritdoc/>
    public ImmutableArray<Ipv4> All
    {
        get
        {
            var here = appliance.Current.Frontend;
            return [.. standing.All.Select(one => one.Addresses.FirstOrDefault(address => !here.Has(address))).Where(address => !address.IsAny)];
        }
    }

    /// <inheritdoc/>
    public bool Has(Ipv4 address) => standing.All.Any(one => one.Addresses.Contains(address));
}
