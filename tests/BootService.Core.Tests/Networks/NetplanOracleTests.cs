using BootService.Core.Networks;
using BootService.Protocols.Net;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Networks;

/// <summary>
/// netplan itself makes systemd-networkd's files of what is written for Ubuntu: they say the same as the files that are written for Debian.
/// </summary>
public sealed class NetplanOracleTests : IDisposable
{
    private static readonly Gen<int?> Mtu = Choice.Among<int?>(null, 9000);

    private static readonly Gen<NodeAddress[]> Addresses = Gen.Int[2, 250].Array[0, 2].Select(
        lasts => lasts.Distinct().Select(last => new NodeAddress(new Ipv4(0x0A01_0000u + (uint)last), 16)).ToArray());

    private static readonly Gen<NodeNetwork> Network = Gen.Select(
        Gen.Select(Addresses, Mtu, Gen.Bool, Gen.Bool), Choice.Among("mode=1 primary=eth2 primary_reselect=2 fail_over_mac=1",
            "mode=4 miimon=100 lacp_rate=fast xmit_hash_policy=1 ad_select=1 min_links=1", "mode=balance-alb updelay=200 downdelay=200 lp_interval=2",
            "mode=1 arp_interval=100 arp_ip_target=10.1.1.1,10.1.1.2 arp_validate=3 arp_all_targets=1 all_slaves_active=1 num_grat_arp=2"),
        Gen.Int[0, 7], Gen.Bool).Select((first, bond, parts, hasRoute) =>
    {
        var (addresses, mtu, asks, starts) = first;
        List<NodeLink> links = [new("eth0", new LinkKind.Ethernet()) { Mac = Cluster.Mac(0), Asks = asks, Addresses = [.. addresses], IsDefault = true,
            Mtu = mtu,
            Gateway = asks || addresses.Length == 0 ? null : Ipv4.Parse("10.1.0.1") }];
        if ((parts & 1) != 0)
        {
            links.AddRange(Enumerable.Range(1, 2).Select(at => new NodeLink($"eth{at}", new LinkKind.Ethernet()) { Mac = Cluster.Mac(at), Master = "bond0" }));
            links.Add(new NodeLink("bond0", new LinkKind.Bond(bond))
            {
                Addresses = [new NodeAddress(Ipv4.Parse("172.16.0.9"), 24)],
                Starts = starts,
                Mtu = mtu
            });
        }

        if ((parts & 2) != 0)
        {
            var parent = (parts & 1) != 0 ? "bond0" : "eth0";
            links.Add(new NodeLink($"{parent}.7", new LinkKind.Vlan(parent, 7)) { Addresses = [new NodeAddress(Ipv4.Parse("10.7.0.9"), 24)] });
        }

        if ((parts & 4) != 0)
        {
            links.Add(new NodeLink("eth3", new LinkKind.Ethernet()) { Mac = Cluster.Mac(3), Master = "br0" });
            links.Add(new NodeLink("br0", new LinkKind.Bridge()) { Addresses = [new NodeAddress(Ipv4.Parse("10.8.0.9"), 24)] });
        }

        NodeRoute[] routes = hasRoute && links[^1].Addresses is [var own, ..]
            ? [new NodeRoute(Ipv4Network.Parse("10.99.0.0/16"), new Ipv4(own.Address.Value + 1), links[^1].Name)] : [];
        return new NodeNetwork([.. links], [.. routes]) { NameServers = [Ipv4.Parse("10.1.1.1")], Domain = "cluster.local" };
    });

