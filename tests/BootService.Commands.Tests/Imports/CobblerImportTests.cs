using System.Text.Json;
using BootService.Commands.Tests.Support;
using BootService.Core.Attributes;
using BootService.Core.Hosts;

namespace BootService.Commands.Tests.Imports;

/// <summary>Cobbler's collections: a small site of our own making in the form of its items.</summary>
public sealed class CobblerImportTests : IDisposable
{
    private const string Distro = """
        { "name": "el9", "kernel": "/srv/el9/vmlinuz", "initrd": "/srv/el9/initrd.img", "arch": "x86_64", "breed": "redhat", "kernel_options": { "inst.ks": "http://x", "quiet": "~", "console": "ttyS0", "dyndbg": "file a.c +p" }, "ks_meta": {} }
        """;

    private const string Base = """
        { "name": "base", "distro": "el9", "parent": "", "autoinstall": "default.ks", "autoinstall_meta": { "tree": "http://mirror", "color": "blue" }, "kernel_options_post": "noht mitigations=off dyndbg='file b.c +p'", "name_servers": [ "10.1.0.2" ], "repos": "<<inherit>>" }
        """;

    private const string Web = """
        { "name": "web servers", "distro": "<<inherit>>", "parent": "base", "autoinstall": "<<inherit>>", "ks_meta": "color=red size='2 3'", "kernel_options": {}, "name_servers": "<<inherit>>", "repos": [ "epel" ] }
        """;

    private const string One = """
        { "name": "web1.site.example", "profile": "web servers", "hostname": "web1.site.example", "gateway": "10.4.0.1", "netboot_enabled": true, "comment": "first",
          "power_type": "ipmilan", "power_address": "10.4.1.1", "power_user": "admin", "power_pass": "hush", "power_id": "", "ks_meta": { "color": "green" },
          "interfaces": {
            "eth0": { "mac_address": "52:54:00:00:0C:01", "ip_address": "", "interface_type": "bond_slave", "interface_master": "bond0", "static": false },
            "eth1": { "mac_address": "52:54:00:00:0C:02", "ip_address": "", "interface_type": "bond_slave", "interface_master": "bond0", "static": false },
            "bond0": { "mac_address": "", "ip_address": "10.4.0.11", "netmask": "255.255.0.0", "interface_type": "bond", "bonding_opts": "mode=active-backup miimon=100", "management": true,
                       "dns_name": "web1.site.example", "cnames": [ "www" ], "static": true, "static_routes": [ "10.9.0.0/16:10.4.0.9" ], "ipv6_address": "2001:db8::1" }
          } }
        """;

    private const string Two = """
        { "name": "backend-3-7", "profile": "base", "hostname": "", "power_type": "virsh", "power_address": "host1",
          "interfaces": { "eth0": { "mac_address": "52:54:00:00:0C:03", "ip_address": "10.1.7.7", "subnet": "255.255.0.0", "interface_type": "na" } } }
        """;

    private readonly Bench _stack = new(nodes: false);

