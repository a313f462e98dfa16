using System.Diagnostics;
using BootService.Core.Networks;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Networks;

/// <summary>A node's network in netplan's words.</summary>
public class NetplanTests
{
    private static readonly NodeNetwork Network = new(
        [
            new NodeLink("eth0", new LinkKind.Ethernet()) { Mac = MacAddress.Parse("52:54:00:00:00:01"), Asks = true, IsDefault = true, Mtu = 9000 },
            new NodeLink("eth1", new LinkKind.Ethernet()) { Mac = MacAddress.Parse("52:54:00:00:00:02"), Master = "bond0" },
            new NodeLink(
                "bond0", new LinkKind.Bond("mode=1 miimon=100 primary=eth1 arp_ip_target=10.1.1.1,10.1.1.2")) {
                    Addresses = [new NodeAddress(Ipv4.Parse("172.16.0.9"), 24)],
                    Gateway = Ipv4.Parse("172.16.0.1") },
            new NodeLink("bond0.7", new LinkKind.Vlan("bond0", 7)) { Addresses = [new NodeAddress(Ipv4.Parse("10.7.0.9"), 24)] },
            new NodeLink("br0", new LinkKind.Bridge()) { Starts = false },
        ],
        [new NodeRoute(new Ipv4Network(Ipv4.Parse("10.99.0.0"), 16), Ipv4.Parse("172.16.0.7"), "bond0")])
    {
        NameServers = [Ipv4.Parse("10.1.1.1")],
        Domain = "cluster.local",
    };

    [Fact]
    public void Every_kind_of_link_is_written_and_the_file_is_YAML() =>
        Assert.Equal(
            """
            network:
              version: 2
              renderer: networkd
              ethernets:
                eth0:
                  match: {macaddress: "52:54:00:00:00:01"}
                  set-name: eth0
                  mtu: 9000
                  dhcp4: true
                eth1:
                  match: {macaddress: "52:54:00:00:00:02"}
                  set-name: eth1
              bonds:
                bond0:
                  interfaces: [eth1]
                  parameters: {mode: active-backup, mii-monitor-interval: 100, primary: eth1, arp-ip-targets: [10.1.1.1, 10.1.1.2]}
                  dhcp4: false
                  addresses: ["172.16.0.9/24"]
                  routes: [{to: default, via: "172.16.0.1"}, {to: "10.99.0.0/16", via: "172.16.0.7"}]
                  nameservers: {search: ["cluster.local"], addresses: ["10.1.1.1"]}
              bridges:
                br0:
                  interfaces: []
                  parameters: {stp: false}
                  activation-mode: manual
                  dhcp4: false
                  nameservers: {search: ["cluster.local"], addresses: ["10.1.1.1"]}
              vlans:
                bond0.7:
                  id: 7
                  link: bond0
                  dhcp4: false
                  addresses: ["10.7.0.9/24"]
                  nameservers: {search: ["cluster.local"], addresses: ["10.1.1.1"]}

            """,
            Checked(Netplan.Text(Network)));

    [Theory]
    [InlineData("mode=5 tlb_dynamic_lb=0", "bond bond0 has the option tlb_dynamic_lb=0, which netplan has no word for here")]
    [InlineData("mode=4 lacp_rate=fast xmit_hash_policy=layer3+4", null)]
    public void What_it_has_no_word_for_is_said(string options, string? why)
    {
        var said = Netplan.WhyNot(new NodeNetwork([new NodeLink("bond0", new LinkKind.Bond(options))], []));
        Assert.Equal(why, why is null ? said : said?[..why.Length]);
    }

    /// <summary>Read by the YAML that netplan itself is built on.</summary>
    private static string Checked(string text)
    {
        using var python = Process.Start(
            new ProcessStartInfo(
                "python3", ["-c", "import sys, yaml; assert yaml.safe_load(sys.stdin)['network']['version'] == 2"])
            {
                RedirectStandardInput = true,
                UseShellExecute = false
            })!;
        python.StandardInput.Write(text);
        python.StandardInput.Close();
        python.WaitForExit();
        Assert.Equal(0, python.ExitCode);
        return text;
    }
}
