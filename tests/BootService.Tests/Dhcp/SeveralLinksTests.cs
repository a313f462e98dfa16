using BootService.Core.Dhcp;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Dhcp;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Tests.Dhcp;

/// <summary>A frontend with two boot interfaces: each machine is told of the one it is on.</summary>
public class SeveralLinksTests
{
    private static readonly Frontend Second =
        DhcpFixture.Frontend with
        {
            Interface = "eth2",
            Mac = MacAddress.Parse("52:54:00:00:00:02"),
            Address = Ipv4.Parse("10.5.0.1"),
            Subnet = Ipv4Network.Parse("10.5.0.0/24")
        };

    private readonly byte[] _reply = new byte[2000];
    private readonly DhcpFixture _server = new();

    public SeveralLinksTests()
    {
        var tables = _server.Current;
        _server.Current = Inventory.Empty(DhcpFixture.Frontend with { Others = [Second] }).With(
            [
                .. tables.Networks.Values.Select(network => new Change.NetworkSet(network)),
                new Change.NetworkSet(new Network("second", Second.Subnet) { PoolFirst = Ipv4.Parse("10.5.0.1"), PoolLast = Ipv4.Parse("10.5.0.9") }),
                .. tables.Hosts.Values.Select(host => new Change.HostSet(host)),
            ]);
    }

    [Fact]
    public void A_machine_is_served_from_the_network_of_the_interface_it_was_heard_on()
    {
        var there = Ask(ClientPackets.Bios(DhcpFixture.Unknown), Second.Address);
        Assert.Equal(Second.Address, there.AddressOf(DhcpOptionCode.ServerIdentifier));
        Assert.Equal(Second.Address, there.ServerAddress);
        Assert.True(Second.Subnet.Contains(there.YourAddress));
        Assert.NotEqual(Second.Address, there.YourAddress);

        var here = Ask(ClientPackets.Bios(DhcpFixture.Unknown), DhcpFixture.Frontend.Address);
        Assert.Equal(DhcpFixture.Frontend.Address, here.ServerAddress);
        Assert.True(DhcpFixture.Frontend.Subnet.Contains(here.YourAddress));
    }

    [Fact]
    public void A_request_for_the_other_interface_s_offer_is_taken_for_another_server_s()
    {
        var offered = Ask(ClientPackets.Discover(DhcpFixture.Unknown), Second.Address).YourAddress;
        Assert.Equal(0, Handle(ClientPackets.Request(DhcpFixture.Unknown, offered), Second.Address).Length);
    }

    [Fact]
    public void A_script_comes_from_the_address_on_the_machine_s_own_side()
    {
        var file = System.Text.Encoding.ASCII.GetString(Ask(ClientPackets.Ipxe(DhcpFixture.Unknown, 19, 1, 1, 24, 1, 1), Second.Address).BootFile);
        Assert.StartsWith("http://10.5.0.1/", file, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_told_of_a_machine_names_the_network_it_is_on()
    {
        Assert.Equal("second", Handle(ClientPackets.Bios(DhcpFixture.Unknown), Second.Address).Event.Network);
        Assert.Equal("private", Handle(ClientPackets.Bios(DhcpFixture.Known), DhcpFixture.Frontend.Address).Event.Network);

        _server.Current = _server.Current.With(new Change.NetworkSet(new Network("second", Second.Subnet)));
        Assert.Equal(0, Handle(ClientPackets.Bios(MacAddress.Parse("02:00:00:00:00:08")), Second.Address).Length);
        Assert.Equal("second", Assert.Single(_server.Told).Network);
    }

    [Fact]
    public void A_host_s_attributes_name_the_frontend_as_the_host_reaches_it()
    {
        var host = new Host(
            HostName.Parse("backend-0-5"), "backend", 0,
            5)
        { Interfaces = [new HostInterface("eth0", DhcpFixture.Unknown, Ipv4.Parse("10.5.0.77"), "second", IsDefault: true)] };
        var inventory = _server.Current.With(new Change.HostSet(host));
        Assert.Equal("10.5.0.1", inventory.AttributesOf(host).Text("Kickstart_PrivateAddress"));
        Assert.Equal("10.1.1.1", inventory.AttributesOf(inventory.HostOf(DhcpFixture.Known)!).Text("Kickstart_PrivateAddress"));
        Assert.Equal("10.1.1.1", inventory.FrontendOf(inventory.HostOf(DhcpFixture.Relayed)).Address.ToString());
    }

    private DhcpReply Handle(byte[] datagram, Ipv4 at) => _server.Responder.Handle(datagram, DhcpDoor.Server, DhcpFixture.Peer, _server.Now, _reply, at);

    private DhcpMessage Ask(byte[] datagram, Ipv4 at)
    {
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(_reply.AsSpan(0, Handle(datagram, at).Length), out var message));
        return message;
    }
}
