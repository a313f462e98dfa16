using System.Text;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Net;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Networks;

/// <summary>Whatever interfaces a host has: its network is refused in sentences, or every address of it arrives, in each family's words.</summary>
public sealed class NodeNetworkPropertyTests : IDisposable
{
    private static readonly string[] Bonds = ["mode=1 miimon=100", "mode=802.3ad,lacp_rate=fast", "mode=balance-alb", "bonding-opts=\"mode=4 updelay=200\""];

    private static readonly Gen<string?> Place = Choice.Among<string?>(Network.Private, "public", "storage", null);

    private static readonly Gen<HostInterface> Card = Gen.Select(
        Choice.Among("eth0", "eth1", "eth2", "eth3"), Choice.Among<string?>(null, null, "bond0", "bond0", "br0", "eth1"), Place,
        Choice.Among<string?>(null, null, null, "dhcp", "static", "onboot=no", "noreport"), Choice.Among<int?>(null, null, null, 7), Gen.Bool, Gen.Int[0, 9])
        .Select(card => new HostInterface(card.Item1, card.Item7 == 0 ? null : Cluster.Mac(card.Item1[3] - '0'), null, card.Item3, card.Item6)
        {
            Channel = card.Item2,
            Options = card.Item4,
            Vlan = card.Item2 is null ? card.Item5 : null,
        });

    private static readonly Gen<HostInterface> Above = Gen.Select(
        Choice.Among("bond0", "bond0", "bond1", "br0"), Place, Choice.Among<string?>([null, "dhcp", "bridge", .. Bonds]), Gen.Bool)
        .Select((name, place, options, isDefault) => new HostInterface(name, null, null, place, isDefault) { Options = options });

    private static readonly Gen<HostInterface> Other = Gen.Select(
        Choice.Among("eth0:1", "eth1:1", "bond0:1", "eth0.7", "bond0.7", "vlan9", "ib0", "ipmi"), Place, Choice.Among<string?>(null, "eth0", "bond0"), Gen.Bool)
        .Select((name, place, channel, isDefault) => new HostInterface(
            name, name == "ib0" ? MacAddress.Parse("f4:52:14:03:00:7b:cb:a1") : null, null, place, isDefault)
        {
            Vlan = name.Contains('.', StringComparison.Ordinal) ? 7 : name == "vlan9" ? 9 : null,
            Channel = name is "vlan9" ? channel : null,
        });

    private static readonly Gen<HostInterface[]> Interfaces = Gen.Select(Card.Array[1, 4], Above.Array[0, 2], Other.Array[0, 3], Gen.Int[0, 255])
        .Select((cards, above, others, addressed) => Lawful([.. cards, .. above, .. others], addressed));

