using BootService.Core.Dhcp;
using BootService.Core.Doctor;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Doctor;

public sealed class DoctorTests
{
    private const uint Transaction = 0x1234;
    private static readonly MacAddress ForeignMac = MacAddress.Parse("52:54:00:00:00:66");
    private static readonly Frontend Frontend = new(
        "frontend", "local", "eth1", MacAddress.Parse("52:54:00:00:00:01"), Ipv4.Parse("10.1.1.1"), Ipv4Network.Parse("10.1.0.0/16"), 80);
    private static readonly LocalInterface Eth1 = Card("eth1", Frontend.Mac, "10.1.1.1/16");

    [Fact]
    public void A_foreign_server_is_named_with_its_address_and_what_it_offers()
    {
        var finding = Assert.Single(ForeignServer.Judge([Read("10.1.0.66", "10.1.0.100", "pxelinux.0")!], DhcpMode.Authoritative, Frontend));
        Assert.Equal((Verdict.Wrong, "10.1.0.66 (52:54:00:00:00:66) offers 10.1.0.100, boot file \"pxelinux.0\""), (finding.Verdict, finding.Result));
        Assert.Contains("proxy", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void In_proxy_mode_another_server_is_needed_and_another_boot_server_is_not()
    {
        Assert.Equal(Verdict.Wrong, Assert.Single(ForeignServer.Judge([], DhcpMode.Proxy, Frontend)).Verdict);
        Assert.Equal(Verdict.Fine, Assert.Single(ForeignServer.Judge([Read("10.1.0.66", "10.1.0.100", null)!], DhcpMode.Proxy, Frontend)).Verdict);
        Assert.Equal(Verdict.Wrong, Assert.Single(ForeignServer.Judge([Read("10.1.0.66", "0.0.0.0", "x")!], DhcpMode.Proxy, Frontend)).Verdict);
        Assert.Equal(Verdict.Wrong, Assert.Single(ForeignServer.Judge([Read("10.1.0.66", "192.168.1.9", null)!], DhcpMode.Proxy, Frontend)).Verdict);
        Assert.Equal(Verdict.Fine, Assert.Single(ForeignServer.Judge([], DhcpMode.Authoritative, Frontend)).Verdict);
    }

    [Theory]
    [InlineData("10.0.2.2", "10.0.2.15", "NAT")]
    [InlineData("192.168.56.100", "192.168.56.101", "VBoxManage")]
    public void VirtualBox_s_own_servers_are_known_by_their_addresses(string server, string offer, string remedy)
    {
        var finding = Assert.Single(ForeignServer.Judge([Read(server, offer, null)!], DhcpMode.Authoritative, Frontend));
        Assert.StartsWith("VirtualBox's own DHCP server", finding.Result, StringComparison.Ordinal);
        Assert.Contains(remedy, finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_server_says_to_several_questions_is_one_line_and_safe_to_show()
    {
        var merged = Assert.Single(ForeignServer.Merge([Read("10.1.0.66", "10.1.0.100", null)!, Read("10.1.0.66", "10.1.0.100", "a\u001b[2Jb\"")!]));
        Assert.Equal("a?[2Jb?", merged.BootFile);
    }

    [Fact]
    public void Answers_to_somebody_else_are_not_taken_for_ours()
    {
        Assert.Null(Read("10.1.0.66", "10.1.0.100", null, transaction: 7));
        Assert.Null(Read("10.1.0.66", "10.1.0.100", null, port: 67));
    }

    [Fact]
    public void The_boot_interface_must_be_there_up_and_have_its_address()
    {
        Assert.Equal(Verdict.Fine, AddressChecks.Interface(Frontend, [Eth1]).Verdict);
        Assert.Contains("gone", AddressChecks.Interface(Frontend, []).Result, StringComparison.Ordinal);
        Assert.Contains("no link", AddressChecks.Interface(Frontend, [Eth1 with { IsUp = false }]).Result, StringComparison.Ordinal);
        Assert.Contains(
            "no longer has 10.1.1.1", AddressChecks.Interface(Frontend, [Card("eth1", Frontend.Mac, "10.1.1.2/16")]).Result, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_is_not_the_interface_s_own_is_wrong()
    {
        Assert.Contains("no network holds", AddressChecks.Network(With(), Frontend).Result, StringComparison.Ordinal);
        var lone = Frontend with { Subnet = Ipv4Network.Parse("10.1.1.1/32") };
        Assert.Equal(
            "eth1 has 10.1.1.1/32, a network with room for no machine",
            AddressChecks.Network(With(new Network("private", lone.Subnet)), lone).Result);
        Assert.Equal(Verdict.Fine, AddressChecks.Network(With(new Network("private", lone.Subnet), new Network("far", Frontend.Subnet)), lone).Verdict);
        Assert.Contains(
            "is 10.1.0.0/24", AddressChecks.Network(
                With(new Network("private", Ipv4Network.Parse("10.1.0.0/24")), new Network("wide", Ipv4Network.Parse("10.0.0.0/8"))),
                Frontend with { Address = Ipv4.Parse("10.1.0.1") }).Result, StringComparison.Ordinal);
        Assert.Equal(Verdict.Fine, AddressChecks.Network(With(new Network("private", Frontend.Subnet)), Frontend).Verdict);
    }

    [Fact]
    public void Networks_that_share_addresses_are_worth_knowing_once_for_each_pair()
    {
        var networks = With(
            new Network("private", Frontend.Subnet), new Network("rack", Ipv4Network.Parse("10.1.4.0/24")),
            new Network("far", Ipv4Network.Parse("10.2.0.0/16")));
        var finding = Assert.Single(AddressChecks.Networks(networks));
        Assert.Equal((Verdict.Note, "network rack (10.1.4.0/24) lies within network private (10.1.0.0/16)"), (finding.Verdict, finding.Result));
    }

    [Fact]
    public void Machines_are_not_told_of_larger_packets_than_the_interface_takes()
    {
        Assert.Equal(Verdict.Wrong, AddressChecks.Mtu(With(new Network("private", Frontend.Subnet) { Mtu = 9000 }), Frontend, [Eth1]).Verdict);
        Assert.Equal(Verdict.Fine, AddressChecks.Mtu(With(new Network("private", Frontend.Subnet)), Frontend, [Eth1]).Verdict);
    }

    [Fact]
    public void Two_interfaces_in_one_segment_are_found_by_address_and_by_their_answers()
    {
        var eth2 = Card("eth2", MacAddress.Parse("52:54:00:00:00:02"), "10.1.1.9/16");
        var mute = Card("eth3", MacAddress.Parse("52:54:00:00:00:03"), "192.168.1.1/24");
        Assert.Equal(Verdict.Fine, Assert.Single(AddressChecks.Arp(Frontend, [Eth1, mute], [])).Verdict);
        Assert.Contains("eth2", Assert.Single(AddressChecks.Arp(Frontend, [Eth1, eth2], [])).Result, StringComparison.Ordinal);
        Assert.Contains("eth3", Assert.Single(AddressChecks.Arp(Frontend, [Eth1, mute], [mute.Mac])).Result, StringComparison.Ordinal);
        Assert.Equal(Verdict.Fine, Assert.Single(AddressChecks.Arp(Frontend, [Eth1, eth2 with { AnswersArpForItselfOnly = true }], [])).Verdict);
    }

    [Fact]
    public void Another_machine_with_our_address_is_named() =>
        Assert.Contains($"{ForeignMac} uses our address", Assert.Single(AddressChecks.Arp(Frontend, [Eth1], [ForeignMac])).Result, StringComparison.Ordinal);

    [Fact]
    public void Open_ports_are_read_as_the_kernel_writes_them()
    {
        const string Table = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
             1283: 00000000:0043 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 30110 2 0000000000000000 0
             1285: 0101010A:0045 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 30111 2 0000000000000000 0
            nonsense
            """;
        Assert.Equal([new OpenPort("udp", Ipv4.Any, 67, 30110), new OpenPort("udp", Ipv4.Parse("10.1.1.1"), 69, 30111)], OpenPort.Read("udp", Table));
        Assert.True(new OpenPort("udp", Ipv4.Any, 67, 1).Concerns(Frontend.Address));
        Assert.False(new OpenPort("udp", Ipv4.Parse("127.0.0.1"), 67, 1).Concerns(Frontend.Address));
    }

    private static Inventory With(params Network[] networks) => Inventory.Empty(Frontend).With(networks.Select(network => new Change.NetworkSet(network)));

    private static LocalInterface Card(string name, MacAddress mac, string address)
    {
        var (own, subnet) = (Ipv4.Parse(address.Split('/')[0]), Ipv4Network.Parse(address));
        return new LocalInterface(name, mac, IsUp: true, 1500, [(own, subnet)]);
    }

    private static ForeignServer? Read(string server, string offered, string? file, uint transaction = Transaction, ushort port = 68)
    {
        var frame = new byte[UdpFrame.HeaderLength + 548];
        var room = new byte[400];
        var request = new DhcpRequestWriter(room, DhcpMessageType.Discover, MacAddress.Parse("02:00:00:00:00:07"), transaction);
        DhcpMessage.TryParse(room.AsSpan(0, request.Finish()), out var question);
        var writer = new DhcpReplyWriter(frame.AsSpan(UdpFrame.HeaderLength), new byte[DhcpReplyWriter.ScratchLength], question, DhcpMessageType.Offer)
        {
            YourAddress = Ipv4.Parse(offered),
        };
        writer.Add(DhcpOptionCode.ServerIdentifier, Ipv4.Parse(server));
        writer.AddText(DhcpOptionCode.BootFileName, file);
        var length = writer.Finish([], 548, mayOverload: false);
        UdpFrame.WriteHeaders(
            frame.AsSpan(0, UdpFrame.HeaderLength + length), ForeignMac, MacAddress.Broadcast, (Ipv4.Parse(server), 67), (Ipv4.Broadcast, port));
        Assert.True(UdpFrame.TryParse(frame.AsSpan(0, UdpFrame.HeaderLength + length), out var datagram));
        return ForeignServer.Read(datagram, Transaction);
    }

    [Theory]
    [InlineData(5, null, null)]
    [InlineData(5, 4, Verdict.Wrong)]
    [InlineData(5, 5, null)]
    [InlineData(1100, null, Verdict.Unknown)]
    [InlineData(1100, 1024, Verdict.Wrong)]
    [InlineData(1100, 4096, null)]
    public void The_kernel_has_to_remember_every_card_on_our_segments(int hosts, int? limit, Verdict? verdict)
    {
        var far = Cluster.Backend(2000) with { Interfaces = [new HostInterface("eth0", Cluster.Mac(2000), Ipv4.Parse("10.3.0.9"), "far", IsDefault: true)] };
        var inventory = Cluster.Inventory()
            .With([new Change.HostSet(far), .. Enumerable.Range(5, hosts - 5).Select(rank => new Change.HostSet(Cluster.Backend(rank)))]);
        var finding = NeighbourTable.Check(inventory, limit);
        Assert.Equal(verdict, finding?.Verdict);
        Assert.Equal(verdict is null, finding?.Remedy is null);
        Assert.True(finding is null || finding.Result.StartsWith($"{hosts} addresses", StringComparison.Ordinal));
    }

    [Fact]
    public void A_server_comes_is_known_by_its_first_word_and_goes_after_five_minutes_of_silence()
    {
        var rogue = new ForeignServer(Ipv4.Parse("10.1.0.66"), MacAddress.Parse("52:54:00:00:06:06")) { Offered = Ipv4.Parse("10.1.200.7") };
        var other = rogue with { Address = Ipv4.Parse("10.1.0.50") };
        var seen = ServersSeen.None.After("eth1", [rogue], Cluster.Noon).After("eth2", [rogue], Cluster.Noon.AddMinutes(1));
        Assert.Equal(["eth1", "eth2"], seen.All.Select(server => server.Interface));

        seen = seen.After("eth1", [rogue with { BootFile = "foreign.0" }, other], Cluster.Noon.AddMinutes(3));
        Assert.Equal(
            ("foreign.0", Cluster.Noon, Cluster.Noon.AddMinutes(3)),
            (seen.Find("eth1", rogue)!.Server.BootFile, seen.Find("eth1", rogue)!.First, seen.Find("eth1", rogue)!.Last));
        Assert.Equal(["10.1.0.50", "10.1.0.66", "10.1.0.66"], seen.All.Select(server => server.Server.Address.ToString()));

        seen = seen.After("eth1", [other], Cluster.Noon.AddMinutes(7));
        Assert.NotNull(seen.Find("eth1", rogue));
        Assert.Null(seen.Find("eth2", rogue));
        Assert.Equal(other.Address, Assert.Single(seen.After("eth1", [other], Cluster.Noon.AddMinutes(8)).All).Server.Address);
    }
}
