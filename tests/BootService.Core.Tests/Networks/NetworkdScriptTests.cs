using BootService.Core.Networks;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Networks;

/// <summary>A node's network in systemd-networkd's files.</summary>
public class NetworkdScriptTests
{
    private static readonly MacAddress First = MacAddress.Parse("52:54:00:00:00:01", null);

    [Fact]
    public void A_bond_with_a_VLAN_has_a_file_for_each_link_and_its_cards_are_found_by_their_addresses()
    {
        var network = new NodeNetwork(
            [
                new NodeLink("eth0", new LinkKind.Ethernet()) { Mac = First, Master = "bond0" },
                new NodeLink(
                    "bond0", new LinkKind.Bond("mode=1 miimon=100 primary=eth0")) {
                        Addresses = [new NodeAddress(Ipv4.Parse("10.1.255.254"), 16)], IsDefault = true,
                        Gateway = Ipv4.Parse("10.1.0.1"), Mtu = 9000 },
                new NodeLink("bond0.7", new LinkKind.Vlan("bond0", 7)) { Asks = true },
            ],
            [new NodeRoute(new Ipv4Network(Ipv4.Parse("10.9.0.0"), 16), Ipv4.Parse("10.1.0.9"), "bond0")])
        {
            NameServers = [Ipv4.Parse("10.1.1.1")],
            Domain = "local",
        };
        var script = NetworkdScript.Of(network);
        foreach (var file in (ReadOnlySpan<string>)
        [
            "10-eth0.link\" << 'EOF'\n[Match]\nPermanentMACAddress=52:54:00:00:00:01\n\n[Link]\nName=eth0\nEOF\n",
            "10-eth0.network\" << 'EOF'\n[Match]\nName=eth0\n\n[Network]\nBond=bond0\nPrimarySlave=true\nEOF\n",
            "10-bond0.netdev\" << 'EOF'\n[NetDev]\nName=bond0\nKind=bond\n\n[Bond]\nMode=active-backup\nMIIMonitorSec=100ms\nEOF\n",
            "10-bond0.network\" << "
                + "'EOF'\n[Match]\nName=bond0\n\n[Link]\nMTUBytes=9000\n\n[Network]\nAddress=10.1.255.254/16\nGateway=10.1.0.1\nVLAN=bond0.7\n\n[Route]\n"
                    + "Destination=10.9.0.0/16\nGateway=10.1.0.9\nEOF\n",
            "10-bond0.7.netdev\" << 'EOF'\n[NetDev]\nName=bond0.7\nKind=vlan\n\n[VLAN]\nId=7\nEOF\n",
            "10-bond0.7.network\" << 'EOF'\n[Match]\nName=bond0.7\n\n[Network]\nDHCP=ipv4\n\n[DHCPv4]\nUseGateway=no\nUseDNS=no\nEOF\n",
            "cat > /etc/resolv.conf << 'EOF'\nsearch local\nnameserver 10.1.1.1\nEOF\n",
        ])
        {
            Assert.Contains(file, script, StringComparison.Ordinal);
        }

        Assert.Null(NetworkdScript.WhyNot(network));
    }

    [Fact]
    public void What_it_has_no_word_for_is_said()
    {
        Assert.StartsWith(
            "interface ib0 is InfiniBand", NetworkdScript.WhyNot(new NodeNetwork([new NodeLink("ib0", new LinkKind.Infiniband())], [])),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "bond bond0 has the option use_carrier=1",
            NetworkdScript.WhyNot(new NodeNetwork([new NodeLink("bond0", new LinkKind.Bond("mode=1 use_carrier=1"))], [])), StringComparison.Ordinal);
    }
}
