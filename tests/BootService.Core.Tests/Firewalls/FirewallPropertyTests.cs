using BootService.Core.Attributes;
using BootService.Core.Doctor;
using BootService.Core.Firewalls;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Net;
using CsCheck;
using Xunit;
using FirewallRule = BootService.Core.Firewalls.FirewallRule;

namespace BootService.Core.Tests.Firewalls;

/// <summary>Whatever rules a site sets: they are refused in a sentence, or both programs of nodes take them, and let the same packets in.</summary>
public sealed class FirewallPropertyTests
{
    private static readonly string[] Ports = ["all", "22", "ssh", "80,http", "8000:8010", "8000-8010", "1:65535", "ssh,22:30,25", "mesos-master",
        "53,5050:5060"];

    private static readonly Gen<string> Flags = Choice.Among(
        "", "", "", "-s 10.2.0.0/16", "-d 192.0.2.7", "--source 10.1.0.9 --destination 10.0.0.0/8", "-m state --state NEW,RELATED", "--ctstate invalid",
        "--sport 1024", "--icmp-type echo-request", "-m tcp");

    private static readonly Gen<string> Comment = Gen.OneOf(
        Choice.Among("", "", "all", "a=b", "chain=INPUT", "ünicode", "for the web", "x" + new string('y', 300), "  two  blanks ", "$(reboot) `id` \\ ; #"),
        Gen.String[Gen.Char[' ', '~'], 0, 20].Select(text => text.Replace('"', '\'')));

    private static readonly Gen<string> Network = Choice.Among("", "all", "private", "public", "private");

    private static readonly Gen<FirewallRule?> Any = Gen.Select(
        Gen.Select(Choice.Among("web", "a-b_9", "x" + new string('n', 60)), Choice.Among("INPUT", "input", "OUTPUT", "FORWARD", "POSTROUTING"),
            Choice.Among("ACCEPT", "DROP", "REJECT", "LOG", "MASQUERADE"), Choice.Among("", "tcp", "udp", "icmp", "all")),
        Gen.Select(Choice.Among(Ports), Network, Network, Flags), Comment).Select(Made);

    [Fact]
    public void Every_rule_that_can_be_is_read_from_its_attribute_as_it_was() =>
        Any.Where(rule => rule is not null).Sample(rule => Assert.Equal(rule, FirewallRule.Read(rule!.AttributeName, rule.ToValue())), iter: 5000);

    [Fact]
    public void Both_programs_take_whatever_rules_can_be()
    {
        foreach (var rules in Any.Where(rule => rule is not null).Array[1, 12].Array[12].Single())
        {
            var firewall = NodeFirewall.Of(Site([.. rules.Select((rule, at) => rule! with { Name = $"{rule.Name}-{at}" })]), Cluster.Backend(0));
            Tool.Run("unshare", ["-n", "nft", "-c", "-f", "-"], NftablesRuleset.Of(firewall));
            Tool.Run("unshare", ["-n", "iptables-restore", "--test"], IptablesRuleset.Of(firewall));
        }
    }

    /// <summary>The readers are the doctor's, which follow what the kernel lists of its own rules.</summary>
    [Fact]
    public void Both_let_the_same_connections_in()
    {
        var rules = Gen.Select(Choice.Among("ACCEPT", "DROP", "REJECT"), Choice.Among("tcp", "udp", "all"), Choice.Among(Ports)).Select(
            (action, protocol, ports) => Made(("web", "INPUT", action, protocol), (ports, "", "", ""), "")!);
        foreach (var some in rules.Array[1, 6].Array[8].Single())
        {
            // The doctor cannot tell who is meant by an address, so nobody is let in by his.
            var firewall = NodeFirewall.Of(Site([.. some.Select((rule, at) => rule with { Name = $"r{at}" })]), Cluster.Backend(0)) with { Frontends = [] };
            var listed = Tool.Run("unshare", ["-n", "sh", "-c", "nft -f - && nft -j list ruleset"], NftablesRuleset.Of(firewall));
            var saved = Tool.Run("unshare", ["-n", "sh", "-c", "iptables-restore && iptables-save"], IptablesRuleset.Of(firewall));
            var (nftables, iptables) = (NftRuleset.Read(listed)!, IptablesSave.Read(saved));
            foreach (var protocol in (string[])["tcp", "udp"])
            {
                foreach (var port in (int[])[1, 22, 25, 30, 31, 53, 80, 443, 5050, 5061, 8000, 8005, 8010, 8011, 65_535])
                {
                    var packet = new FirewallPacket(protocol, port, "eth1");
                    var accepts = firewall.Rules.First(placed => Concerns(placed.Rule, protocol, port) || placed == firewall.Rules[^1]).Rule;
                    var isIn = Concerns(accepts, protocol, port) && accepts.Action == "ACCEPT";
                    Assert.Equal(isIn, nftables.DropperOf(packet) is null);
                    Assert.Equal(isIn, iptables.DropperOf(packet) is null);
                }
            }
        }
    }