    private readonly string _folder = Directory.CreateTempSubdirectory("bootservice-netplan-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Both_families_of_files_say_the_same_of_every_link()
    {
        foreach (var network in Network.Array[8].Single())
        {
            Assert.Null(Netplan.WhyNot(network));
            var (theirs, ours) = (Generated(network), Written(network));
            foreach (var link in network.Links)
            {
                var (one, other) = (Said(theirs, link.Name), Said(ours, link.Name));
                Assert.True(one.SequenceEqual(other),
                    $"{link.Name}: netplan says\n{string.Join('\n', one)}\nand we\n{string.Join('\n', other)}\n{Netplan.Text(network)}");
            }
        }
    }

    [Fact]
    public void Netplan_refuses_what_is_no_network()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "etc/netplan"));
        File.WriteAllText(Path.Combine(_folder, "etc/netplan/x.yaml"), "network:\n  version: 2\n  bonds:\n    bond0:\n      interfaces: [eth9]\n");
        Assert.NotEqual(0, Tool.Ask("netplan", ["generate", "--root-dir", _folder]).Exit);
    }

    /// <summary>What a link's files say, put alike: its kind and settings, its addresses, where it belongs, its routes.</summary>
    private static string[] Said(IReadOnlyDictionary<string, (string Section, string Name, string Value)[]> files, string link)
    {
        var settings = files.Where(file => file.Value.Any(one => one is ("Match" or "NetDev", "Name", _) && one.Value == link) || file.Key == link)
            .SelectMany(file => Routes(file.Value)).ToArray();
        return [.. settings.Select(Alike).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
    }

    // A router stands beside its destination, which no line of a file does by itself.
    private static IEnumerable<(string Section, string Name, string Value)> Routes((string Section, string Name, string Value)[] lines)
    {
        foreach (var (at, line) in lines.Index())
        {
            var destination = line is ("Route", "Destination", _) ? line.Value : null;
            yield return destination is null ? line : ("Route", "Way",
                $"{destination} {lines.Skip(at + 1).Concat(lines.Take(at).Reverse()).First(one => one is ("Route", "Gateway", _)).Value}");
        }
    }

    private static string? Alike((string Section, string Name, string Value) line) => line switch
    {
        ("Network", "Address" or "Bond" or "Bridge" or "VLAN", _) => $"{line.Name}={line.Value}",
        ("Network", "DHCP", _) => $"DHCP={line.Value}",
        ("Network", "Gateway", _) => $"Way=0.0.0.0/0 {line.Value}",
        ("Route", "Way", _) => $"Way={line.Value}",
        ("NetDev", "Kind", _) or ("VLAN", "Id", _) or ("Link", "ActivationPolicy", _) => $"{line.Name}={line.Value}",
        ("Link" or "NetDev", "MTUBytes", _) => $"MTU={line.Value}",
        ("Bond", _, _) or ("Network", "PrimarySlave", _) => $"{line.Name}={(line.Value is "true" ? "1" : line.Value)}",
        ("Bridge", "STP", _) => $"STP={(line.Value is "no" or "false" ? "no" : "yes")}",
        _ => null,
    };

    private Dictionary<string, (string, string, string)[]> Generated(NodeNetwork network)
    {
        var root = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Path.Combine(root, "etc/netplan"));
        var file = Path.Combine(root, "etc/netplan/50-stack.yaml");
        File.WriteAllText(file, Netplan.Text(network));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var (exit, output, errors) = Tool.Ask("netplan", ["generate", "--root-dir", root]);
        Assert.True(exit == 0, $"{output}{errors}{Netplan.Text(network)}");
        return Read(Path.Combine(root, "run/systemd/network"), network);
    }

    private Dictionary<string, (string, string, string)[]> Written(NodeNetwork network)
    {
        var root = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Path.Combine(root, "etc/network"));
        Tool.Run("sh", [], NetworkdScript.Of(network).Replace("/etc/", $"{root}/etc/", StringComparison.Ordinal)
            .Replace("systemctl enable", ": systemctl enable", StringComparison.Ordinal));
        return Read(Path.Combine(root, "etc/systemd/network"), network);
    }

    // A card's file names it by its hardware address where it is to be renamed.
    private static Dictionary<string, (string, string, string)[]> Read(string folder, NodeNetwork network)
    {
        var files = new Dictionary<string, (string, string, string)[]>(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(folder).Where(path => !path.EndsWith(".link", StringComparison.Ordinal)))
        {
            var (section, lines) = ("", new List<(string, string, string)>());
            foreach (var line in File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#'))
            {
                section = line[0] == '[' ? line.Trim('[', ']') : section;
                lines.AddRange(line.Split('=', 2) is [var name, var value] ? [(section, name, value)] : []);
            }

            var link = network.Links.SingleOrDefault(link => Path.GetFileNameWithoutExtension(path).EndsWith($"-{link.Name}", StringComparison.Ordinal));
            files.Add(path.EndsWith(".network", StringComparison.Ordinal) && link is not null ? link.Name : Path.GetFileName(path), [.. lines]);
        }

        return files;
    }
}
