using BootService.Core.Doctor;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Tests.Inventories;
using BootService.Protocols.Net;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Doctor;

/// <summary>What a segment shows over time, and what the kernel says of itself, held against the kernel's own tools.</summary>
public class SegmentTests
{
    private static readonly ForeignServer One = new(Ipv4.Parse("10.1.0.66"), MacAddress.Parse("52:54:00:00:00:66"));
    private static readonly ForeignServer Other = new(Ipv4.Parse("10.1.0.9"), default);

    [Fact]
    public void A_server_counts_as_there_for_a_while_after_it_was_heard_last_and_keeps_its_first_time()
    {
        var seen = ServersSeen.None.After("eth1", [One], Cluster.Noon);
        var again = seen.After("eth1", [One with { Router = Cluster.Frontend.Address }], Cluster.Noon.AddMinutes(1));
        Assert.True(Assert.Single(again.All) is { First: var first, Last: var last, Server.Router: var router }
            && first == Cluster.Noon && last == Cluster.Noon.AddMinutes(1) && router == Cluster.Frontend.Address);
        Assert.Single(again.After("eth1", [], Cluster.Noon.AddMinutes(6).AddTicks(-1)).All);
        Assert.Empty(again.After("eth1", [], Cluster.Noon.AddMinutes(6)).All);
        Assert.Null(seen.Find("eth2", One));
        Assert.Equal(Cluster.Noon, seen.Find("eth1", One with { Mac = default })!.First);
    }

    [Fact]
    public void Whatever_answers_come_each_server_is_there_once_for_each_interface_and_none_too_long() =>
        Gen.Select(Choice.Among("eth1", "eth2"), Choice.Among<ForeignServer[]>([], [One], [Other], [One, Other]), Gen.Int[0, 400]).Array[1, 20].Sample(
            rounds =>
            {
                var (seen, now) = (ServersSeen.None, Cluster.Noon);
                foreach (var (card, answered, seconds) in rounds)
                {
                    now = now.AddSeconds(seconds);
                    seen = seen.After(card, answered, now);
                    Assert.Distinct(seen.All.Select(server => (server.Interface, server.Server.Address)));
                    Assert.All(answered, server => Assert.Equal(now, seen.Find(card, server)!.Last));
                    Assert.All(seen.All, server => Assert.True(server.First <= server.Last && now - server.Last < ServersSeen.Kept));
                    Assert.Equal(seen.All.OrderBy(server => server.Interface, StringComparer.Ordinal).ThenBy(server => server.Server.Address), seen.All);
                }
            },
            iter: 500);

    [Theory]
    [InlineData(5, 5, null)]
    [InlineData(5, 4, Verdict.Wrong)]
    [InlineData(1025, null, Verdict.Unknown)]
    [InlineData(1024, null, null)]
    public void A_kernel_that_cannot_remember_all_cards_is_told(int hosts, int? limit, Verdict? verdict)
    {
        var inventory = Inventory.Empty(Cluster.Frontend).With(
            new Change.NetworkSet(new Network("private", Cluster.Frontend.Subnet)), new Change.NetworkSet(new Network("far", Ipv4Network.Parse("10.9.0.0/16"))))
            .With(Enumerable.Range(0, hosts).Select(at => new Change.HostSet(new Host(HostName.Parse($"n-{at}"), "backend", 0, at)
            {
                // What lies behind a router needs the router's card only.
                Interfaces = [new("eth0", null, new Ipv4(0x0A010200 + (uint)at), "private"), new("eth1", null, new Ipv4(0x0A090200 + (uint)at), "far")],
            })));
        var finding = NeighbourTable.Check(inventory, limit);
        Assert.Equal(verdict, finding?.Verdict);
        Assert.True(finding is null || finding.Remedy!.Contains($"gc_thresh3={(hosts == 5 ? 16 : 4096)}", StringComparison.Ordinal), finding?.Remedy);
    }

    [Fact]
    public void Hosts_whose_addresses_lie_in_no_network_are_named()
    {
        var lost = Cluster.Backend(7) with
        {
            Interfaces = [new("eth0", Cluster.Mac(7), Ipv4.Parse("10.7.0.7"), null, IsDefault: true),
            new("eth1", null, Ipv4.Parse("10.7.0.8"), null)]
        };
        var finding = Assert.Single(AddressChecks.Hosts(Cluster.Inventory().With(new Change.HostSet(lost))));
        Assert.Equal((Verdict.Wrong, "10.7.0.7 of backend-0-7 lies in no network"), (finding.Verdict, finding.Result));
    }

