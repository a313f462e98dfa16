using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Pallets;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Installs;

/// <summary>Who is believed without a secret, who can be armed, and with which system.</summary>
public class AddressClaimTests
{
    private static readonly Ipv4 Own = Cluster.Backend(0).Address!.Value;
    private static readonly Inventory Armed = Cluster.Inventory().Arm(0);

    [Theory]
    [InlineData(600, true, null)]
    [InlineData(1023, true, null)]
    [InlineData(1024, true, "the kickstart is given by the address alone only to who is root there")]
    [InlineData(600, false, "no loader of the machine was told to start this install yet")]
    public void A_kickstart_is_given_to_root_after_a_loader_was_told(int port, bool told, string? why) => Says(why, Claim(port), Armed, told);

    [Fact]
    public void Nobody_else_is_given_any()
    {
        Says("no install is armed for the machine that asks", Claim(600) with { From = Ipv4.Parse("10.1.9.9") }, Armed, told: true);
        Says("no install is armed for the machine that asks", Claim(600), Cluster.Inventory(), told: true);
        Says("no install is armed for the machine that asks", Claim(600) with { Cards = [Cluster.Mac(3)] }, Armed, told: true);
        Says(null, Claim(600) with { Cards = [Cluster.Mac(3), Cluster.Mac(0)] }, Armed, told: true);
        Says("no install is armed for the machine that asks", Claim(600), Armed.Signal(0, new AttemptSignal.Cancel(), Cluster.Noon), told: true);
        Says(null, Claim(600) with { Cards = null! }, Armed, told: true);
    }

    [Fact]
    public void Only_an_install_that_has_come_somewhere_is_said_to_be_done()
    {
        Assert.Equal("no install is under way for the machine that asks", Claim(60_000).ToDone(Armed).Why);
        var running = Armed.Signal(0, new AttemptSignal.HandedOut(), Cluster.Noon).Signal(0, new AttemptSignal.KickstartFetched(Own), Cluster.Noon)
            .Signal(0, new AttemptSignal.StageReached("pre"), Cluster.Noon);
        Assert.NotNull(Claim(60_000).ToDone(running).Attempt);
        Assert.Null((Claim(60_000) with { From = Ipv4.Parse("10.1.255.253") }).ToDone(running).Attempt);
    }

    [Theory]
    [InlineData("YES", true)]
    [InlineData("1", true)]
    [InlineData("perhaps", true)]
    [InlineData("No", false)]
    [InlineData("0", false)]
    [InlineData("", false)]
    public void A_host_is_protected_by_anything_but_no(string value, bool isProtected)
    {
        var inventory = Cluster.Inventory().Set(AttributeOwner.Global, "protected", value);
        Assert.Equal(isProtected, Arming.IsProtected(inventory, Cluster.Backend(0)));
        Assert.Equal(isProtected, Refusal(inventory, Cluster.Backend(0)) is not null);
    }