    [Theory]
    [InlineData("ssh", 22)]
    [InlineData("dns", 53)]
    [InlineData("x11", 6000)]
    [InlineData("mesos-master", 5050)]
    [InlineData("mesos-agent", 5051)]
    [InlineData("zookeeper", 2181)]
    public void A_service_is_known_by_its_name_whatever_letters_it_has(string name, int port) =>
        Assert.Equal([(port, port)], FirewallRule.Of("a", "INPUT", "ACCEPT", "tcp", name, "", "", "", "").Ports);

    /// <summary>As in Stacki, where a rule of every protocol may name a port: of those that have ports.</summary>
    [Fact]
    public void A_service_of_every_protocol_is_one_of_tcp_and_of_udp()
    {
        var firewall = NodeFirewall.Of(Site([FirewallRule.Of("no-telnet", "INPUT", "DROP", "all", "23", "", "", "", "")]), Cluster.Backend(0));
        Assert.Contains("-A INPUT -p tcp --dport 23 -j DROP\n-A INPUT -p udp --dport 23 -j DROP\n", IptablesRuleset.Of(firewall), StringComparison.Ordinal);
        Assert.Contains("\t\tmeta l4proto { tcp, udp } th dport { 23 } drop comment", NftablesRuleset.Of(firewall), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("80,http", "80-80")]
    [InlineData("8005,8000:8010", "8000-8010")]
    [InlineData("20:30,25:40,41", "20-41")]
    [InlineData("40,20", "20-20 40-40")]
    public void Ports_that_overlap_are_said_once_because_nft_refuses_them_twice(string service, string ranges) => Assert.Equal(
        ranges,
        string.Join(' ', FirewallRule.Of("a", "INPUT", "ACCEPT", "tcp", service, "", "", "", "").Ports.Select(range => $"{range.First}-{range.Last}")));

    [Theory]
    [InlineData("FORWARD", "private", "", "-s 10.9.0.0/16", "network private says already where it comes from")]
    [InlineData("FORWARD", "", "private", "-d 10.9.0.0/16", "output network private says already where it goes to")]
    [InlineData("INPUT", "private", "", "-d 10.9.0.0/16", "network private says already which of the host's addresses it is about")]
    [InlineData("OUTPUT", "private", "", "-s 10.9.0.0/16", "network private says already which of the host's addresses it is about")]
    public void What_is_said_twice_is_refused_instead_of_one_half_dropped(string chain, string network, string output, string flags, string why) =>
        Assert.Contains(
            why, Assert.Throws<RefusedException>(() => FirewallRule.Of("a", chain, "ACCEPT", "all", "", network, output, flags, "")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_rule_on_a_network_that_there_is_not_is_told_with_the_nearest_name()
    {
        var rule = FirewallRule.Of("web", "INPUT", "ACCEPT", "tcp", "80", "privat", "", "", "");
        var why = Assert.Throws<RefusedException>(() => NodeFirewall.Of(Site([rule]), Cluster.Backend(0))).Message;
        Assert.Equal("firewall rule web is about network \"privat\", which there is not: did you mean \"private\"?", why);
    }

    [Theory]
    [InlineData(true, true, "/etc/nftables.conf", "systemctl restart nftables")]
    [InlineData(true, false, "/etc/sysconfig/nftables.conf", "systemctl restart nftables")]
    [InlineData(false, false, "/etc/sysconfig/iptables", "service iptables restart")]
    public void The_script_writes_the_file_whole_where_the_system_reads_it(bool isNftables, bool isDebian, string file, string activate)
    {
        var firewall = NodeFirewall.Of(Site([FirewallRule.Of("web", "INPUT", "ACCEPT", "tcp", "80", "", "", "", "it's $HOME `id`")]), Cluster.Backend(0));
        var root = Directory.CreateTempSubdirectory("bootservice-firewall-").FullName;
        Directory.CreateDirectory(root + Path.GetDirectoryName(file));
        Tool.Run("dash", [], FirewallScript.Write(firewall, isNftables, isDebian, root));
        Assert.Equal(FirewallScript.TextOf(firewall, isNftables), File.ReadAllText(root + file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(root + file));
        Assert.Contains(activate, FirewallScript.Activate(isNftables), StringComparison.Ordinal);
        Tool.Run("dash", ["-n"], FirewallScript.Enable(isNftables) + FirewallScript.Activate(isNftables));
        Directory.Delete(root, recursive: true);
    }

    private static bool Concerns(FirewallRule rule, string protocol, int port) =>
        (rule.Protocol == "all" || rule.Protocol == protocol) && (!rule.Ports.Any() || rule.Ports.Any(range => range.First <= port && port <= range.Last));

    private static FirewallRule? Made((string Name, string Chain, string Action, string Protocol) what, (string, string, string, string) where, string comment)
    {
        try
        {
            return FirewallRule.Of(what.Name, what.Chain, what.Action, what.Protocol, where.Item1, where.Item2, where.Item3, where.Item4, comment);
        }
        catch (RefusedException why)
        {
            Assert.Matches(@"\A[^\n]{20,}\z", why.Message);
            return null;
        }
    }

    private static Inventory Site(IEnumerable<FirewallRule> rules) => rules.Aggregate(
        Cluster.Inventory().With(new Change.NetworkSet(new Network("public", Ipv4Network.Parse("192.0.2.0/24")))),
        (inventory, rule) => inventory.Set(AttributeOwner.Global, rule.AttributeName, rule.ToValue()));
}
