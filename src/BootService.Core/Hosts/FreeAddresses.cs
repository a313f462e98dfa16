using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Net;

namespace BootService.Core.Hosts;

/// <summary>
/// The addresses of a network that a machine can be given: nobody's, not the frontend's, its gateway's or its pool's; from the top downward, each once.
/// </summary>
/// <param name="inventory">The state whose hosts have the others.</param>
/// <param name="network">The network.</param>
public sealed class FreeAddresses(Inventory inventory, Network network)
{
    private long _next = network.Subnet.Broadcast.Value;

    /// <summary>The next one that nobody else claims; null when there is none left.</summary>
    /// <param name="claimed">Addresses that are somebody's although no host has them yet; null for none.</param>
    public Ipv4? Take(IReadOnlySet<Ipv4>? claimed = null)
    {
        while (_next >= network.Subnet.Address.Value)
        {
            var address = new Ipv4((uint)_next--);
            if (IsFree(address) && claimed?.Contains(address) is not true)
            {
                return address;
            }
        }

        return null;
    }

    private bool IsFree(Ipv4 address)
    {
        var pooled = network.PoolFirst is { } first && network.PoolLast is { } last && first.Value <= address.Value && address.Value <= last.Value;
        return network.Subnet.IsHost(address) && !pooled && !inventory.Frontend.IsAnyFrontends(address) && address != network.Gateway
            && inventory.HostOf(address) is null;
    }
}
