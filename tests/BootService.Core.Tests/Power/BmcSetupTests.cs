using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Power;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Power;

/// <summary>What an install tells the machine's BMC.</summary>
public sealed class BmcSetupTests
{
    private static readonly Network Management = new("ipmi", Ipv4Network.Parse("10.2.0.0/16")) { Gateway = Ipv4.Parse("10.2.1.1"), Pxe = false };

    private static readonly HostInterface Bmc = new("ipmi", null, Ipv4.Parse("10.2.0.7"), Management.Name);

    [Theory]
    [InlineData(null)]
    [InlineData("false")]
    public void Nothing_is_told_unasked(string? value) => Assert.Null(Of(Bmc, value));

    [Fact]
    public void It_is_told_what_the_interface_and_its_network_say()
    {
        Assert.Equal(new BmcSetup(Ipv4.Parse("10.2.0.7"), Management.Subnet) { Gateway = Ipv4.Parse("10.2.1.1") }, Of(Bmc));
        Assert.Equal(
            new BmcSetup(Ipv4.Parse("10.2.0.7"), Management.Subnet) { Gateway = Ipv4.Parse("10.2.1.1"), Channel = 8, Vlan = 12 },
            Of(Bmc with { Channel = "8", Vlan = 12 }));
    }

    [Fact]
    public void What_the_host_does_not_say_is_missed_by_name()
    {
        Assert.Equal(
            "attribute power.setup has the install set the BMC's address, and host \"backend-0-0\" has no interface ipmi with one: \"stack add host interface "
                + "backend-0-0 interface=ipmi ip=... network=...\"",
            Refusal(Bmc with { Address = null }));
        Assert.Contains("interface ipmi of host \"backend-0-0\" is on no network", Refusal(Bmc with { Network = null }), StringComparison.Ordinal);
        Assert.StartsWith(
            "channel \"bond0\" of interface ipmi of host \"backend-0-0\" is none", Refusal(Bmc with { Channel = "bond0" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_BMC_takes_it_once_and_is_left_alone_when_it_has_it()
    {
        await using var bmc = await SimulatedBmc.StartAsync();
        var setup = Of(Bmc with { Vlan = 12 })!;
        Assert.Equal((0, string.Empty), await bmc.RunAsync(setup.Script()));
        Assert.Equal(
            ["set ip_addr_src static", "set ip_addr 10.2.0.7", "set subnet_mask 255.255.0.0", "set default_gw_ip_addr 10.2.1.1"], bmc.TakeTold());
        Assert.Contains("802.1q VLAN ID          : 12\n", await bmc.PrintAsync(), StringComparison.Ordinal);

        Assert.Equal((0, string.Empty), await bmc.RunAsync(setup.Script()));
        Assert.Empty(bmc.TakeTold());

        await bmc.RunAsync((setup with { Vlan = null, Address = Ipv4.Parse("10.2.0.8") }).Script());
        Assert.Equal(["set ip_addr 10.2.0.8"], bmc.TakeTold());
        Assert.Contains("802.1q VLAN ID          : Disabled\n", await bmc.PrintAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_BMC_it_fails_and_says_so()
    {
        await using var bmc = await SimulatedBmc.StartAsync();
        await bmc.StopAsync();
        var (exit, said) = await bmc.RunAsync(Of(Bmc)!.Script());
        Assert.Equal(1, exit);
        Assert.EndsWith("power.setup: this machine's BMC does not answer, and its address was not set\n", said, StringComparison.Ordinal);
    }

    private static string Refusal(HostInterface bmc) => Assert.Throws<RefusedException>(() => Of(bmc)).Message;

    private static BmcSetup? Of(HostInterface bmc, string? value = "true")
    {
        var host = Cluster.Backend(0);
        var inventory = Cluster.Inventory().With(
            new Change.NetworkSet(Management), new Change.HostSet(host with { Interfaces = host.Interfaces.Add(bmc) }));
        inventory = value is null ? inventory : inventory.Set(AttributeOwner.Global, BmcSetup.Attribute, value);
        return BmcSetup.Of(inventory, inventory.HostOf(host.Name)!);
    }
}
