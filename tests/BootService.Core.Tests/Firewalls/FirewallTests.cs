using System.Diagnostics;
using BootService.Core.Attributes;
using BootService.Core.Firewalls;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Firewalls;

public sealed class FirewallTests
{
    private static FirewallRule Rule(
        string name, string chain = "INPUT", string action = "ACCEPT", string protocol = "tcp", string service = "", string network = "", string output = "",
        string flags = "") =>
        FirewallRule.Of(name, chain, action, protocol, service, network, output, flags, "");

    private static Inventory Site(params FirewallRule[] rules) => rules.Aggregate(
        Cluster.Inventory().With(new Change.NetworkSet(new Network("public", Ipv4Network.Parse("192.0.2.0/24")))),
        (inventory, rule) => inventory.Set(AttributeOwner.Global, rule.AttributeName, rule.ToValue()));

    private static NodeFirewall Of(Inventory inventory) => NodeFirewall.Of(inventory, inventory.HostOf(Cluster.Name("backend-0-0"))!);

    private static readonly FirewallRule[] Every =
    [
        Rule("web", service: "http,8000:8010", network: "private"),
        Rule("dns", protocol: "udp", service: "domain", flags: "-s 10.1.0.0/16 -m state --state NEW"),
        Rule("ping", protocol: "icmp", action: "DROP", flags: "--icmp-type echo-request"),
        Rule("loud", action: "LOG", protocol: "all"),
        Rule("out", chain: "OUTPUT", action: "REJECT", service: "25", network: "private"),
        Rule("route", chain: "FORWARD", protocol: "all", network: "private", output: "public"),
        Rule("nat", chain: "POSTROUTING", action: "MASQUERADE", protocol: "all", network: "private", output: "public"),
        Rule("elsewhere", service: "ssh", network: "public"),
    ];

    [Fact]
    public void A_rule_is_kept_as_an_attribute_and_read_as_it_was() =>
        Assert.All(Every, rule => Assert.Equal(rule, FirewallRule.Read(rule.AttributeName, rule.ToValue())));

    [Fact]
    public void A_narrower_scope_s_rule_wins_an_empty_one_takes_it_away_and_the_switch_all()
    {
        var site = Site(Rule("web", service: "80"), Rule("db", service: "3306"));
        var own = AttributeOwner.Of(Cluster.Name("backend-0-0"));
        var changed = site.Set(own, "firewall.web", Rule("web", service: "8080").ToValue()).Set(own, "firewall.db", "");
        Assert.Equal(["8080"], Of(changed).Rules.Select(placed => placed.Rule.Service));
        Assert.True(Of(changed.Set(AttributeOwner.Global, "firewall", "false")).IsNone);
        Assert.True(Of(Cluster.Inventory()).IsNone);
    }

    [Fact]
    public void A_network_whose_every_address_has_a_closer_way_is_meant_by_its_own_addresses()
    {
        var site = Site(Rule("nat", chain: "POSTROUTING", action: "MASQUERADE", protocol: "all", network: "private", output: "public"))
            .Set(AttributeOwner.Of(Cluster.Name("backend-0-0")), "route.192.0.2.0.25", "10.1.0.9")
            .Set(AttributeOwner.Of(Cluster.Name("backend-0-0")), "route.192.0.2.128.25", "10.1.0.9");
        Assert.Equal([Ipv4Network.Parse("192.0.2.0/24")], Of(site).Rules.Single().To!.Networks);
    }

    [Fact]
    public void The_order_is_accepting_first_and_refusing_last_and_networks_are_addresses()
    {
        var rules = Of(Site(Every)).Rules;
        Assert.Equal(["dns", "route", "web", "loud", "nat", "out", "ping"], rules.Select(placed => placed.Rule.Name));
        Assert.Equal([Ipv4.Parse("10.1.255.254")], rules.Single(placed => placed.Rule.Name == "web").Own);
        Assert.Equal([Ipv4Network.Parse("192.0.2.0/24")], rules.Single(placed => placed.Rule.Name == "nat").To!.Networks);
    }

