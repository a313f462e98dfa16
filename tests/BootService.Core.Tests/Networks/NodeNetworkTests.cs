using System.Diagnostics;
using System.Globalization;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Tests.Profiles;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Networks;

public class NodeNetworkTests
{
    private static readonly Network Public =
        new("public", Ipv4Network.Parse("172.29.55.0/24")) { Gateway = Ipv4.Parse("172.29.55.1"), Zone = "pub.example.com", Mtu = 9000 };

    private static readonly HostInterface Boot = new("eth0", Cluster.Mac(0), Ipv4.Parse("10.1.255.254"), Network.Private, IsDefault: true);

    private static readonly HostInterface Second = new("eth1", Cluster.Mac(1), Ipv4.Parse("172.29.55.10"), "public");

    [Fact]
    public void A_host_with_one_card_needs_nothing_but_the_card_it_boots_from()
    {
        Assert.True(Plan(Boot).IsBootCardOnly);
        Assert.True(Plan(Boot with { Address = null }, new HostInterface("ipmi", null, Ipv4.Parse("10.1.9.9"), Network.Private)).IsBootCardOnly);
        Assert.Equal("--device=bootif", Line(Plan(Boot)).Split(' ')[1]);
    }

    [Fact]
    public void A_second_card_is_configured_and_the_default_route_is_the_default_interface_s()
    {
        var plan = Plan(Boot with { IsDefault = false }, Second with { IsDefault = true });
        Assert.Equal(["eth0", "eth1"], plan.Links.Select(link => link.Name));
        Assert.True(plan.Links[0] is { Asks: true, IsDefault: false, Gateway: null });
        Assert.True(plan.Links[1] is { Asks: false, IsDefault: true, Mtu: 9000, Addresses: [{ Prefix: 24 }] });
        Assert.Equal(Public.Gateway, plan.Links[1].Gateway);
    }

    [Fact]
    public void A_bond_has_the_address_and_its_members_have_none()
    {
        var plan = Plan(Bond("mode=1 miimon=100"), Member("eth0", 0), Member("eth1", 1));
        Assert.Equal(["eth0", "eth1", "bond0"], plan.Links.Select(link => link.Name));
        Assert.Equal(new LinkKind.Bond("mode=1 miimon=100"), plan.Links[2].Kind);
        Assert.All(plan.Links[..2], link => Assert.True(link is { Master: "bond0", Addresses: [], Asks: false }));
        Assert.True(plan.Links[2] is { IsDefault: true, Asks: false, Addresses: [_] });
    }

    /// <summary>Its number stands in its name: nobody need say it twice.</summary>
    [Theory]
    [InlineData("bond0.55", "bond0", null)]
    [InlineData("bond0.55", "bond0", "bond0")]
    [InlineData("eth2.7", "eth2", null)]
    public void A_VLAN_is_one_by_its_name(string name, string parent, string? channel)
    {
        var plan = Plan(Bond("mode=1"), Member("eth0", 0), Member("eth1", 1), new HostInterface("eth2", Cluster.Mac(2), null, null),
            new HostInterface(name, null, Ipv4.Parse("172.29.55.10"), "public") { Channel = channel });
        Assert.Equal(new LinkKind.Vlan(parent, int.Parse(name.Split('.')[1], CultureInfo.InvariantCulture)), plan.Links.Single(link => link.Name == name).Kind);
        Assert.Contains(plan.Links, link => link.Name == parent);
    }

    /// <summary>As for machines whose guests are in a VLAN of their own.</summary>
    [Theory]
    [InlineData(55)]
    [InlineData(null)]
    public void A_VLAN_is_part_of_a_bridge(int? id)
    {
        var plan = Plan(Bond("mode=1"), Member("eth0", 0), Member("eth1", 1),
            new HostInterface("bond0.55", null, null, null) { Vlan = id, Channel = "br0" },
            new HostInterface("br0", null, Ipv4.Parse("172.29.55.10"), "public") { Options = "bridge" });
        Assert.Equal(["eth0", "eth1", "bond0", "bond0.55", "br0"], plan.Links.Select(link => link.Name));
        Assert.True(plan.Links[3] is { Master: "br0", Addresses: [], Kind: LinkKind.Vlan { Parent: "bond0", Id: 55 } });
        Assert.Contains("master=br0\nslave-type=bridge\n", KeyfileScript.FileOf(plan, plan.Links[3]), StringComparison.Ordinal);
    }

