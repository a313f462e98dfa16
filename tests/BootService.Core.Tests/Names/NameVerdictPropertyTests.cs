using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Names;
using BootService.Core.Networks;
using BootService.Protocols.Dns;
using BootService.Protocols.Net;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Names;

/// <summary>Whatever is asked for: what is said of a name fits what the file of hosts says, and nobody else is asked for a name of ours.</summary>
public class NameVerdictPropertyTests
{
    private static readonly Gen<(string Name, int Address, string? Network)[]> Cards = Gen.Select(
        Choice.Among("web", "db", "a.b", "backend-0-1"), Gen.Int[1, 250], Choice.Among<string?>("private", "lab", null)).Array[0, 6];

    private static readonly Gen<string> Asked = Gen.OneOf(
        Choice.Among("web", "db", "web.local", "web.lab.example", "lab.example", "local", "example", "x.lab.example", "a.b", "frontend", "frontend.local", "",
            ".",
            "backend-0-0", "backend-0-0.local", "www.example.org", "xlab.example", "1.1.1.10.in-addr.arpa", "254.255.1.10.in-addr.arpa",
                "1.0.0.8.in-addr.arpa", "in-addr.arpa"),
        Gen.Int[0, 255].Select(last => $"{last}.7.1.10.in-addr.arpa"), Gen.String[Gen.Char["ab.-l"], 0, 12]);

    [Fact]
    public void What_is_said_of_a_name_fits_what_it_stands_for() =>
        Gen.Select(Cards, Asked, Gen.Enum<DnsType>()).Sample(
            (cards, name, type) =>
            {
                var inventory = Site(cards);
                var (table, lines) = (NameTable.Of(inventory), Lines(inventory));
                var verdict = NameVerdict.On(table, type, name);
                var addresses = lines.Where(line => line.Names.Contains(name)).Select(line => line.Address).ToHashSet();
                var (reversed, named) = (Reverse(name), verdict.Name);
                switch (verdict.Answer)
                {
                    case NameAnswer.Addresses:
                        Assert.Equal(addresses, [.. verdict.Addresses.ToArray()]);
                        Assert.True(type is DnsType.Address or DnsType.Any);
                        break;
                    case NameAnswer.Name:
                        Assert.Contains(lines, line => line.Address == reversed && line.Names.Contains(named!));
                        break;
                    case NameAnswer.Nothing:
                        Assert.True(addresses.Count > 0 || verdict.Zone == name || lines.Any(line => line.Address == reversed), name);
                        break;
                    case NameAnswer.Others:
                        // Nothing of ours: no host is called so, it is in no zone of ours, and has a dot.
                        Assert.True(addresses.Count == 0 && table.ZoneOf(name) is null && (name.Length == 0 || name.Contains('.', StringComparison.Ordinal)),
                            name);
                        Assert.True(reversed is not { } foreign || !table.IsOurs(foreign), name);
                        break;
                    case NameAnswer.NoSuchName:
                        Assert.Empty(addresses);
                        Assert.DoesNotContain(lines, line => line.Address == reversed);
                        break;
                    default:
                        Assert.Equal(verdict.Zone, name);
                        break;
                }
            },
            iter: 10_000);

    [Fact]
    public void A_name_that_is_found_one_way_is_found_the_other() =>
        Cards.Sample(
            cards =>
            {
                var table = NameTable.Of(Site(cards));
                foreach (var (address, _) in Lines(Site(cards)))
                {
                    var backwards = string.Join('.', address.ToString().Split('.').Reverse()) + ".in-addr.arpa";
                    var named = NameVerdict.On(table, DnsType.NameOfAddress, backwards);
                    Assert.Equal(NameAnswer.Name, named.Answer);
                    Assert.Contains(address, NameVerdict.On(table, DnsType.Address, named.Name).Addresses.ToArray());
                }
            },
            iter: 1000);

    private static Ipv4? Reverse(string name) =>
        name.EndsWith(".in-addr.arpa", StringComparison.Ordinal) && name.Split('.') is [var d, var c, var b, var a, _, _]
        && Ipv4.TryParse($"{a}.{b}.{c}.{d}", null, out var address) ? address : null;

    private static (Ipv4 Address, string[] Names)[] Lines(Inventory inventory) =>
    [
        .. HostsFile.Lines(inventory).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))
            .Select(parts => (Ipv4.Parse(parts[0]), parts[1].Split(' ').Select(name => name.ToLowerInvariant()).ToArray())),
    ];

    private static Inventory Site((string Name, int Address, string? Network)[] cards)
    {
        var inventory = Cluster.Inventory().With(
            new Change.NetworkSet(new Network(Network.Private, Cluster.Frontend.Subnet) { Zone = "local" }),
            new Change.NetworkSet(new Network("lab", Ipv4Network.Parse("10.7.0.0/16")) { Zone = "Lab.Example" }));
        foreach (var (at, (name, address, network)) in cards.DistinctBy(card => (card.Address, card.Network)).Index())
        {
            var ip = new Ipv4((network == "lab" ? 0x0A07_0700u : network is null ? 0xC000_0200u : 0x0A01_0700u) + (uint)address);
            inventory = inventory.With(new Change.HostSet(new Host(HostName.Parse($"h-{at}"), "backend", 1, at)
            {
                Interfaces = [new HostInterface("eth0", null, ip, network, IsDefault: true, HostName: at % 2 == 0 ? name : null)],
            }));
        }

        return inventory;
    }
}