    public static TheoryData<string> Forms => new(
        $$"""{ "distros": [ {{Distro}} ], "profiles": [ {{Base}}, {{Web}} ], "systems": [ {{One}}, {{Two}} ] }""",
        $"[ {Two}, {One}, {Web}, {Base}, {Distro} ]",
        JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["collections/distros/el9.json"] = Distro,
            ["collections/profiles/base.json"] = Base,
            ["collections/profiles/web.json"] = Web,
            ["collections/systems/one.json"] = One,
            ["collections/systems/two.json"] = Two,
        }),
        JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["distros.d/el9.json"] = Distro,
            ["profiles.d/base.json"] = Base,
            ["profiles.d/web.json"] = Web,
            ["systems.d/one.json"] = One,
            ["systems.d/two.json"] = Two,
        }));

    [Theory]
    [MemberData(nameof(Forms))]
    public void Systems_come_as_hosts_and_profiles_as_environments(string text)
    {
        var rows = Import(text);

        var one = _stack.Inventory.HostOf(HostName.Parse("web1.site.example"))!;
        Assert.Equal(("backend", "5", "0", "web-servers", "first"), (one.Appliance, one.Rack.ToString(), one.Rank.ToString(), one.Environment, one.Comment));
        Assert.Equal(
            [("bond0", "10.4.0.11", "net-10-4-0-0", null, true), ("eth0", null, null, "bond0", false), ("eth1", null, null, "bond0", false)],
            one.Interfaces.Select(nic => (nic.Name, nic.Address?.ToString(), nic.Network, nic.Channel, nic.IsDefault)));
        Assert.Equal("mode=active-backup miimon=100", one.Interfaces[0].Options);
        Assert.Equal("10.4.0.1", _stack.Inventory.Networks["net-10-4-0-0"].Gateway.ToString());
        Assert.Equal(["www"], HostAliases.Of(_stack.Inventory, one.Name, "bond0"));
        var words = _stack.Inventory.AttributesOf(one);
        Assert.Equal(("green", "2 3", "http://mirror"), (words.Text("color"), words.Text("size"), words.Text("tree")));
        Assert.Equal(
            ("quiet console=ttyS0 dyndbg=\"file a.c +p\"", "noht mitigations=off", "10.1.0.2"),
            (words.Text("install.args"), words.Text("bootflags"), words.Text("Kickstart_PrivateDNSServers")));
        Assert.Equal(
            ("ipmi", "10.4.1.1", "admin", "10.4.0.9"),
            (words.Text("power.method"), words.Text("power.address"), words.Text("power.user"), words.Text("route.10.9.0.0.16")));
        Assert.True(_stack.Inventory.AttributesOn(AttributeOwner.Of(one.Name)).Find(AttributeName.Parse("power.password")) is { Shadow: true, Text: "hush" });
        var two = _stack.Inventory.HostOf(HostName.Parse("backend-3-7"))!;
        Assert.Equal(("3", "7", "base", "private"), (two.Rack.ToString(), two.Rank.ToString(), two.Environment, two.Interfaces[0].Network));
        Assert.Equal(
            ["IPv6 address", "distro", "install of a system", "kickstart template", "power of a system", "repos", "word for a kernel"],
            rows.Where(row => row[2] == "left out").Select(row => row[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_wrong_is_told_and_nothing_comes()
    {
        var before = _stack.Inventory;
        _stack.Files = _stack.Files.Add(
            "c.json", $"[ {Two.Replace("10.1.7.7", "10.1.1.1", StringComparison.Ordinal)}, "
                + $"{Two.Replace("backend-3-7", "no name", StringComparison.Ordinal)} ]");
        var (end, output) = _stack.Try("import", "cobbler", "c.json");
        Assert.Equal((1, "c.json has 2 faults; nothing was imported (partial=yes leaves out what cannot be)"), (end.Exit, end.Sentence));
        Assert.Equal(
            ["c.json: interface eth0 of host backend-3-7: address 10.1.1.1 is the frontend's own",
                "c.json: system no name: \"no name\" is not a host name, and its hostname is none either"], output.Faults);
        Assert.Same(before, _stack.Inventory);
    }

    [Theory]
    [InlineData("""{ "console": [ "ttyS0,115200", "tty0" ], "quiet": "~" }""", """{ "!quiet": "~", "nomodeset": "" }""")]
    [InlineData("\"console=ttyS0,115200 console=tty0 quiet\"", "\"!quiet nomodeset\"")]
    public void A_word_for_kernels_with_several_values_comes_with_each_and_one_that_is_taken_away_goes(string wide, string narrow)
    {
        Import($$"""
            { "distros": [ { "name": "el9", "kernel": "/k", "initrd": "/i", "kernel_options": {{wide}}, "ks_meta": { "drives": [ "sda", "sdb" ] } } ],
              "profiles": [ { "name": "p", "distro": "el9", "kernel_options": {{narrow}} } ],
              "systems": [ { "name": "n1", "profile": "p" }, { "name": "n2", "profile": "p", "kernel_options": { "debug": "1", "!nomodeset": "" } } ] }
            """);
        Assert.Equal(
            "console=ttyS0,115200 console=tty0 debug=1",
            _stack.Inventory.AttributesOf(_stack.Inventory.HostOf(HostName.Parse("n2"))!).Text("install.args"));
        var words = _stack.Inventory.AttributesOf(_stack.Inventory.HostOf(HostName.Parse("n1"))!);
        Assert.StartsWith("console=ttyS0,115200 console=tty0", words.Text("install.args"), StringComparison.Ordinal);
        Assert.DoesNotContain("quiet", words.Text("install.args"), StringComparison.Ordinal);
        Assert.Equal("sda sdb", words.Text("drives"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"repos\":[{\"name\":\"x\"}]}")]
    public void What_is_not_Cobblers_is_refused(string text)
    {
        _stack.Files = _stack.Files.Add("c.json", text);
        Assert.StartsWith("c.json holds no distros, profiles or systems of Cobbler", _stack.Refused("import", "cobbler", "c.json"), StringComparison.Ordinal);
    }

    public void Dispose() => _stack.Dispose();

    private List<string[]> Import(string text)
    {
        _stack.Files = _stack.Files.SetItem("c", text);
        return _stack.Type("import cobbler c rack=5").Rows;
    }
}