    /// <summary>A kernel gives no VLAN larger packets than the link below has (vlan_dev.c, vlan_dev_change_mtu).</summary>
    [Fact]
    public void Links_have_room_for_what_they_carry()
    {
        var plan = Plan(
            new HostInterface("bond0", null, null, null) { Options = "mode=1" }, Member("eth1", 1), Member("eth2", 2), Boot,
            new HostInterface("bond0.55", null, null, null) { Channel = "br0" },
            new HostInterface("br0", null, Ipv4.Parse("172.29.55.10"), "public") { Options = "bridge" });
        Assert.Equal(["eth1 9000", "eth2 9000", "bond0 9000", "bond0.55 9000", "br0 9000", "eth0 "],
            plan.Links.OrderBy(link => link.Name == "eth0").Select(link => $"{link.Name} {link.Mtu}"));
        Assert.Equal(9000, Plan(Boot, new HostInterface("eth0.100", null, Ipv4.Parse("172.29.55.10"), "public")).Links[0].Mtu);
    }

    [Fact]
    public void Routes_of_a_narrower_scope_win_and_leave_by_the_link_whose_network_holds_their_router()
    {
        var inventory = Inventory(Boot, Second)
            .Set(AttributeOwner.Global, "route.10.9.0.0.16", "10.1.0.1").Set(AttributeOwner.Global, "route.10.8.0.0.16", "10.1.0.1")
            .Set(AttributeOwner.Of(Cluster.Name("backend-0-0")), "route.10.9.0.0.16", "172.29.55.7")
            .Set(AttributeOwner.Of(Cluster.Name("backend-0-0")), "route.10.8.0.0.16", "");
        Assert.Equal([new NodeRoute(Ipv4Network.Parse("10.9.0.0/16"), Ipv4.Parse("172.29.55.7"), "eth1")],
            NodeNetworkPlan.Of(inventory, Host(inventory)).Routes);
    }

