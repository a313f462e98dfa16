using System.Net.NetworkInformation;
using System.Net.Sockets;
using BootService.Core.Networks;
using BootService.Protocols.Net;

namespace BootService.Settings;

/// <summary>Finds the interface that nodes boot from and what it says of this machine.</summary>
internal static class BootInterface
{
    /// <summary>Reads the boot interfaces.</summary>
    /// <param name="names">Their names with commas or spaces between; null takes the only one that is up.</param>
    /// <param name="httpPort">The port nodes are told.</param>
    /// <exception cref="StartException">No such interface, none or several to choose from, one without an address, or two in one network.</exception>
    public static Frontend Find(string? names, int httpPort)
    {
        var routes = Routes();
        var links = names?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).ToArray() ?? [];
        if (links.Length < 2)
        {
            return FindOne(links.FirstOrDefault(), httpPort, routes);
        }

        var found = links.Select(name => FindOne(name, httpPort, routes)).ToList();
        foreach (var link in found)
        {
            if (found.Find(other => other != link && other.Subnet.Contains(link.Address)) is { } same)
            {
                throw new StartException($"interfaces {link.Interface} ({link.Address}) and {same.Interface} ({same.Subnet}) are in one network; name one of them in Interface, or give them networks of their own");
            }
        }

        return found[0] with { Others = [.. found.Skip(1)] };
    }

    private static Frontend FindOne(string? name, int httpPort, ILookup<string, Ipv4Network> routes)
    {
        var all = NetworkInterface.GetAllNetworkInterfaces().Where(card => card.NetworkInterfaceType is not NetworkInterfaceType.Loopback && card.Name != "lo").ToList();
        var chosen = name is not null
            ? all.Find(card => card.Name == name) ?? throw new StartException($"there is no interface \"{name}\"; this machine has {List(all)}; set Interface to one of them")
            : Only(all.Where(card => card.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown).ToList(), all);
        var address = AddressOf(chosen)
            ?? throw new StartException($"interface {chosen.Name} has no IPv4 address; give it one with \"ip address add 10.1.1.1/16 dev {chosen.Name}\"");
        var mac = chosen.GetPhysicalAddress().GetAddressBytes();
        var ipv4 = Ipv4.From(address.Address.GetAddressBytes());
        var (host, domain) = Names();
        return new Frontend(
            host,
            domain,
            chosen.Name,
            mac.Length == MacAddress.Length ? MacAddress.From(mac) : default,
            ipv4,
            new Ipv4Network(ipv4, address.PrefixLength),
            httpPort)
        {
            Mtu = chosen.GetIPProperties().GetIPv4Properties().Mtu,
            Routes = [.. routes[chosen.Name]],
        };
    }

    // Without them a machine behind a router is told the first interface's address until it asks another one.
    private static ILookup<string, Ipv4Network> Routes()
    {
        const string Table = "/proc/self/net/route";
        return KernelRoute.Read(File.Exists(Table) ? File.ReadAllText(Table) : string.Empty).ToLookup(route => route.Interface, route => route.Network);
    }

    private static NetworkInterface Only(List<NetworkInterface> up, List<NetworkInterface> all) => up.Count switch
    {
        1 => up[0],
        0 => throw new StartException($"no interface to boot nodes from is up; this machine has {List(all)}; bring one up or set Interface"),
        _ => throw new StartException($"several interfaces are up: {List(up)}; set Interface to the one your nodes boot from, for example --Interface={(up.Find(card => AddressOf(card) is not null) ?? up[0]).Name}"),
    };

    private static string List(List<NetworkInterface> cards) => cards.Count == 0
        ? "none but the loopback"
        : string.Join(", ", cards.Select(card => AddressOf(card) is { } address
            ? $"{card.Name} ({address.Address}/{address.PrefixLength})"
            : $"{card.Name} (no address)"));

    private static UnicastIPAddressInformation? AddressOf(NetworkInterface card) =>
        card.GetIPProperties().UnicastAddresses.FirstOrDefault(unicast => unicast.Address.AddressFamily is AddressFamily.InterNetwork);

    private static (string Host, string Domain) Names()
    {
        var name = Environment.MachineName.ToLowerInvariant();
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? (name, "local") : (name[..dot], name[(dot + 1)..]);
    }
}