    [Theory]
    [InlineData(0, "-s 10.1.0.0/16 -j MASQUERADE", "ip saddr 10.1.0.0/16 masquerade")]
    [InlineData(1, "-s 10.1.0.0/16 ! -d 10.1.0.0/16 -j MASQUERADE", "ip saddr 10.1.0.0/16 ip daddr != { 10.1.0.0/16 } masquerade")]
    [InlineData(2, "-s 10.1.0.0/16 -j rule0", "ip saddr 10.1.0.0/16 ip daddr != { 10.1.0.0/16, 10.9.0.0/16 } masquerade")]
    public void What_goes_out_by_the_network_of_the_default_route_goes_anywhere_but_to_the_host_s_other_networks(int others, string iptables, string nft)
    {
        var site = Site(Rule("nat", chain: "POSTROUTING", action: "MASQUERADE", protocol: "all", network: "private", output: "public"))
            .With(new Change.NetworkSet(new Network("storage", Ipv4Network.Parse("10.9.0.0/16"))));
        var host = TwoCards(site);
        var third = host.Interfaces[1] with { Name = "eth2", Mac = null, Address = Ipv4.Parse("10.9.0.7"), Network = "storage" };
        var firewall = Of(site.With(new Change.HostSet(host with { Interfaces = [.. host.Interfaces.Append(third).Take(others + 1)] })));
        Assert.Contains(iptables, IptablesRuleset.Of(firewall), StringComparison.Ordinal);
        Assert.Contains(nft, NftablesRuleset.Of(firewall), StringComparison.Ordinal);
        Check("iptables-restore", "--test", IptablesRuleset.Of(firewall));
        Check("nft", "-c -f -", NftablesRuleset.Of(firewall));
    }

    [Fact]
    public void What_is_refused_of_the_network_of_the_default_route_is_refused_of_everybody_behind_it()
    {
        var site = Site(Rule("shut", chain: "FORWARD", action: "DROP", protocol: "all", network: "public", output: "private"));
        var firewall = Of(site.With(new Change.HostSet(TwoCards(site))));
        Assert.Contains("-A FORWARD ! -s 10.1.0.0/16 -d 10.1.0.0/16 -j DROP", IptablesRuleset.Of(firewall), StringComparison.Ordinal);
        Assert.Contains("ip saddr != { 10.1.0.0/16 } ip daddr 10.1.0.0/16 drop", NftablesRuleset.Of(firewall), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "route.10.7.0.0.16", "10.1.0.9", "! -d 10.1.0.0/16", "-A rule0 -d 10.7.0.0/16 -j RETURN", "ip daddr != { 10.1.0.0/16, 10.7.0.0/16 }")]
    [InlineData("route.10.1.128.0.17", "192.0.2.9", "! -d 10.1.0.0/16", "! -d 10.1.0.0/17 -j MASQUERADE", "ip daddr != { 10.1.0.0/17 }")]
    [InlineData("route.0.0.0.0.0", "10.1.0.9", "! -d 10.1.0.0/16", "-d 192.0.2.0/24 -j MASQUERADE", "ip daddr 192.0.2.0/24")]
    public void What_routes_lead_to_lies_on_the_side_of_the_network_they_leave_by(string route, string value, string before, string iptables, string nft)
    {
        var site = Site(Rule("nat", chain: "POSTROUTING", action: "MASQUERADE", protocol: "all", output: "public"))
            .Set(AttributeOwner.Of(Cluster.Name("backend-0-0")), route, value);
        var firewall = Of(site.With(new Change.HostSet(TwoCards(site))));
        Assert.DoesNotContain($"{before} -j MASQUERADE", IptablesRuleset.Of(firewall), StringComparison.Ordinal);
        Assert.Contains(iptables, IptablesRuleset.Of(firewall), StringComparison.Ordinal);
        Assert.Contains(nft, NftablesRuleset.Of(firewall), StringComparison.Ordinal);
        Check("iptables-restore", "--test", IptablesRuleset.Of(firewall));
        Check("nft", "-c -f -", NftablesRuleset.Of(firewall));
    }

    [Fact]
    public void What_lies_behind_a_router_on_another_network_than_the_default_route_s_is_on_that_network_s_side()
    {
        var site = Site(Rule("in", chain: "FORWARD", action: "DROP", protocol: "all", network: "private", output: "all"))
            .Set(AttributeOwner.Global, "route.10.7.0.0.16", "10.1.0.9");
        var firewall = Of(site.With(new Change.HostSet(TwoCards(site))));
        Assert.Contains("-A FORWARD -s 10.1.0.0/16 -j DROP\n-A FORWARD -s 10.7.0.0/16 -j DROP\n", IptablesRuleset.Of(firewall), StringComparison.Ordinal);
        Assert.Contains("ip saddr { 10.1.0.0/16, 10.7.0.0/16 } drop", NftablesRuleset.Of(firewall), StringComparison.Ordinal);
        Check("nft", "-c -f -", NftablesRuleset.Of(firewall));
    }