    [Fact]
    public void A_host_that_cannot_be_told_or_reached_is_not_armed_and_the_way_out_is_named()
    {
        var host = Cluster.Backend(0);
        Assert.Contains("give it a card with \"stack add host interface backend-0-0", Refusal(Cluster.Inventory(), host with { Interfaces = [] }),
            StringComparison.Ordinal);
        Assert.Contains(
            "give it one with \"stack set host interface ip backend-0-0",
            Refusal(Cluster.Inventory(), host with { Interfaces = [new("eth0", Cluster.Mac(0), null, null)] }), StringComparison.Ordinal);
        Assert.Contains("\"stack set host installaction backend-0-0 action=install\"", Refusal(Cluster.Inventory(), host with { InstallAction = "gone" }),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("install.attempts", "0")]
    [InlineData("install.attempts", "-3")]
    [InlineData("install.attempts", "three")]
    [InlineData("install.timeout", "10001")]
    [InlineData("install.timeout", "1e9")]
    public void A_limit_that_is_none_is_told_by_its_attribute(string name, string value) =>
        Assert.Equal(
            $"attribute {name} of host \"backend-0-0\" is \"{value}\", and must be a whole number from 1 to 10000",
            Refusal(Cluster.Inventory().Set(AttributeOwner.Global, name, value), Cluster.Backend(0)));

    [Fact]
    public void Limits_are_the_hosts_own()
    {
        var attempt = Cluster.Inventory().Set(AttributeOwner.Global, "install.attempts", "7").Set(AttributeOwner.Global, "install.timeout", "")
            .Arm(0).AttemptOf(Cluster.Name("backend-0-0"))!;
        Assert.Equal((7, TimeSpan.FromMinutes(120)), (attempt.Allowed, attempt.Patience));
    }

    [Theory]
    [InlineData("", "CentOS 7.9")]
    [InlineData("CentOS", "CentOS 7.9")]
    [InlineData("CentOS-6.6", "CentOS 6.6")]
    [InlineData("Rocky", null)]
    [InlineData("CentOS-8", null)]
    [InlineData("centos", null)]
    public void The_OS_is_the_one_that_is_named_else_the_newest(string wanted, string? installed)
    {
        var inventory = With(Cluster.Os, Os("7.9"), Os("6.10")).Set(AttributeOwner.Global, "os.pallet", wanted);
        var found = OsChoice.Find(inventory, Cluster.Backend(0));
        Assert.Equal(installed, found is null ? null : $"{found.Key.Name} {found.Key.Version}");
        if (installed is null)
        {
            Assert.Equal(
                $"host \"backend-0-0\" asks for OS pallet \"{wanted}\" by attribute os.pallet, "
                    + "and box \"default\" has only CentOS-6.10, CentOS-6.6, CentOS-7.9 enabled",
                Sorted(Assert.Throws<RefusedException>(() => OsChoice.Of(inventory, Cluster.Backend(0))).Message));
        }
    }

    [Fact]
    public void A_box_without_the_hosts_system_says_what_it_has()
    {
        var host = Cluster.Backend(0) with { Os = "sles" };
        Assert.Equal(
            "host \"backend-0-0\" is to have os \"sles\", and box \"default\" has no pallet of it enabled, only CentOS-6.6 (redhat): enable one, or "
                + "\"stack set host os backend-0-0 os=redhat\"",
            Assert.Throws<RefusedException>(() => OsChoice.Of(Cluster.Inventory(), host)).Message);
        Assert.Contains(
            "has no OS to install: no pallet with a kernel is enabled in box \"empty\"",
            Assert.Throws<RefusedException>(() => OsChoice.Of(Cluster.Inventory(), Cluster.Backend(0) with { Box = "empty" })).Message,
                StringComparison.Ordinal);
        Assert.NotNull(OsChoice.Find(Cluster.Inventory(), Cluster.Backend(0) with { Os = "Linux" }));
    }

    private static AddressClaim Claim(int port) => new(Own, port, []);

    private static void Says(string? why, AddressClaim claim, Inventory inventory, bool told)
    {
        var (attempt, said) = claim.ToKickstart(inventory, (_, _) => told);
        Assert.Equal(why is null, attempt is not null);
        Assert.True(why is null ? said is null : said!.StartsWith(why, StringComparison.Ordinal), said);
    }

    private static string? Refusal(Inventory inventory, Host host)
    {
        try
        {
            Arming.Install(inventory.With(new Change.HostSet(host)), host, Cluster.Noon, "secret", _ => "kickstart");
            return null;
        }
        catch (RefusedException refused)
        {
            return refused.Message;
        }
    }

    private static Pallet Os(string version) => Cluster.Os with { Key = Cluster.Os.Key with { Version = version } };

    private static Inventory With(params Pallet[] pallets) => Cluster.Inventory().With(pallets.Select(pallet => new Change.PalletSet(pallet)));

    // Pallets of a box come in no order.
    private static string Sorted(string sentence)
    {
        var (begin, end) = (sentence.IndexOf("only ", StringComparison.Ordinal) + 5, sentence.IndexOf(" enabled", StringComparison.Ordinal));
        return sentence[..begin] + string.Join(", ", sentence[begin..end].Split(", ").Order(StringComparer.Ordinal)) + sentence[end..];
    }
}
