using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Packages;
using BootService.Core.Pallets;
using BootService.Core.Profiles;
using BootService.Core.Repositories;
using BootService.Core.Tests.Profiles;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Installs;

/// <summary>What the profile of a host is made from, and what is kept of it.</summary>
public class HostProfilesTests
{
    private static readonly PackagePlace Nothing = new([], [], [], []);
    private static readonly Host Host = Cluster.Backend(0);

    private readonly Places _places = new();

    [Fact]
    public void A_profile_begins_where_the_attribute_says_else_where_the_appliance_does()
    {
        Assert.Equal("backend", Preview(Cluster.Inventory()).Root);
        Assert.Equal("login", Preview(Cluster.Inventory().Set(AttributeOwner.Global, "node", "login")).Root);
        Assert.Equal("backend", Preview(Cluster.Inventory().Set(AttributeOwner.Global, "node", "")).Root);
        var nodeless = Cluster.Inventory().With(new Change.ApplianceSet(new Appliance("backend", "Backend", null)));
        Assert.Equal(
            "appliance \"backend\" of host \"backend-0-0\" has no node to begin its profile with; set attribute node",
            Assert.Throws<RefusedException>(() => Preview(nodeless)).Message);
        Assert.Throws<RefusedException>(() => Preview(Cluster.Inventory().With(new Change.ApplianceRemoved("backend"))));
    }

    [Fact]
    public void What_is_secret_is_in_the_attempts_profile_and_masked_in_the_preview()
    {
        var inventory = Cluster.Inventory().With(new Change.AttributeWritten(
            AttributeOwner.Global, AttributeName.Parse("site.token"), new AttributeValue("hush", Shadow: true, Cluster.Noon))).Arm(0);
        var attempt = inventory.AttemptOf(Host.Name)!;
        var (shown, meant) = (Preview(inventory), Profiles(inventory).Install(Host, attempt));
        Assert.Equal((ReportUrls.Mask, "hush"), (shown.Attributes("site.token"), meant.Attributes("site.token")));
        Assert.Equal((ReportUrls.Mask, attempt.Secret), (shown.Reports!.Secret, meant.Reports!.Secret));
        Assert.Null(shown.Attributes("no name at all"));
        Assert.Null(shown.Attributes("never.set"));
    }

    [Fact]
    public void An_attempt_installs_the_pallet_it_was_armed_with_whatever_was_enabled_since()
    {
        var armed = Cluster.Inventory().Arm(0);
        var newer = armed.With(new Change.PalletSet(Cluster.Os with { Key = Cluster.Os.Key with { Version = "7.9" } }));
        Assert.Equal("7.9", Preview(newer).Release);
        Assert.Equal("6.6", Profiles(newer).Install(Host, armed.AttemptOf(Host.Name)!).Release);
    }

    [Fact]
    public void Pallets_of_another_system_and_of_another_box_are_no_repositories()
    {
        var inventory = Cluster.Inventory().With(
            Pallet("extra", "1.0", "redhat", "default"), Pallet("other-os", "1.0", "sles", "default"), Pallet("elsewhere", "1.0", "redhat", "test"),
            new Change.CartSet(new Cart("tools") { Boxes = ["default"] }), new Change.CartSet(new Cart("off") { Boxes = [] }));
        _places["pallets/CentOS/6.6/redhat/x86_64"] = Nothing with { Folders = [""], Keys = ["RPM-GPG-KEY-a"] };
        var request = Preview(inventory);
        Assert.Equal(
            [
                ("CentOS-6.6", "http://10.1.1.1/install/pallets/CentOS/6.6/redhat/x86_64", true),
                    ("extra-1.0", "http://10.1.1.1/install/pallets/extra/1.0/redhat/x86_64", false),
                ("tools-cart", "http://10.1.1.1/install/carts/tools", false),
            ],
            request.Repositories.Select(one => (one.Name, one.Url, one.IsInstallSource)).OrderBy(one => one.Name.EndsWith("cart", StringComparison.Ordinal))
                .ThenBy(one => one.Name));
        Assert.Equal(["RPM-GPG-KEY-a"], request.Repositories.Single(one => one.IsInstallSource).Keys);
    }

