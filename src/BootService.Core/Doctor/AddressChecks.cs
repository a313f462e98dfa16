using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Net;

namespace BootService.Core.Doctor;

/// <summary>One interface of this machine as it is now.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Mac">Its hardware address; zero for none.</param>
/// <param name="IsUp">Whether it is up and has a carrier.</param>
/// <param name="Mtu">Its largest packet in octets.</param>
/// <param name="Addresses">Its IPv4 addresses, each with its network.</param>
public sealed record LocalInterface(string Name, MacAddress Mac, bool IsUp, int Mtu, IReadOnlyList<(Ipv4 Address, Ipv4Network Subnet)> Addresses)
{
    /// <summary>Whether it keeps quiet about addresses of other interfaces (sysctl arp_ignore, 1 or more).</summary>
    public bool AnswersArpForItselfOnly { get; init; }
}

/// <summary>Whether the boot interface, its addresses and the networks of the appliance fit each other. Pure.</summary>
public static class AddressChecks
{
    /// <summary>The boot interface still is what it was when the daemon started.</summary>
    public static Finding Interface(Frontend frontend, IReadOnlyList<LocalInterface> interfaces)
    {
        ArgumentNullException.ThrowIfNull(frontend);
        ArgumentNullException.ThrowIfNull(interfaces);
        return interfaces.FirstOrDefault(card => card.Name == frontend.Interface) switch
        {
            null => Finding.Wrong("interface", $"{frontend.Interface} is gone", "bring it back, or set Interface to another one and restart"),
            { IsUp: false } =>
                Finding.Wrong("interface", $"{frontend.Interface} is down or has no link", $"plug it in, or \"ip link set {frontend.Interface} up\""),
            var card when card.Addresses.All(has => has.Address != frontend.Address) => Finding.Wrong(
                "interface", $"{frontend.Interface} no longer has {frontend.Address}, which machines are told",
                "give the address back, or restart the daemon to take up the new one"),
            _ => Finding.Fine("interface", $"{frontend.Interface} is up with {frontend.Address} in {frontend.Subnet}"),
        };
    }

    /// <summary>The appliance's network says of the boot interface what the interface says of itself.</summary>
    public static Finding Network(Inventory inventory, Frontend frontend)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(frontend);
        return inventory.NetworkOf(frontend.Address) switch
        {
            _ when frontend.Subnet.Prefix > 30 && !inventory.Networks.Values.Any(network => network is { Pxe: true, Subnet.Prefix: <= 30 }) =>
                Finding.Wrong(
                    "addresses", $"{frontend.Interface} has {frontend.Address}/{frontend.Subnet.Prefix}, a network with room for no machine",
                    $"give it the prefix of its segment, such as \"ip addr replace {frontend.Address}/24 dev {frontend.Interface}\", and restart the daemon"),
            null =>
                Finding.Wrong(
                    "addresses", $"no network holds {frontend.Address}, so machines on {frontend.Interface} get no address",
                    $"stack add network boot address={frontend.Subnet} pxe=true"),
            var own when own.Subnet != frontend.Subnet =>
                Finding.Wrong(
                    "addresses", $"network {own.Name} is {own.Subnet}, and {frontend.Interface} is in {frontend.Subnet}",
                    $"stack set network {own.Name} address={frontend.Subnet}"),
            { Pxe: false } own => Finding.Wrong("addresses", $"network {own.Name} does not boot machines", $"stack set network {own.Name} pxe=true"),
            var own => Finding.Fine("addresses", $"{frontend.Interface} is in network {own.Name}, {own.Subnet}"),
        };
    }

    /// <summary>Networks that share addresses: each pair is worth knowing, because one may be a slip of the mask.</summary>
    public static IEnumerable<Finding> Networks(Inventory inventory)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        return from inner in inventory.Networks.Values
               from outer in inventory.Networks.Values
               where inner.Subnet.Prefix > outer.Subnet.Prefix && inner.Subnet.Overlaps(outer.Subnet)
               select new Finding(
                   "networks", Verdict.Note, $"network {inner.Name} ({inner.Subnet}) lies within network {outer.Name} ({outer.Subnet})",
                   "nothing where that is meant; else stack set network address");
    }

    /// <summary>Every host's address lies in a network, so that a machine that asks is given it.</summary>
    public static IEnumerable<Finding> Hosts(Inventory inventory)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        foreach (var host in inventory.HostsInOrder())
        {
            foreach (var nic in host.Interfaces)
            {
                if (nic is { Mac: not null, Address: { } address } && inventory.NetworkOf(address) is null)
                {
                    yield return Finding.Wrong(
                        "addresses", $"{address} of {host.Name} lies in no network",
                        $"stack add network NAME address=..., or stack set host interface {host.Name} ip=...");
                }
            }
        }
    }

    /// <summary>Nobody is told of larger packets than the boot interface takes.</summary>
    public static Finding Mtu(Inventory inventory, Frontend frontend, IReadOnlyList<LocalInterface> interfaces)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(frontend);
        ArgumentNullException.ThrowIfNull(interfaces);
        var mtu = interfaces.FirstOrDefault(card => card.Name == frontend.Interface)?.Mtu ?? frontend.Mtu;
        return inventory.NetworkOf(frontend.Address) is { } network && network.Mtu > mtu
            ? Finding.Wrong(
                "mtu", $"network {network.Name} tells machines {network.Mtu}, and {frontend.Interface} takes {mtu}",
                $"stack set network {network.Name} mtu={mtu}, or \"ip link set {frontend.Interface} mtu {network.Mtu}\"")
            : Finding.Fine("mtu", $"{frontend.Interface} takes {mtu}");
    }

    /// <summary>
    /// No other interface of this machine is in the boot network: both would answer ARP for either address (ARP flux), and packets would come in by the wrong
    /// one.
    /// </summary>
    /// <param name="frontend">This machine.</param>
    /// <param name="interfaces">Its interfaces.</param>
    /// <param name="answered">Cards that answered when the segment was asked for our address.</param>
    public static IEnumerable<Finding> Arp(Frontend frontend, IReadOnlyList<LocalInterface> interfaces, IReadOnlyCollection<MacAddress> answered)
    {
        ArgumentNullException.ThrowIfNull(frontend);
        ArgumentNullException.ThrowIfNull(answered);
        var others = interfaces.Where(card => card.Name != frontend.Interface && card.IsUp).ToList();
        var flux = others.Where(
            card => answered.Contains(card.Mac) || (!card.AnswersArpForItselfOnly && card.Addresses.Any(has => frontend.Subnet.Contains(has.Address))))
                .ToList();
        foreach (var card in flux)
        {
            yield return Finding.Wrong(
                "arp", $"{card.Name} is on the segment of {frontend.Interface} and answers for {frontend.Address} too",
                $"take {card.Name} off that segment, or \"sysctl net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2\"");
        }

        foreach (var mac in answered.Where(mac => mac != frontend.Mac && interfaces.All(card => card.Mac != mac)))
        {
            yield return Finding.Wrong("arp", $"{mac} uses our address {frontend.Address}", "find that machine and give it another address");
        }

        if (flux.Count == 0 && answered.All(mac => mac == frontend.Mac || interfaces.Any(card => card.Mac == mac)))
        {
            yield return Finding.Fine("arp", $"nobody but {frontend.Interface} answers for {frontend.Address}");
        }
    }
}
