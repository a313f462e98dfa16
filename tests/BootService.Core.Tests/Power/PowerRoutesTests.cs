using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Power;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Power;

/// <summary>Which way a host's power is switched, from what is set.</summary>
public sealed class PowerRoutesTests
{
    private Inventory _inventory = Cluster.Inventory();

    [Fact]
    public void A_host_with_an_interface_ipmi_and_Stackis_attributes_has_a_BMC()
    {
        Bmc("10.2.0.7");
        Set("ipmi_uname", "root").Set("ipmi_pwd", "calvin");
        Assert.Equal(new PowerRoute.Ipmi(new PowerAddress("10.2.0.7", 0), "root", new Secret("calvin")), Of());
    }

    [Fact]
    public void Our_own_attributes_go_before_Stackis_and_before_the_interface()
    {
        Bmc("10.2.0.7");
        Set("ipmi_uname", "root").Set("ipmi_pwd", "calvin").Set("power.user", "admin").Set("power.password", "").Set("power.address", "bmc7.lan:6230")
            .Set("power.level", "Operator").Set("power.cipher", "17");
        Assert.Equal(new PowerRoute.Ipmi(new PowerAddress("bmc7.lan", 6230), "admin", new Secret("")) { Level = "operator", Cipher = 17 }, Of());
    }

    [Theory]
    [InlineData("bmc7", "https://bmc7/")]
    [InlineData("10.2.0.7:8443", "https://10.2.0.7:8443/")]
    [InlineData("fe80::7", "https://[fe80::7]/")]
    [InlineData("http://10.2.0.7:8000", "http://10.2.0.7:8000/")]
    public void A_Redfish_service_is_an_address_or_a_URL(string address, string service)
    {
        Set("power.method", "redfish").Set("power.address", address).Set("power.user", "u").Set("power.password", "p").Set("power.fingerprint", "AB:CD");
        Assert.Equal(new PowerRoute.Redfish(new Uri(service), "u", new Secret("p")) { Fingerprint = "ABCD" }, Of());
    }

    [Fact]
    public void A_magic_packet_goes_out_on_the_network_of_the_card()
    {
        Bmc("10.1.0.7");
        Set("power.method", "wol");
        var wake = Assert.IsType<PowerRoute.WakeOnLan>(Of(PowerCommand.On));
        Assert.Equal([(Cluster.Mac(0), Ipv4.Parse("10.1.1.1"), Ipv4.Parse("10.1.255.255"))], wake.Cards);
    }

    [Fact]
    public void A_card_on_the_second_boot_network_is_woken_from_there()
    {
        var second = Cluster.Frontend with { Interface = "eth2", Address = Ipv4.Parse("10.9.1.1"), Subnet = Ipv4Network.Parse("10.9.0.0/16") };
        var host = Cluster.Backend(0) with { Interfaces = [new HostInterface("eth0", Cluster.Mac(0), Ipv4.Parse("10.9.0.5"), null, IsDefault: true)] };
        _inventory = Inventory.Empty(Cluster.Frontend with { Others = [second] }).With(new Change.HostSet(host));
        Set("power.method", "wol");
        Assert.Equal([(Cluster.Mac(0), Ipv4.Parse("10.9.1.1"), Ipv4.Parse("10.9.255.255"))], Assert.IsType<PowerRoute.WakeOnLan>(Of(PowerCommand.On)).Cards);
    }

    [Fact]
    public void The_first_method_that_can_is_taken()
    {
        Set("power.method", "wol, command").Set("power.command", "pdu --outlet '7 b'");
        Assert.IsType<PowerRoute.WakeOnLan>(Of(PowerCommand.On));
        var script = Assert.IsType<PowerRoute.Script>(Of(PowerCommand.Off));
        Assert.Equal(("pdu", "--outlet|7 b"), (script.Program, string.Join('|', script.Arguments)));
    }