    [Fact]
    public void Each_place_is_looked_at_once_for_all_hosts()
    {
        var profiles = Profiles(Cluster.Inventory());
        Assert.All(Cluster.Inventory().Hosts.Values, host => profiles.Preview(host));
        Assert.Equal(["pallets/CentOS/6.6/redhat/x86_64"], _places.Looked);
    }

    [Fact]
    public void Names_are_looked_up_only_where_something_is_known_of_the_OS_itself()
    {
        var inventory = Cluster.Inventory().With(Pallet("extra", "1.0", "redhat", "default"));
        _places["pallets/extra/1.0/redhat/x86_64"] = Nothing with { Folders = [""], Offered = [Index("extra-tool")] };
        Assert.Null(Preview(inventory).Offer);
        _places["pallets/CentOS/6.6/redhat/x86_64"] = Nothing with { Folders = [""], Offered = [Index("bash")] };
        var offer = Preview(inventory).Offer!;
        Assert.True(offer.Has("bash", null) && offer.Has("extra-tool", null));
        Assert.False(offer.Has("zsh", null));
    }

    [Theory]
    [InlineData("debian", "Debian", "13.1", true)]
    [InlineData("ubuntu", "Ubuntu", "24.04", true)]
    [InlineData("ubuntu", "Ubuntu", "25.04", false)]
    [InlineData("coreos", "Flatcar", "4081.2.0", false)]
    public void Archives_count_when_they_are_of_the_release(string os, string name, string version, bool isKnown)
    {
        var pallet = Cluster.Os with { Key = new(name, version, os, "x86_64") };
        var host = Host with { Os = os };
        var inventory = Inventory.Empty(Cluster.Frontend)
            .With([.. Appliance.BuiltIn.Select(one => new Change.ApplianceSet(one)), new Change.PalletSet(pallet), new Change.HostSet(host)]);
        _places[$"pallets/{pallet.Key.Folder}"] = Nothing with
        {
            Suites = [new AptSuite("noble", "noble", "24.04", ["main"], ["amd64"]) { HasInstaller = true }],
            Offered = [Index("bash")],
        };
        _places.Lengths[$"pallets/{pallet.Key.Folder}/live-server.iso"] = 7;
        var request = Profiles(inventory).Preview(host);
        Assert.Equal((isKnown, os == "ubuntu" ? 7 : 0), (request.Offer is not null, request.ImageBytes));
    }

