using System.Globalization;
using BootService.Commands.Tests.Support;
using BootService.Core.Hosts;
using BootService.Protocols.Net;
using CsCheck;

namespace BootService.Commands.Tests.Files;

/// <summary>Bonds, bridges, VLANs and further addresses that verbs made on whatever networks: the reported table makes them again elsewhere.</summary>
public sealed class ReportedLinksTests
{
    private static readonly Gen<string[]> Networks = Gen.Select(Gen.Int[8, 26], Gen.Bool, Gen.Bool, Gen.Bool).Array[1, 4].Select(
        wanted => wanted.Select((network, at) =>
        {
            var subnet = Subnet(at, network.Item1);
            return $"add network net{at} address={subnet}{(network.Item2 ? $" gateway={new Ipv4(subnet.Address.Value + 1)}" : "")}"
                + $"{(network.Item3 ? $" zone=z{at}.example" : "")}{(network.Item4 ? " pxe=yes" : "")}";
        }).ToArray());

    private static readonly Gen<string[]> Links = Gen.Select(
        Gen.Int[1, 4], Among("", "mode=1", "mode=802.3ad miimon=100", "bridge"), Gen.Int[0, 3], Gen.Int[0, 4094], Gen.Bool, Gen.Int[0, 3]).Select(
        (cards, bond, network, vlan, hasAlias, other) =>
        {
            var lines = Enumerable.Range(0, cards).Select(card => $"interface HOST interface=eth{card} mac=52:54:00:RR:00:0{card}").ToList();
            var first = bond.Length == 0 || cards < 2 ? "eth0" : bond == "bridge" ? "br0" : "bond0";
            if (first == "bond0")
            {
                lines.Add($"bonded HOST channel=bond0 interfaces=eth0,eth1 ip=AA{network} network=net{network} options={bond}");
            }
            else if (first == "br0")
            {
                lines.Add($"bridge HOST name=br0 interface=eth0 ip=AA{network} network=net{network}");
            }
            else
            {
                lines[0] += $" ip=AA{network} network=net{network}";
            }

            lines.AddRange(vlan > 0 ? [$"interface HOST interface={first}.{vlan} vlan={vlan} ip=BB{other} network=net{other}"] : []);
            lines.AddRange(hasAlias ? [$"interface HOST interface={first}:1 ip=CC{network} network=net{network}"] : []);
            return lines.ToArray();
        });

    [Fact]
    public void What_verbs_made_is_made_again_from_the_table_that_is_reported() =>
        Gen.Select(Networks, Links.Array[1, 5]).Sample(
            (networks, hosts) =>
            {
                using var full = new Bench(nodes: false);
                using var empty = new Bench(nodes: false);
                foreach (var line in networks)
                {
                    full.Type(line);
                    empty.Type(line);
                }

                for (var rank = 0; rank < hosts.Length; rank++)
                {
                    full.Type($"add host backend-0-{rank}");
                    foreach (var line in hosts[rank])
                    {
                        // A bond's options have blanks of their own.
                        var words = Filled(line, rank, networks.Length).Split(" options=");
                        full.Do([.. $"add host {words[0]}".Split(' '), .. words[1..].Select(options => $"options={options}")]);
                    }
                }

                var table = full.Type("report hostfile").Messages.Single();
                empty.Files = empty.Files.SetItem("hosts.csv", table);
                empty.Do("load", "hostfile", "file=hosts.csv");
                Assert.Equal(full.Inventory.HostsInOrder(), empty.Inventory.HostsInOrder());
                Assert.Equal(full.Type("dump").Messages.Single(), empty.Type("dump").Messages.Single());
                Assert.Equal(table, empty.Type("report hostfile").Messages.Single());
                foreach (var host in full.Inventory.HostsInOrder())
                {
                    Assert.Equal(NodeNetworkPlan.Faults(full.Inventory, host), NodeNetworkPlan.Faults(empty.Inventory, empty.Inventory.HostOf(host.Name)!));
                }

                // Loaded again it changes nothing.
                var commits = empty.Inventory;
                empty.Do("load", "hostfile", "file=hosts.csv");
                Assert.Equal(commits.HostsInOrder(), empty.Inventory.HostsInOrder());
            },
            iter: 20,
            threads: 1);

    private static string Filled(string line, int rank, int networks)
    {
        line = line.Replace("HOST", $"backend-0-{rank}", StringComparison.Ordinal)
            .Replace("RR", rank.ToString("x2", CultureInfo.InvariantCulture), StringComparison.Ordinal);
        for (var wanted = 0; wanted < 4; wanted++)
        {
            // Networks that were not drawn are the last one that was. Each host has addresses of its own on each.
            var at = Math.Min(wanted, networks - 1);
            var start = Subnet(at, 26).Address.Value + 2 + (uint)(rank * 3);
            line = line.Replace($"net{wanted}", $"NET{at}", StringComparison.Ordinal).Replace($"AA{wanted}", $"{new Ipv4(start)}", StringComparison.Ordinal)
                .Replace($"BB{wanted}", $"{new Ipv4(start + 2)}", StringComparison.Ordinal)
                .Replace($"CC{wanted}", $"{new Ipv4(start + 1)}", StringComparison.Ordinal);
        }

        return line.Replace("NET", "net", StringComparison.Ordinal);
    }

    // Apart from each other and from the private network, whatever their prefixes.
    private static Ipv4Network Subnet(int at, int prefix) => new(new Ipv4((uint)(20 + at) << 24), prefix);

    private static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);
}
