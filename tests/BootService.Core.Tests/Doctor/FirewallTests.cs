using BootService.Core.Doctor;
using Xunit;

namespace BootService.Core.Tests.Doctor;

public sealed class FirewallTests
{
    private static readonly FirewallPacket Dhcp = new("udp", 67, "eth1");
    private static readonly FirewallPacket Http = new("tcp", 80, "eth1");

    [Fact]
    public void A_chain_that_drops_what_no_rule_takes_drops_DHCP_unless_a_rule_lets_it_in()
    {
        Assert.Equal("inet t i", Nft("drop", """{"accept":null}""", Match("tcp", "22")).DropperOf(Dhcp));
        Assert.Null(Nft("drop", """{"accept":null}""", Match("udp", """{"set":[69,{"range":[60,67]}]}""")).DropperOf(Dhcp));
        Assert.Null(Nft("accept", """{"accept":null}""", Match("tcp", "22")).DropperOf(Dhcp));
    }

    [Theory]
    [InlineData("\"eth1\"", "==", true)]
    [InlineData("\"eth*\"", "==", true)]
    [InlineData("\"eth0\"", "==", false)]
    [InlineData("\"eth0\"", "!=", true)]
    public void A_rule_for_an_interface_concerns_that_interface(string name, string op, bool drops)
    {
        var card = $$$"""{"match":{"op":"{{{op}}}","left":{"meta":{"key":"iifname"}},"right":{{{name}}}}}""";
        Assert.Equal(drops, Nft("accept", """{"drop":null}""", card, Match("udp", "67")).DropperOf(Dhcp) is not null);
    }

    [Fact]
    public void Rules_for_connections_that_stand_do_not_let_a_new_machine_in()
    {
        const string Standing = """{"match":{"op":"in","left":{"ct":{"key":"state"}},"right":["established","related"]}}""";
        Assert.NotNull(Nft("drop", """{"accept":null}""", Standing).DropperOf(Dhcp));
    }

    [Fact]
    public void What_only_unreadable_rules_decide_is_not_called_dropped()
    {
        const string Strange = """{"xt":{"type":"match","name":"multiport"}}""";
        Assert.Null(Nft("drop", """{"accept":null}""", Strange).DropperOf(Dhcp));
        Assert.Null(Nft("accept", """{"drop":null}""", Strange).DropperOf(Dhcp));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"nftables\":[{\"rule\":{\"family\":\"inet\"}}]}")]
    [InlineData("{\"nftables\":7}")]
    public void Text_that_is_no_ruleset_is_none_and_no_accident(string text) => Assert.True(NftRuleset.Read(text) is null or { Chains.Count: 0 });

    [Fact]
    public void Iptables_rules_are_followed_through_chains_of_the_admin_s_own()
    {
        var filter = IptablesSave.Read("""
            *nat
            :INPUT DROP [0:0]
            COMMIT
            *filter
            :INPUT DROP [0:0]
            :boot - [0:0]
            -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
            -A INPUT -p tcp -m tcp --dport 22 -m comment --comment "by hand, for me" -j ACCEPT
            -A INPUT -i eth1 -j boot
            -A boot -p udp -m multiport --dports 67,69 -j ACCEPT
            -A boot ! -i eth1 -j ACCEPT
            COMMIT
            """);
        Assert.Null(filter.DropperOf(Dhcp));
        Assert.Equal("filter INPUT", filter.DropperOf(Dhcp with { Interface = "eth2" }));
        Assert.Equal("filter INPUT", filter.DropperOf(Dhcp with { Port = 4011 }));
        Assert.Equal("filter INPUT", filter.DropperOf(Http));
        Assert.Null(filter.DropperOf(Http with { Port = 22 }));
    }

    [Fact]
    public void A_rejection_is_named_by_its_chain()
    {
        var filter = IptablesSave.Read(
            "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -i eth+ -p udp -m udp --dport 60:70 -j REJECT --reject-with icmp-port-unreachable\nCOMMIT\n");
        Assert.Equal("filter INPUT", filter.DropperOf(Dhcp));
        Assert.Null(filter.DropperOf(Http));
    }

    [Fact]
    public void Chains_that_call_each_other_for_ever_end()
    {
        var filter = IptablesSave.Read("*filter\n:INPUT DROP [0:0]\n:a - [0:0]\n-A INPUT -j a\n-A a -j a\nCOMMIT\n");
        Assert.Equal("filter INPUT", filter.DropperOf(Dhcp));
    }

    private static string Match(string protocol, string port) =>
        $$$"""{"match":{"op":"==","left":{"payload":{"protocol":"{{{protocol}}}","field":"dport"}},"right":{{{port}}}}}""";

    private static Firewall Nft(string policy, string verdict, params string[] matches) => NftRuleset.Read($$$"""
        {"nftables":[{"metainfo":{"version":"1.0.6"}},{"table":{"family":"inet","name":"t","handle":1}},
        {"chain":{"family":"inet","table":"t","name":"i","handle":1,"type":"filter","hook":"input","prio":0,"policy":"{{{policy}}}"}},
        {"rule":{"family":"inet","table":"t","chain":"i","handle":3,"expr":[{{{string.Join(',', matches)}}},{"counter":{"packets":0,"bytes":0}},{{{verdict}}}]}}]}
        """)!;
}