    [Theory]
    [InlineData("yes", 6)]
    [InlineData("Y", 6)]
    [InlineData(" 1 ", 6)]
    [InlineData("no", 2)]
    [InlineData("off", 2)]
    [InlineData("N", 2)]
    [InlineData("", 6)]
    public void A_host_names_its_peers_unless_it_wants_none(string wish, int lines)
    {
        var text = Preview(Cluster.Inventory().Set(AttributeOwner.Global, HostProfiles.PeersAttribute, wish)).HostsFile;
        Assert.StartsWith("10.1.1.1\tfrontend.local frontend\n", text, StringComparison.Ordinal);
        Assert.Equal(lines, text.Count(letter => letter == '\n'));
        Assert.Contains("10.1.255.254\tbackend-0-0\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_large_cluster_a_host_names_itself_with_all_its_names_and_no_peers()
    {
        var zone = new Network(Network.Private, Cluster.Frontend.Subnet) { Zone = "cluster.example" };
        var host = Host with
        {
            Interfaces = [Host.Interfaces[0] with { HostName = "web" },
            new HostInterface("eth1", null, Ipv4.Parse("10.1.9.9"), Network.Private)]
        };
        var inventory = Cluster.Inventory()
            .With([
                new Change.NetworkSet(zone), new Change.HostSet(host),
                .. Enumerable.Range(0, HostProfiles.MostPeers)
                    .Select(number => new Change.HostSet(new Host(Cluster.Name($"n-{number}"), "backend", 9, number))),
            ])
            .Set(AttributeOwner.Of(host.Name), "alias.eth1", "db store.other.example");
        Assert.Equal(
            "10.1.1.1\tfrontend.local frontend\n10.1.255.254\tweb.cluster.example web\n10.1.9.9\tbackend-0-0-eth1.cluster.example backend-0-0-eth1\n"
                + "10.1.9.9\tdb.cluster.example db\n10.1.9.9\tstore.other.example\n",
            Profiles(inventory).Preview(host).HostsFile);
        var bare = Host with { Name = Cluster.Name("bare"), Interfaces = [] };
        Assert.Equal("10.1.1.1\tfrontend.local frontend\n", Profiles(inventory.With(new Change.HostSet(bare))).Preview(bare).HostsFile);
    }

    [Fact]
    public void What_cannot_be_is_told_by_the_host()
    {
        Assert.StartsWith(
            "the disks of host \"backend-0-0\" cannot be: ",
            Assert.Throws<RefusedException>(() => Preview(Cluster.Inventory().Set(AttributeOwner.Global, "boot_device", "sda;reboot"))).Message,
                StringComparison.Ordinal);
        Assert.StartsWith(
            "host \"backend-0-0\" has a user that cannot be: ",
            Assert.Throws<RefusedException>(() => Preview(Cluster.Inventory().Set(AttributeOwner.Global, "users.ada.uid", "none"))).Message,
                StringComparison.Ordinal);
        var odd = Cluster.Inventory()
            .With(new Change.PalletRemoved(Cluster.Os.Key), new Change.PalletSet(Cluster.Os with { Key = Cluster.Os.Key with { Version = "5.11" } }));
        Assert.StartsWith("pallet CentOS 5.11 x86_64 is of no release whose installer we know", Assert.Throws<RefusedException>(() => Preview(odd)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_kept_of_a_profile_has_its_masked_text_beside_it()
    {
        var frozen = FrozenProfile.Of(Host.Name, Render("&a;", ("a", "hush")), Render("&a;", ("a", "********")));
        var answer = Assert.Single(frozen.Answers);
        Assert.Contains("hush", answer.Text.ToString(), StringComparison.Ordinal);
        Assert.Contains("********", answer.Masked!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", answer.Masked!.ToString(), StringComparison.Ordinal);

        // A mask may not fit where its secret does.
        Assert.Null(Assert.Single(FrozenProfile.Of(Host.Name, Render("&a;", ("a", "hush")), Render("&b;")).Answers).Masked);
    }

    [Fact]
    public void A_profile_that_does_not_render_is_refused_by_its_first_fault_and_how_many_more_there_are()
    {
        var one = Assert.Throws<RefusedException>(() => FrozenProfile.Of(Host.Name, Render("&a;"), Render("&a;"))).Message;
        Assert.StartsWith("the profile of host \"backend-0-0\" does not render: ", one, StringComparison.Ordinal);
        Assert.DoesNotContain("more", one, StringComparison.Ordinal);
        Assert.EndsWith(
            " (and 1 more; see \"stack check profile backend-0-0\")",
            Assert.Throws<RefusedException>(() => FrozenProfile.Of(Host.Name, Render("&a;&b;"), Render("&a;&b;"))).Message, StringComparison.Ordinal);
    }

    private static ProfileAnswer Render(string post, params (string Name, string Value)[] attributes) =>
        Workshop.Render($"<post>echo {post}</post>", attributes);

    private static Change.PalletSet Pallet(string name, string version, string os, string box) =>
        new(new Pallet(new PalletKey(name, version, os, "x86_64")) { Boxes = [box] });

    private static PackageIndex Index(string package)
    {
        var builder = new PackageIndexBuilder();
        builder.AddAptPackages(new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"Package: {package}\n")));
        return builder.Build();
    }

    private HostProfiles Profiles(Inventory inventory) => new(inventory, _places, new NoRunner());

    private ProfileRequest Preview(Inventory inventory) => Profiles(inventory).Preview(inventory.HostOf(Host.Name)!);

    private sealed class Places : Dictionary<string, PackagePlace>, IPackagePlaces
    {
        public List<string> Looked { get; } = [];

        public Dictionary<string, long> Lengths { get; } = [];

        public PackagePlace Look(string place)
        {
            Looked.Add(place);
            return this.GetValueOrDefault(place) ?? Nothing;
        }

        public long Length(string file) => Lengths.GetValueOrDefault(file);
    }

    private sealed class NoRunner : INodeRunner
    {
        public NodeRun Eval(string host, string shell, string script) => new("", "off");

        public NodeRun Report(string host, string name, string arguments) => new("", "off");
    }
}
