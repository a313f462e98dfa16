using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Core.Installs;

/// <summary>Who may use the secret of an attempt: the machine it was made for, and nobody who only overheard it. Pure.</summary>
public static class SecretUse
{
    /// <summary>Why a peer may not use the secret, a sentence; null when it may.</summary>
    /// <param name="inventory">What the appliance knows now.</param>
    /// <param name="attempt">The attempt the secret is of.</param>
    /// <param name="from">The peer's address.</param>
    /// <param name="cards">The cards the peer says it has; empty when it says nothing of them.</param>
    /// <param name="givesAddresses">Whether our own DHCP gives hosts their addresses; where another server does, the first address that uses the secret is the
    /// machine's.</param>
    public static string? WhyNot(Inventory inventory, InstallAttempt attempt, Ipv4 from, IReadOnlyCollection<MacAddress> cards, bool givesAddresses)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(attempt);
        ArgumentNullException.ThrowIfNull(cards);
        if (inventory.HostOf(attempt.Host) is not { } host)
        {
            return $"the secret was used from {Who(inventory, from)} and its host is not there any more";
        }

        if (cards.Count > 0 && cards.All(card => host.InterfaceOf(card) is null))
        {
            return $"the secret was used from {Who(inventory, from)} by a machine with the card {cards.First()}, which is none of {host.Name}";
        }

        if (attempt.BoundTo == from || host.Interfaces.Any(nic => nic.Address == from))
        {
            return null;
        }

        return attempt.BoundTo is { } bound ? $"the secret was used from {Who(inventory, from)} and belongs to {bound}"
            : givesAddresses && !MayBeLeased(inventory, host, from)
                ? $"the secret was used from {Who(inventory, from)} and belongs to {host.Name}, which has {host.Address}"
            : null;
    }

    /// <summary>The peer as people know it.</summary>
    public static string Who(Inventory inventory, Ipv4 peer)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        return inventory.HostOf(peer) is { } host ? $"{peer} ({host.Name})" : $"{peer}";
    }

    /// <summary>A card without an address of its own is given one of its network's pool.</summary>
    private static bool MayBeLeased(Inventory inventory, Host host, Ipv4 address) =>
        host.Interfaces.Any(nic => nic is { Mac: not null, Address: null }) && inventory.HostOf(address) is null
        && inventory.NetworkOf(address) is { PoolFirst: { } first, PoolLast: { } last } && first.Value <= address.Value && address.Value <= last.Value;
}