    [Theory]
    [InlineData("vbox@10.0.2.2", null, "vbox", "10.0.2.2")]
    [InlineData("10.0.2.2", "vbox", "vbox", "10.0.2.2")]
    [InlineData("desk", null, null, "desk")]
    public void A_machine_of_VirtualBox_has_a_computer_and_an_owner(string address, string? user, string? owner, string computer)
    {
        Set("power.method", "virtualbox").Set("power.address", address);
        if (user is not null)
        {
            Set("power.user", user);
        }

        Assert.Equal(new PowerRoute.VirtualBox(new PowerAddress(computer, 0), owner, "backend-0-0"), Of());
    }

    [Theory]
    [InlineData("", "nothing says how its power is switched")]
    [InlineData("power.method=impi", "attribute power.method says \"impi\", and knows ipmi, redfish, wol, virtualbox, command: did you mean \"ipmi\"?")]
    [InlineData("power.method=ipmi", "nothing says where its BMC is: \"stack add host interface backend-0-0 interface=ipmi ip=...\"")]
    [InlineData("power.address=bmc7", "attribute power.user is not set")]
    [InlineData("power.address=bmc7 power.user=u", "attribute power.password is not set")]
    [InlineData("power.address=-oProxyCommand=x power.user=u power.password=p", "attribute power.address is \"-oProxyCommand=x\"")]
    [InlineData("power.address=bmc7 power.user=u power.password=p power.cipher=best", "attribute power.cipher is \"best\"")]
    [InlineData("power.address=bmc7 power.user=u power.password=p power.level=root", "attribute power.level is \"root\"")]
    [InlineData("power.method=redfish power.address=https://bmc7/redfish", "attribute power.address is \"https://bmc7/redfish\"")]
    [InlineData("power.method=redfish power.address=https://u:p@bmc7", "attribute power.address is \"https://u:p@bmc7\"")]
    [InlineData("power.method=wol", "Wake-on-LAN switches on and can do nothing else")]
    [InlineData("power.method=command", "attribute power.command does not say which")]
    [InlineData("power.command=pdu'7", "a quotation mark without its other half")]
    [InlineData("power.method=virtualbox", "on which computer its virtual machine is")]
    [InlineData("power.method=virtualbox power.address=-oX@desk", "attribute power.address is \"-oX@desk\"")]
    public void What_is_missing_or_wrong_is_named_with_what_to_do(string attributes, string sentence)
    {
        foreach (var (name, value) in attributes.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => (pair[..pair.IndexOf('=', StringComparison.Ordinal)], pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..])))
        {
            Set(name, value);
        }

        var why = Assert.IsType<PowerRoute.None>(Of()).Why;
        Assert.Contains(sentence, why, StringComparison.Ordinal);
        Assert.False(why.EndsWith('.'), why);
    }

    [Fact]
    public void No_route_prints_its_password()
    {
        Set("power.address", "bmc7").Set("power.user", "u").Set("power.password", "hunter2").Set("power.command", "pdu");
        foreach (var method in (string[])["ipmi", "redfish", "command"])
        {
            Set("power.method", method);
            var route = Of();
            Assert.Equal("hunter2", route.Password.Reveal());
            Assert.DoesNotContain("hunter2", route.ToString(), StringComparison.Ordinal);
        }
    }

    private PowerRoute Of(PowerCommand command = PowerCommand.Status) => PowerRoutes.Of(_inventory, _inventory.HostOf(Cluster.Name("backend-0-0"))!, command);

    private PowerRoutesTests Set(string name, string value)
    {
        _inventory = _inventory.Set(AttributeOwner.Of(Cluster.Name("backend-0-0")), name, value);
        return this;
    }

    private void Bmc(string address)
    {
        var host = Cluster.Backend(0);
        _inventory = _inventory.With(
            new Change.HostSet(
                host with { Interfaces = host.Interfaces.Add(new HostInterface("ipmi", new MacAddress(0x5254_0000_0900), Ipv4.Parse(address), null)) }));
    }
}