    private readonly string _root = Directory.CreateTempSubdirectory("bootservice-links-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Faults_are_sentences_and_without_them_every_address_arrives() =>
        Interfaces.Sample(
            nics =>
            {
                var (inventory, host) = Site(nics);
                var faults = NodeNetworkPlan.Faults(inventory, host);
                Assert.All(faults, fault => Assert.Matches(@"\A[^\n]{20,}[^.\n]\z", fault));
                if (faults.Count > 0)
                {
                    Assert.Contains(faults[0], Assert.Throws<RefusedException>(() => NodeNetworkPlan.Of(inventory, host)).Message, StringComparison.Ordinal);
                    return;
                }

                var plan = NodeNetworkPlan.Of(inventory, host);
                if (!plan.IsBootCardOnly)
                {
                    Check(plan, host);
                }
            },
            iter: 20_000);

    [Fact]
    public void Every_family_s_script_is_shell_and_keyfiles_are_what_NetworkManager_reads()
    {
        var plans = Plans(25);
        var scripts = plans.SelectMany(plan => (string[])[
            IfcfgScript.Of(plan, needsBondAlias: true), KeyfileScript.Of(plan), NetworkdScript.Of(plan), Netplan.Script(plan),
            LinkModules.Script(plan, isOld: false)]);
        Tool.Run("dash", ["-n"], string.Concat(scripts));
        foreach (var (plan, link) in plans.SelectMany(plan => plan.Links.Select(link => (plan, link))).DistinctBy(pair => KeyfileScript.FileOf(pair.plan,
            pair.link)).Take(40))
        {
            var read = Tool.Run("nmcli", ["--offline", "connection", "modify", "connection.id", link.Name], KeyfileScript.FileOf(plan, link));
            var lines = read.Split('\n');
            if (link.Master is null)
            {
                Assert.Equal(link.Addresses.Length, lines.Count(line => line.StartsWith("address", StringComparison.Ordinal)));
                Assert.Contains($"method={(link.Asks ? "auto" : link.Addresses.IsEmpty ? "disabled" : "manual")}", lines);
            }
            else
            {
                Assert.Contains(lines, line => line == $"master={link.Master}" || line == $"controller={link.Master}");
            }
        }
    }

    [Fact]
    public void The_files_of_network_scripts_say_what_the_plan_says_when_a_shell_reads_them()
    {
        foreach (var plan in Plans(25))
        {
            var files = Written(IfcfgScript.Of(plan, needsBondAlias: false), plan);
            foreach (var link in plan.Links)
            {
                var said = files[link.Name];
                Assert.Equal(link.Starts ? "yes" : "no", said["ONBOOT"]);
                Assert.Equal(link.Asks ? "dhcp" : "none", said["BOOTPROTO"]);
                Assert.Equal(link.Kind is LinkKind.Bond { Options.Length: > 0 } bond ? bond.Options : "", said["BONDING_OPTS"]);
                Assert.Equal(link.Mtu?.ToString() ?? "", said["MTU"]);
                Assert.Equal(link.Addresses.FirstOrDefault(address => address.Alias is null) is { Prefix: > 0 } main ? main.Address.ToString() : "",
                    said["IPADDR"]);
                Assert.Equal(link.Gateway?.ToString() ?? "", said["GATEWAY"]);
                var kind = link.Master is { } master ? plan.Links.Single(other => other.Name == master).Kind : null;
                Assert.Equal(kind is LinkKind.Bridge ? link.Master : "", said["BRIDGE"]);
                Assert.Equal(kind is LinkKind.Bond ? link.Master : "", said["MASTER"]);
                Assert.Equal(link.Kind is LinkKind.Vlan vlan ? vlan.Parent : "", said["PHYSDEV"]);
            }

            // A further address of an interface that is a VLAN is one of the VLAN's link.
            var further = plan.Links.SelectMany(link => link.Addresses.Where(address => address.Alias is not null).Select(alias => (link, alias)));
            foreach (var (link, alias) in further)
            {
                var said = files[link.Name + alias.Alias![alias.Alias!.IndexOf(':')..]];
                Assert.Equal((alias.Address.ToString(), alias.Mask.ToString()), (said["IPADDR"], said["NETMASK"]));
            }
        }
    }

    [Fact]
    public void One_VLAN_of_a_link_is_there_once()
    {
        var card = new HostInterface("eth0", Cluster.Mac(0), Ipv4.Parse("10.1.0.9"), Network.Private, IsDefault: true);
        var named = new HostInterface("eth0.7", null, Ipv4.Parse("172.29.55.9"), "public") { Vlan = 7 };
        var other = new HostInterface("vlan7", null, Ipv4.Parse("172.29.55.10"), "public") { Vlan = 7, Channel = "eth0" };
        Assert.Equal(["interfaces eth0 and eth0.7 are both VLAN 7 on eth0: leave one of them out"], Faults(card with { Vlan = 7 }, named));
        Assert.Equal(["interfaces eth0.7 and vlan7 are both VLAN 7 on eth0: leave one of them out"], Faults(card, named, other));
        Assert.Empty(Faults(card, named, other with { Vlan = 8 }));
    }

    [Fact]
    public void Only_a_bond_or_a_bridge_has_members()
    {
        var first = new HostInterface("eth0", Cluster.Mac(0), Ipv4.Parse("10.1.0.9"), Network.Private, IsDefault: true);
        Assert.Contains(
            "interface eth1 is part of eth0, which is a card: a bond or a bridge has parts",
            Faults(first, new HostInterface("eth1", Cluster.Mac(1), null, null) { Channel = "eth0" }));
    }

    [Fact]
    public void A_further_address_of_a_bond_s_member_belongs_to_the_bond()
    {
        var faults = Faults(
            new HostInterface("bond0", null, Ipv4.Parse("10.1.0.9"), Network.Private, IsDefault: true) { Options = "mode=1" },
            new HostInterface("eth0", Cluster.Mac(0), null, null) { Channel = "bond0" },
                new HostInterface("eth1", Cluster.Mac(1), null, null) { Channel = "bond0" },
            new HostInterface("eth0:1", null, Ipv4.Parse("10.1.0.10"), Network.Private));
        Assert.Equal(["interface eth0:1 is a further address of eth0, which is part of bond0: call it bond0:1"], faults);
    }

    [Fact]
    public void The_boot_card_asks_and_has_its_further_address_all_the_same()
    {
        var (inventory, host) = Site(
            [new HostInterface("eth0", Cluster.Mac(0), Ipv4.Parse("10.1.0.9"), Network.Private, IsDefault: true),
                new HostInterface("eth0:1", null, Ipv4.Parse("172.29.55.9"), "public")]);
        var plan = NodeNetworkPlan.Of(inventory, host);
        Assert.True(Assert.Single(plan.Links) is { Asks: true, Addresses: [{ Alias: "eth0:1", Prefix: 24 }] });
        Assert.Contains("method=auto\naddress1=172.29.55.9/24\n", KeyfileScript.FileOf(plan, plan.Links[0]), StringComparison.Ordinal);
        Assert.Contains("DHCP=ipv4\nAddress=172.29.55.9/24\n", NetworkdScript.Of(plan), StringComparison.Ordinal);
        Assert.Contains("      dhcp4: true\n      addresses: [\"172.29.55.9/24\"]\n", Netplan.Text(plan), StringComparison.Ordinal);
        Assert.Equal("172.29.55.9", Written(IfcfgScript.Of(plan, needsBondAlias: false), plan)["eth0:1"]["IPADDR"]);
    }

    [Theory]
    [InlineData("mode=1 primary=$(reboot)")]
    [InlineData("mode=1 x=`id`")]
    [InlineData("mode=1 a=b\\c")]
    [InlineData("mode=1 a=b;c")]
    public void An_option_that_a_shell_would_read_is_none_of_a_bond_s(string options)
    {
        var faults = Faults(
            new HostInterface("bond0", null, Ipv4.Parse("10.1.0.9"), Network.Private, IsDefault: true) { Options = options },
            new HostInterface("eth0", Cluster.Mac(0), null, null) { Channel = "bond0" },
                new HostInterface("eth1", Cluster.Mac(1), null, null) { Channel = "bond0" });
        Assert.Contains("holds a character that no option of a bond has", Assert.Single(faults), StringComparison.Ordinal);
    }

    private static void Check(NodeNetwork plan, Host host)
    {
        Assert.Distinct(plan.Links.Select(link => link.Name));
        foreach (var (at, link) in plan.Links.Index())
        {
            if (link.Master is { } master)
            {
                Assert.True(plan.Links.Single(other => other.Name == master).Kind is LinkKind.Bond or LinkKind.Bridge, $"{link.Name} is part of {master}");
                Assert.True(link is { Asks: false, Addresses: [] }, link.Name);
            }

            if (link.Kind is LinkKind.Vlan { Parent: var parent })
            {
                Assert.Contains(plan.Links[..at], under => under.Name == parent);
            }

            if (link.Kind is LinkKind.Bond)
            {
                Assert.InRange(plan.Links[..at].Count(member => member.Master == link.Name), 2, 9);
            }
        }

        var known = host.Interfaces.Where(nic => nic.Name != "ipmi" && nic.Options != "noreport").ToArray();
        foreach (var nic in known.Where(nic => nic is { Address: not null, Network: not null }))
        {
            Assert.True(
                plan.Links.Count(link => link.Addresses.Any(has => has.Address == nic.Address)) == 1
                    || plan.Links.Any(link => link.Asks && (link.Name == nic.Name || link.Name == $"{nic.Name}.{nic.Vlan}")),
                $"{nic.Address} of {nic.Name} is nowhere");
        }

        Assert.Equal(host.Primary is { } primary && known.Contains(primary) ? 1 : 0, plan.Links.Count(link => link.IsDefault));
    }

    // As verbs let them be: each name once, one default, an address for each that is on a network and no member, no two alike.
    private static HostInterface[] Lawful(HostInterface[] wild, int addressed)
    {
        var (seen, hasDefault) = (0, false);
        var nics = wild.DistinctBy(nic => nic.Name).Select(nic =>
        {
            var at = seen++;
            var isMember = nic is { Channel: not null, Vlan: null };
            Ipv4? address = isMember || nic.Network is null || (addressed >> at & 1) == 0 ? null
                : new Ipv4(NetworkOf(nic.Network).Subnet.Address.Value + 10 + (uint)at);
            var isDefault = nic.IsDefault && !hasDefault && address is not null;
            hasDefault |= isDefault;
            return nic with { Address = address, IsDefault = isDefault };
        });
        return [.. nics];
    }

    private static Network NetworkOf(string name) => Networks.Single(network => network.Name == name);

    private static readonly Network[] Networks =
    [
        new(Network.Private, Cluster.Frontend.Subnet) { Gateway = Ipv4.Parse("10.1.0.1"), Zone = "local" },
        new("public", Ipv4Network.Parse("172.29.55.0/24")) { Gateway = Ipv4.Parse("172.29.55.1"), Mtu = 9000 },
        new("storage", Ipv4Network.Parse("10.6.0.0/24")),
    ];

    private static (Inventory Inventory, Host Host) Site(HostInterface[] nics)
    {
        var host = Cluster.Backend(0) with { Interfaces = [.. nics.OrderBy(nic => nic.Name, StringComparer.Ordinal)] };
        return (Inventory.Empty(Cluster.Frontend).With([.. Networks.Select(network => new Change.NetworkSet(network)), new Change.HostSet(host)]), host);
    }

    private static IReadOnlyList<string> Faults(params HostInterface[] nics)
    {
        var (inventory, host) = Site(nics);
        return NodeNetworkPlan.Faults(inventory, host);
    }

    private static NodeNetwork[] Plans(int count) =>
    [
        .. Interfaces.Array[4000].Single().Select(Site).Where(site => NodeNetworkPlan.Faults(site.Inventory, site.Host).Count == 0)
            .Select(site => NodeNetworkPlan.Of(site.Inventory, site.Host)).Where(plan => plan.Links.Length > 1)
            .DistinctBy(plan => string.Join(' ', plan.Links.Select(link => $"{link.Name}{link.Kind}{link.Master}{link.Asks}"))).Take(count),
    ];

    /// <summary>Runs a script on a machine of files whose cards are called otherwise, and reads what it wrote by a shell; by the appliance's names.</summary>
    private Dictionary<string, Dictionary<string, string>> Written(string script, NodeNetwork plan)
    {
        var root = Path.Combine(_root, Guid.NewGuid().ToString("N"));
        var called = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var link in plan.Links.Where(link => link.Mac is not null))
        {
            called[link.Name] = $"en{called.Count}";
            var folder = Directory.CreateDirectory(Path.Combine(root, "sys/class/net", called[link.Name], "device")).Parent!.FullName;
            File.WriteAllText(Path.Combine(folder, "address"), (link.Mac!.Value.IsInfiniband ? "80:00:02:08:fe:80:00:00:00:00:00:00:" : "") + $"{link.Mac}\n");
        }

        Tool.Run("sh", [], script.Replace("/etc/", $"{root}/etc/", StringComparison.Ordinal).Replace("/sys/", $"{root}/sys/", StringComparison.Ordinal));
        string[] words = ["ONBOOT", "BOOTPROTO", "BONDING_OPTS", "MTU", "IPADDR", "NETMASK", "GATEWAY", "BRIDGE", "MASTER", "PHYSDEV"];
        var ask = new StringBuilder($"cd {root}/etc/sysconfig/network-scripts\nfor file in ifcfg-*; do (. ./\"$file\"; printf '%s\\n' \"$file\" ");
        ask.AppendJoin(' ', words.Select(word => $"\"${word}\"")).Append("); done\n");
        var answers = Tool.Run("sh", [], ask.ToString()).Split('\n')[..^1].Chunk(words.Length + 1);
        return answers.ToDictionary(
            answer => Named(answer[0]["ifcfg-".Length..]),
            answer => words.Zip(answer[1..]).ToDictionary(pair => pair.First, pair => pair.First is "PHYSDEV" ? Named(pair.Second) : pair.Second));

        string Named(string device) => called.FirstOrDefault(pair => device == pair.Value || device.StartsWith(pair.Value + ".", StringComparison.Ordinal)
            || device.StartsWith(pair.Value + ":", StringComparison.Ordinal)) is { Key: { } name, Value: var real } ? name + device[real.Length..] : device;
    }
}