    [Fact]
    public void Findings_are_sentences_with_a_remedy_where_something_is_wrong() =>
        ArbitraryChanges.Any.Array[1, 30].Sample(
            changes =>
            {
                var inventory = changes.Aggregate(Cluster.Inventory(), (state, change) =>
                    ArbitraryChanges.Lawful(state, change) is { } lawful ? state.With(lawful) : state);
                LocalInterface card = new("eth1", Cluster.Frontend.Mac, IsUp: true, 1500, [(Cluster.Frontend.Address, Cluster.Frontend.Subnet)]);
                Finding[] all =
                [
                    AddressChecks.Interface(inventory.Frontend, [card]), AddressChecks.Network(inventory, inventory.Frontend),
                    AddressChecks.Mtu(inventory, inventory.Frontend, [card]), .. AddressChecks.Hosts(inventory),
                ];
                Assert.All(all, finding => Assert.True(finding.Verdict is Verdict.Wrong == finding.Remedy is not null, finding.ToString()));
                Assert.All(all, finding => Assert.Matches(@"\A[^\n]{5,}[^.\n]\z", finding.Result));
            },
            iter: 500);

    /// <summary>The judge is ip(8), in a network namespace that has routes of every kind.</summary>
    [Fact]
    public void Routes_are_read_as_the_kernel_has_them()
    {
        const string Script = """
            ip link add a type veth peer name b && ip link add c type bridge
            ip addr add 10.1.1.1/16 dev a && ip addr add 192.0.2.1/31 dev c && ip link set a up && ip link set b up && ip link set c up
            ip route add 10.9.0.0/20 via 10.1.0.9 && ip route add 203.0.113.7 dev c && ip route add default via 10.1.0.1 metric 7
            ip route add unreachable 198.51.100.0/24
            cat /proc/net/route
            echo ==
            ip -o -4 route show table main
            """;
        var told = Tool.Run("unshare", ["-n", "sh", "-c", Script]).Split("==\n");
        var read = KernelRoute.Read(told[0]).Where(route => route.Interface is not "*").Select(route =>
            $"{(route.Network.Prefix == 0 ? "default" : route.Network)} {route.Interface}");
        var shown = told[1].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).Where(words => words.Contains("dev"))
            .Select(words => (To: words[0], Device: words[Array.IndexOf(words, "dev") + 1]))
            .Select(route => $"{(route.To == "default" || route.To.Contains('/', StringComparison.Ordinal) ? route.To : $"{route.To}/32")} {route.Device}");
        Assert.Equal(shown.Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
        Assert.Empty(KernelRoute.Read("Iface\tDestination\nnonsense\na\tzz\t0\t0001\t0\t0\t0\tFF\n"));
    }

    /// <summary>The judge is ss(8).</summary>
    [Fact]
    public void Ports_are_read_as_the_kernel_has_them()
    {
        const string Script = """
            ip link set lo up
            python3 -c '
            import socket, subprocess
            kept = []
            udp, tcp = socket.SOCK_DGRAM, socket.SOCK_STREAM
            for kind, address, port in ((udp, "0.0.0.0", 67), (udp, "127.0.0.1", 69), (tcp, "127.0.0.5", 80), (tcp, "0.0.0.0", 65535)):
                one = socket.socket(socket.AF_INET, kind)
                one.bind((address, port))
                if kind == tcp: one.listen()
                kept.append(one)
            told = socket.create_connection(("127.0.0.5", 80))
            for table in ("udp", "tcp"):
                print(open("/proc/net/" + table).read(), end="==\n")
            print(subprocess.run(["ss", "-H", "-4", "-n", "-u", "-t", "-l"], capture_output=True, text=True).stdout, end="")'
            """;
        var told = Tool.Run("unshare", ["-n", "sh", "-c", Script]).Split("==\n");
        var read = OpenPort.Read("udp", told[0]).Concat(OpenPort.Read("tcp", told[1])).Select(port => $"{port.Protocol} {port.Address}:{port.Port}");
        var shown = told[2].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(words => $"{words[0]} {words[4]}");
        Assert.Equal(shown.Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
        Assert.Equal(4, shown.Count());
    }
}