    private static Host TwoCards(Inventory site)
    {
        var host = site.HostOf(Cluster.Name("backend-0-0"))!;
        var outer = host.Interfaces[0] with { Name = "eth1", Mac = null, Address = Ipv4.Parse("192.0.2.7"), Network = "public", IsDefault = true };
        return host with { Interfaces = [outer, host.Interfaces[0] with { IsDefault = false }] };
    }

    [Fact]
    public void Nftables_itself_takes_the_file() => Check("nft", "-c -f -", NftablesRuleset.Of(Of(Site(Every))));

    [Fact]
    public void Iptables_itself_takes_the_file() => Check("iptables-restore", "--test", IptablesRuleset.Of(Of(Site(Every))));

    [Fact]
    public void The_frontend_comes_in_by_ssh_whatever_the_rules_say()
    {
        var firewall = Of(Site(Rule("nobody", action: "DROP", protocol: "all")));
        var (nft, iptables) = (NftablesRuleset.Of(firewall), IptablesRuleset.Of(firewall));
        Assert.True(nft.IndexOf("10.1.1.1 } tcp dport 22 accept", StringComparison.Ordinal) < nft.IndexOf("drop comment", StringComparison.Ordinal));
        Assert.True(
            iptables.IndexOf("-s 10.1.1.1 -p tcp --dport 22 -j ACCEPT", StringComparison.Ordinal) < iptables.IndexOf("-j DROP", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a b", "INPUT", "ACCEPT", "tcp", "", "", "not made of letters")]
    [InlineData("a", "INPT", "ACCEPT", "tcp", "", "", "chain \"INPT\" is none of")]
    [InlineData("a", "INPUT", "ALLOW", "tcp", "", "", "action \"ALLOW\" is none of")]
    [InlineData("a", "INPUT", "ACCEPT", "sctp", "", "", "protocol \"sctp\" is none of")]
    [InlineData("a", "INPUT", "ACCEPT", "icmp", "ssh", "", "needs protocol tcp or udp, or all for both")]
    [InlineData("a", "INPUT", "ACCEPT", "tcp", "sssh", "", "neither a port")]
    [InlineData("a", "INPUT", "ACCEPT", "tcp", "70000", "", "neither a port")]
    [InlineData("a", "INPUT", "ACCEPT", "tcp", "20:10", "", "neither a port")]
    [InlineData("a", "INPUT", "MASQUERADE", "all", "", "", "belongs into chain POSTROUTING")]
    [InlineData("a", "POSTROUTING", "ACCEPT", "all", "", "", "belongs into chain POSTROUTING")]
    [InlineData("a", "INPUT", "ACCEPT", "tcp", "", "-m limit --limit 5/s", "are not understood here")]
    [InlineData("a", "INPUT", "ACCEPT", "tcp", "", "-s nowhere", "neither an address nor a network")]
    [InlineData("a", "INPUT", "ACCEPT", "tcp", "", "--icmp-type echo-reply", "needs protocol icmp")]
    [InlineData("a", "INPUT", "ACCEPT", "tcp", "", "-s", "has no value")]
    public void What_cannot_be_is_refused_when_it_is_set(string name, string chain, string action, string protocol, string service, string flags, string why) =>
        Assert.Contains(
            why, Assert.Throws<RefusedException>(() => Rule(name, chain, action, protocol, service, flags: flags)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("chain=INPUT action=ACCEPT colour=red", "says \"colour\"")]
    [InlineData("INPUT", "is not KEY=VALUE")]
    [InlineData("chain=INPUT action=ACCEPT chain=OUTPUT", "says \"chain\" twice")]
    public void An_attribute_that_is_no_rule_is_told(string value, string why) =>
        Assert.Contains(why, Assert.Throws<RefusedException>(() => FirewallRule.Read("firewall.x", value)).Message, StringComparison.Ordinal);

    // In a network namespace of its own: a check reads the kernel's tables too, and this machine's are none of ours.
    private static void Check(string program, string arguments, string text)
    {
        using var process = Process.Start(
            new ProcessStartInfo(
                "unshare", $"-n {program} {arguments}")
            { RedirectStandardInput = true, RedirectStandardError = true, UseShellExecute = false })!;
        process.StandardInput.Write(text);
        process.StandardInput.Close();
        var complaint = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, complaint + text);
    }
}
