using System.Collections.Immutable;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using BootService.Core.Networks;
using BootService.Protocols.Net;
using BootService.Settings;

namespace BootService.Interfaces;

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
        var links = names?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).ToArray()
            ?? [];
        var found = (links.Length == 0 ? new string?[] { null } : links).SelectMany(name => FindOne(name, httpPort, routes)).ToList();
        foreach (var link in found)
        {
            if (found.Find(other => other != link && other.Subnet.Contains(link.Address)) is { } same)
            {
                throw new StartException(
                    $"interfaces {link.Interface} ({link.Address}) and {same.Interface} ({same.Address}) are both in {same.Subnet}; name one of them in "
                        + "Interface, or give them networks of their own");
            }
        }

        return found[0] with { Others = [.. found.Skip(1)] };
    }

    /// <summary>Reads boot interfaces as they are now, whatever became of them since the start.</summary>
    /// <param name="known">What was known of them before: an interface that is gone, or has no address, keeps what it had.</param>
    public static BootLinks Look(Frontend known)
    {
        var routes = Routes();
        var cards = NetworkInterface.GetAllNetworkInterfaces();
        var links = known.All.GroupBy(link => link.Interface, StringComparer.Ordinal)
            .SelectMany(one => Look(known, [.. one.Where(link => !link.IsMovable)], Array.Find(cards, card => card.Name == one.Key), routes))
            .ToImmutableArray();
        var first = links[0].Frontend with { Service = known.Service, Peers = known.Peers };
        return new BootLinks(first with { Others = [.. links.Skip(1).Select(link => link.Frontend with { Others = [] })] }, links);
    }

    /// <summary>An interface as it is now: the network it was served for first, and every further one that it was served for at the start.</summary>
    private static IEnumerable<BootLink> Look(Frontend all, Frontend[] known, NetworkInterface? card, ILookup<string, Ipv4Network> routes)
    {
        var first = known[0];
        if (card is null)
        {
            return Without(known, 0, $"interface {first.Interface} is gone");
        }

        try
        {
            var index = card.GetIPProperties().GetIPv4Properties().Index;
            var moving = AddressesOf(card).Select(address => Ipv4.From(address.Address.GetAddressBytes())).Where(address => Moves(all, address)).ToList();
            var addresses = AddressesOf(card).Where(address => !Moves(all, Ipv4.From(address.Address.GetAddressBytes()))).ToList();
            if (addresses.Count == 0)
            {
                var port = MasterOf(first.Interface) is { } master ? $"; it is a port of {master} now, which Interface may name instead" : string.Empty;
                return Without(known, index, $"interface {first.Interface} has no IPv4 address any more, it had {first.Address}{port}");
            }

            // Its own address if it is there, else one that no other network of it was served by, else the first.
            var own = addresses.Find(address => Ipv4.From(address.Address.GetAddressBytes()) == first.Address)
                ?? addresses.Find(address => !known.Any(link => link.Address == Ipv4.From(address.Address.GetAddressBytes()))) ?? addresses[0];
            BootLink Now(UnicastIPAddressInformation address) =>
                new(
                    Read(card, address, first.HttpPort, routes) with
                    {
                        Name = first.Name,
                        Domain = first.Domain,
                        ServesNames = first.ServesNames,
                        HttpsPort = first.HttpsPort,
                    },
                    index,
                    null);
            BootLink Further(Frontend further) =>
                addresses.Find(address => address != own && Ipv4.From(address.Address.GetAddressBytes()) == further.Address) is { } there
                    ? Now(there)
                    : new BootLink(further, index, $"interface {further.Interface} has lost its further address {further.Address}");
            BootLink[] links = [Now(own), .. known.Skip(1).Select(Further)];
            var moved = Moved(links, moving).ToLookup(link => link.Frontend.Address == all.Service);
            return [.. moved[true], .. links, .. moved[false]];
        }
        catch (NetworkInformationException)
        {
            return Without(known, 0, $"interface {first.Interface} is gone"); // between the list and the question
        }
    }

    /// <summary>Whether an address is one that goes from frontend to frontend: our own service address, and whatever is another frontend's.</summary>
    private static bool Moves(Frontend all, Ipv4 address) => address == all.Service || all.Peers.At(address) is not null;

    /// <summary>
    /// The addresses that have come here, each on the wire of the network that it is in. Whoever moves them gives them no network of their own.
    /// </summary>
    private static IEnumerable<BootLink> Moved(BootLink[] links, IEnumerable<Ipv4> addresses) =>
        from address in addresses
        from home in links.Where(link => link.WhyNot is null && link.Frontend.Subnet.Contains(address)).Take(1)
        select home with { Frontend = home.Frontend with { Address = address, IsMovable = true } };

    private static IEnumerable<BootLink> Without(Frontend[] known, int index, string why) => known.Select(link => new BootLink(link, index, why));

    private static List<Frontend> FindOne(string? name, int httpPort, ILookup<string, Ipv4Network> routes)
    {
        var all = NetworkInterface.GetAllNetworkInterfaces().Where(card => card.NetworkInterfaceType is not NetworkInterfaceType.Loopback && card.Name != "lo")
            .ToList();
        var chosen = name is not null
            ? all.Find(card => card.Name == name)
                ?? throw new StartException($"there is no interface \"{name}\"; this machine has {List(all)}; set Interface to one of them")
            : Only(all.Where(card => card.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown).ToList(), all);
        var address = AddressOf(chosen)
            ?? throw new StartException(MasterOf(chosen.Name) is { } master
                ? $"interface {chosen.Name} has no IPv4 address: it is a port of {master}; set Interface to {master}"
                : $"interface {chosen.Name} has no IPv4 address; give it one with \"ip address add 10.1.1.1/16 dev {chosen.Name}\"");
        var further = AddressesOf(chosen).Where(other => IsOfOtherNetwork(other, address));
        return [.. further.Prepend(address).Select(each => Read(chosen, each, httpPort, routes))];
    }

    /// <summary>The bridge or bond that an interface is a port of, which has the address then; null when it is on its own.</summary>
    private static string? MasterOf(string name) => Path.GetFileName(new FileInfo($"/sys/class/net/{name}/master").LinkTarget);

    /// <summary>A second address of a network that is served already adds nothing.</summary>
    private static bool IsOfOtherNetwork(UnicastIPAddressInformation other, UnicastIPAddressInformation first) =>
        !SubnetOf(first).Contains(SubnetOf(other).Address) && !SubnetOf(other).Contains(SubnetOf(first).Address);

    private static Ipv4Network SubnetOf(UnicastIPAddressInformation address) => new(Ipv4.From(address.Address.GetAddressBytes()), address.PrefixLength);

    private static Frontend Read(NetworkInterface chosen, UnicastIPAddressInformation address, int httpPort, ILookup<string, Ipv4Network> routes)
    {
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
        _ => throw new StartException(
            $"several interfaces are up: {List(up)}; set Interface to the one your nodes boot from, for example "
                + $"--Interface={(up.Find(card => AddressOf(card) is not null) ?? up[0]).Name}"),
    };

    private static string List(List<NetworkInterface> cards) => cards.Count == 0
        ? "none but the loopback"
        : string.Join(", ", cards.Select(card => AddressOf(card) is { } address
            ? $"{card.Name} ({address.Address}/{address.PrefixLength})"
            : $"{card.Name} (no address)"));

    private static UnicastIPAddressInformation? AddressOf(NetworkInterface card) => AddressesOf(card).FirstOrDefault();

    private static IEnumerable<UnicastIPAddressInformation> AddressesOf(NetworkInterface card) =>
        card.GetIPProperties().UnicastAddresses.Where(unicast => unicast.Address.AddressFamily is AddressFamily.InterNetwork);

    private static (string Host, string Domain) Names()
    {
        var name = Environment.MachineName.ToLowerInvariant();
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? (name, "local") : (name[..dot], name[(dot + 1)..]);
    }
}
