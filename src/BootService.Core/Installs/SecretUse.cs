using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Core.Installs;

/// <summary>Who may use the secret of an attempt: the machine it was made for, and nobody who only overheard it. Pure.</summary>
public static class SecretUse
{
    /// <summary>Why somebody may not use the secret, a sentence; null when he may.</summary>
    /// <param name="inventory">What the appliance knows now.</param>
    /// <param name="attempt">The attempt the secret is of.</param>
    /// <param name="user">Who uses it.</param>
    public static string? WhyNot(Inventory inventory, InstallAttempt attempt, in SecretUser user)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(attempt);
        var used = $"the secret was used from {Who(inventory, user.Address)}";
        if (inventory.HostOf(attempt.Host) is not { } host)
        {
            return $"{used} and its host is not there any more";
        }

        if (user.Cards.Count > 0 && !user.Cards.Any(card => host.InterfaceOf(card) is not null))
        {
            return $"{used} by a machine with the card {user.Cards.First()}, which is none of {host.Name}";
        }

        return user.GivesAddresses ? ByAddress(inventory, attempt, host, user.Address) is { } other ? $"{used} and belongs to {other}" : null
            : ByMachine(inventory, attempt, host, user) is { } another ? $"{used} {another}"
            : null;
    }

    // Our own DHCP gave the addresses: they are the machine's.
    private static string? ByAddress(Inventory inventory, InstallAttempt attempt, Host host, Ipv4 from) =>
        attempt.BoundTo == from || host.Interfaces.Any(nic => nic.Address == from) ? null
        : attempt.BoundTo is { } bound ? $"{bound}"
        : MayBeLeased(inventory, host, from) ? null
        : $"{host.Name}, which has {host.Address}";

    // Another server gave them, and may give a machine one after the other, and one to several machines: the card decides. Where only the address is
    // known, the first that uses the secret is the machine's, beside those that its cards were heard to take.
    private static string? ByMachine(Inventory inventory, InstallAttempt attempt, Host host, in SecretUser user)
    {
        if (user.OnWire is { } card)
        {
            if (host.InterfaceOf(card) is not null)
            {
                return null;
            }

            if (inventory.HostOf(card) is { } other)
            {
                return $"by {other.Name}, whose card is {card}, and belongs to {host.Name}";
            }
        }

        var from = user.Address;
        return attempt.BoundTo is not { } bound || bound == from || host.Interfaces.Any(nic => nic.Address == from) ? null
            : user.OnWire is null && (user.IsHeard || user.Cards.Count > 0) ? null
            : $"and belongs to {bound}";
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