    public static TheoryData<string, HostInterface[]> Impossible => new()
    {
        { "one member only", [Bond("mode=1"), Member("eth0", 0)] },
        { "no member", [Bond("mode=1"), Boot] },
        { "mode 9 of a bond", [Bond("mode=9"), Member("eth0", 0), Member("eth1", 1)] },
        { "primary=eth7 names an interface that is no member", [Bond("mode=1 primary=eth7"), Member("eth0", 0), Member("eth1", 1)] },
        { "part of bond1, which the host does not have", [Boot, Member("eth1", 1) with { Channel = "bond1" }] },
        { "an address of its own", [Bond("mode=1"), Member("eth0", 0), Second with { Channel = "bond0" }] },
        { "VLAN 100 on nothing", [Boot, new HostInterface("vlan100", null, Ipv4.Parse("172.29.55.10"), "public") { Vlan = 100 }] },
        { "VLAN 100 on eth7", [Boot, new HostInterface("eth7.100", null, Ipv4.Parse("172.29.55.10"), "public") { Vlan = 100 }] },
        { "numbers go from 1 to 4094", [Boot, Second with { Vlan = 4095 }] },
        { "VLAN 100 on eth7", [Boot, new HostInterface("eth7.100", null, Ipv4.Parse("172.29.55.10"), "public")] },
        { "part of br1, which the host does not have", [Boot, new HostInterface("eth0.100", null, null, null) { Channel = "br1" }] },
        { "is no name of a kernel module", [Boot with { Module = "e1000;reboot" }] },
        { "further address of eth7", [Boot, new HostInterface("eth7:1", null, Ipv4.Parse("172.29.55.10"), "public")] },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_is_one_sentence(string why, HostInterface[] nics)
    {
        var inventory = Inventory(nics);
        Assert.Contains(why, Assert.Throws<RefusedException>(() => NodeNetworkPlan.Of(inventory, Host(inventory))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_is_loaded_at_the_start_of_the_system_whose_card_wants_it()
    {
        var plan = Plan(Boot with { Module = "r8125" });
        Assert.True(plan.IsBootCardOnly);
        Assert.Equal("mkdir -p /etc/modules-load.d\necho r8125 > /etc/modules-load.d/link-eth0.conf\n", LinkModules.Script(plan, isOld: false));
        Assert.Equal("echo 'alias eth0 r8125' > /etc/modprobe.d/link-eth0.conf\n", LinkModules.Script(plan, isOld: true));
        Assert.Equal("", LinkModules.Script(Plan(Boot), isOld: false));
    }

    [Theory]
    [InlineData("route.10.9.0.0.16", "10.7.0.1", "on none of the host's networks")]
    [InlineData("route.10.9.0.0.16", "10.7.0.1 eth0", "no neighbour on interface eth0")]
    [InlineData("route.10.9.0.0.16", "- eth9", "interface eth9, which the host does not have")]
    [InlineData("route.10.9.0.1.16", "10.1.0.1", "no bits of the address beyond the prefix")]
    [InlineData("route.10.1.7.0.24", "10.1.7.1", "which is itself in 10.1.7.0/24: a circle")]
    [InlineData("route.10.1.0.0.16", "10.1.7.1", "a circle")]
    [InlineData("route.0.0.0.0.0", "172.29.55.9", "is a second default route: the first goes by")]
    [InlineData("route.10.9.0.0.16", "172.29.55.10", "which is the host itself")]
    [InlineData("route.10.9.0.0.16", "there", "must be the address of a router")]
    public void A_route_without_a_way_is_refused(string name, string value, string why)
    {
        var inventory = Inventory(Boot, Second).Set(AttributeOwner.Global, name, value);
        Assert.Contains(why, Assert.Throws<RefusedException>(() => NodeNetworkPlan.Of(inventory, Host(inventory))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("route.0.0.0.0.0", "172.29.55.9")]
    [InlineData("route.10.9.0.0.16", "172.29.55.9")]
    [InlineData("route.10.9.0.0.16", "network public")]
    public void A_route_of_many_hosts_is_none_of_those_that_are_not_on_its_router_s_network(string name, string value)
    {
        var inventory = Inventory(Boot).Set(AttributeOwner.Global, name, value);
        Assert.Empty(NodeNetworkPlan.Of(inventory, Host(inventory)).Routes);
        inventory = Inventory(Boot).Set(AttributeOwner.Of(Host(inventory).Name), name, value);
        Assert.Throws<RefusedException>(() => NodeNetworkPlan.Of(inventory, Host(inventory)));
    }

    [Fact]
    public void Files_of_Enterprise_Linux_8_are_written_for_the_cards_the_machine_has()
    {
        var root = Directory.CreateTempSubdirectory("bootservice-ifcfg-").FullName;
        Card(root, "ens3", Cluster.Mac(0));
        Card(root, "ens4", Cluster.Mac(1));
        var inventory = Everything();
        Run(IfcfgScript.Of(NodeNetworkPlan.Of(inventory, Host(inventory)), needsBondAlias: false), root);
        string[] files = [.. Directory.GetFiles(Path.Combine(root, "etc/sysconfig/network-scripts")).Order(StringComparer.Ordinal)];
        Golden.Matches(string.Concat(files.Select(file => $"== {Path.GetFileName(file)}\n{File.ReadAllText(file)}")), "networks/ifcfg.txt");
        Directory.Delete(root, recursive: true);
    }

    [Theory]
    [InlineData("sysconfig/network-scripts/ifcfg-bond0", "BONDING_OPTS=\"mode=1 primary=ens4\"\n")]
    [InlineData("NetworkManager/system-connections/bond0.nmconnection", "mode=active-backup\nprimary=ens4\n")]
    public void The_member_that_a_bond_prefers_is_called_what_the_system_calls_it(string file, string line)
    {
        var root = Directory.CreateTempSubdirectory("bootservice-bond-").FullName;
        Card(root, "ens3", Cluster.Mac(0));
        Card(root, "ens4", Cluster.Mac(1));
        var plan = Plan(Bond("mode=1 primary=eth1"), Member("eth0", 0), Member("eth1", 1));
        Run(file.StartsWith('s') ? IfcfgScript.Of(plan, needsBondAlias: false) : KeyfileScript.Of(plan), root);
        Assert.Contains(line, File.ReadAllText(Path.Combine(root, "etc", file)), StringComparison.Ordinal);
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public void Keyfiles_say_the_same_and_NetworkManager_reads_them()
    {
        var inventory = Everything();
        var plan = NodeNetworkPlan.Of(inventory, Host(inventory));
        foreach (var link in plan.Links)
        {
            using var tool = Process.Start(new ProcessStartInfo("nmcli", ["--offline", "connection", "modify", "connection.id", link.Name])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            tool.StandardInput.Write(KeyfileScript.FileOf(plan, link));
            tool.StandardInput.Close();
            var read = tool.StandardOutput.ReadToEnd();
            Assert.True(tool.WaitForExit(60_000) && tool.ExitCode == 0, $"{link.Name}: {tool.StandardError.ReadToEnd()}\n{KeyfileScript.FileOf(plan, link)}");
            Assert.Contains($"id={link.Name}\n", read, StringComparison.Ordinal);
        }

        Golden.Matches(string.Concat(plan.Links.Select(link => $"== {link.Name}\n{KeyfileScript.FileOf(plan, link)}")), "networks/keyfiles.txt");
    }

    [Fact]
    public void Its_script_takes_away_what_the_installer_left_for_the_same_card()
    {
        var root = Directory.CreateTempSubdirectory("bootservice-nm-").FullName;
        Card(root, "ens3", Cluster.Mac(0));
        var folder = Directory.CreateDirectory(Path.Combine(root, "etc/NetworkManager/system-connections")).FullName;
        File.WriteAllText(Path.Combine(folder, "ens3.nmconnection"), "[connection]\ninterface-name=ens3\n");
        File.WriteAllText(Path.Combine(folder, "other.nmconnection"), "[connection]\ninterface-name=ens30\n");
        Run(KeyfileScript.Of(Plan(Boot, Second)), root);
        Assert.Equal(
            ["eth0.nmconnection", "eth1.nmconnection", "other.nmconnection"],
            Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "eth1.nmconnection")));
        Directory.Delete(root, recursive: true);
    }

    [Theory]
    [InlineData("80:00:02:08:fe:80:00:00:00:00:00:00:f4:52:14:03:00:7b:cb:a1")]
    [InlineData("f4:52:14:03:00:7b:cb:a1")]
    [InlineData("F4-52-14-03-00-7B-CB-A1")]
    [InlineData("f4521403007bcba1")]
    public void An_InfiniBand_port_is_known_by_its_GUID_however_it_is_written(string text)
    {
        Assert.True(MacAddress.TryParse(text, null, out var mac));
        Assert.True(mac is { IsInfiniband: true, IsMulticast: false });
        Assert.Equal("f4:52:14:03:00:7b:cb:a1", mac.ToString());
        Assert.Equal(mac, MacAddress.Parse(mac.ToString("-")));
        var plan = Plan(Boot, new HostInterface("ib0", mac, Ipv4.Parse("172.29.55.10"), "public"));
        Assert.IsType<LinkKind.Infiniband>(plan.Links.Single(link => link.Name == "ib0").Kind);
    }

    [Theory]
    [InlineData("00:00:14:03:00:7b:cb:a1")]
    [InlineData("52:54:00:00:00:01:02")]
    public void Other_lengths_and_GUIDs_without_a_maker_are_no_address(string text) => Assert.False(MacAddress.TryParse(text, null, out _));

    [Fact]
    public void A_member_of_a_bond_is_given_the_bond_s_address()
    {
        var host = Host(Inventory(Bond("mode=1"), Member("eth0", 0), Member("eth1", 1)));
        Assert.Equal(Boot.Address, host.AddressAt(Cluster.Mac(0)));
        Assert.Equal(Boot.Address, host.AddressAt(Cluster.Mac(1)));
        Assert.Null(host.AddressAt(Cluster.Mac(4)));
        Assert.Equal(Cluster.Mac(0), host.CardAt(Boot.Address!.Value));
        Assert.Null(host.CardAt(Ipv4.Parse("10.1.9.9")));
    }

    [Fact]
    public void A_member_of_a_bond_under_a_bridge_is_given_the_bridge_s_address()
    {
        var host = Host(Inventory(
            Bond("mode=1") with { Address = null, Network = null, IsDefault = false, Channel = "br0" }, Member("eth0", 0), Member("eth1", 1),
            new HostInterface("br0", null, Boot.Address, Network.Private, IsDefault: true) { Options = "bridge" }));
        Assert.Equal(("br0", Boot.Address), (host.AddressedBy(Cluster.Mac(0))!.Name, host.AddressAt(Cluster.Mac(1))));
        var circle = host with { Interfaces = [Member("eth0", 0), Bond("") with { Address = null, Channel = "bond0" }] };
        Assert.Null(circle.AddressAt(Cluster.Mac(0)));
    }

    private static Inventory Everything() => Inventory(
            Bond("mode=1 miimon=100"), Member("eth0", 0), Member("eth1", 1),
            new HostInterface("bond0.100", null, Ipv4.Parse("172.29.55.10"), "public") { Vlan = 100 },
            new HostInterface("bond0:1", null, Ipv4.Parse("10.1.9.1"), Network.Private),
            new HostInterface("br0", null, Ipv4.Parse("10.6.0.9"), "storage") { Options = "bridge onboot=no" },
            new HostInterface("eth2", Cluster.Mac(2), null, null) { Channel = "br0" },
            new HostInterface("ib0", MacAddress.Parse("f4:52:14:03:00:7b:cb:a1"), Ipv4.Parse("10.7.0.9"), "fabric"),
            new HostInterface("eth3", Cluster.Mac(3), Ipv4.Parse("10.8.0.9"), "tagged") { Vlan = 7 })
        .With(new Change.NetworkSet(new Network("storage", Ipv4Network.Parse("10.6.0.0/24"))),
            new Change.NetworkSet(new Network("fabric", Ipv4Network.Parse("10.7.0.0/24")) { Mtu = 4092 }))
        .With(new Change.NetworkSet(new Network("tagged", Ipv4Network.Parse("10.8.0.0/24"))))
        .Set(AttributeOwner.Global, "route.10.9.0.0.16", "10.1.0.1").Set(AttributeOwner.Global, "route.10.99.0.0.16", "- ib0")
        .Set(AttributeOwner.Global, Core.Names.NameServers.AttributeName, "10.1.1.1, 10.1.1.2");

    private static HostInterface Bond(string options) => new("bond0", null, Boot.Address, Network.Private, IsDefault: true) { Options = options };

    private static HostInterface Member(string name, int rank) => new(name, Cluster.Mac(rank), null, null) { Channel = "bond0" };

    private static NodeNetwork Plan(params HostInterface[] nics)
    {
        var inventory = Inventory(nics);
        return NodeNetworkPlan.Of(inventory, Host(inventory));
    }

    private static Inventory Inventory(params HostInterface[] nics) => Core.Inventories.Inventory.Empty(Cluster.Frontend).With(
        new Change.NetworkSet(new Network(Network.Private, Cluster.Frontend.Subnet) { Gateway = Ipv4.Parse("10.1.0.1"), Zone = "local" }),
        new Change.NetworkSet(Public),
        new Change.HostSet(Cluster.Backend(0) with { Interfaces = [.. nics.OrderBy(nic => nic.Name, StringComparer.Ordinal)] }));

    private static Host Host(Inventory inventory) => inventory.HostOf(Cluster.Name("backend-0-0"))!;

    private static string Line(NodeNetwork network) =>
        Workshop.Kickstart(Core.Profiles.ProfileTemplates.Compile([Workshop.BootFiles()]).Render(Workshop.Request("9.6",
            ("hostname", "h")) with
        { Network = network }))
            .Split('\n').Single(line => line.StartsWith("network ", StringComparison.Ordinal));

    private static void Card(string root, string name, MacAddress mac)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "sys/class/net", name, "device")).Parent!.FullName;
        File.WriteAllText(Path.Combine(folder, "address"), $"{mac}\n");
    }

    private static void Run(string script, string root)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh") { RedirectStandardInput = true, RedirectStandardError = true, UseShellExecute = false })!;
        shell.StandardInput.Write(script.Replace("/etc/", $"{root}/etc/", StringComparison.Ordinal).Replace("/sys/", $"{root}/sys/", StringComparison.Ordinal));
        shell.StandardInput.Close();
        var errors = shell.StandardError.ReadToEnd();
        shell.WaitForExit();
        Assert.True(shell.ExitCode == 0, errors);
    }
}
