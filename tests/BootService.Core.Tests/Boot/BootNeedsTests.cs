using BootService.Core.Attributes;
using BootService.Core.Boot;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Boot;

public sealed class BootNeedsTests
{
    private const string Os = "os/CentOS/6.6/redhat/x86_64/images/pxeboot/";

    [Theory]
    [InlineData(null, "pxelinux.0 ldlinux.c32 vmlinuz initrd.img snponly.efi vmlinuz initrd.img")]
    [InlineData("shim", "pxelinux.0 ldlinux.c32 vmlinuz initrd.img shimx64.efi grubx64.efi vmlinuz initrd.img")]
    [InlineData("ipxe", "undionly.kpxe vmlinuz initrd.img snponly.efi vmlinuz initrd.img")]
    public void A_boot_needs_its_loader_with_what_that_loads_its_kernel_and_its_RAM_disk(string? choice, string needs)
    {
        var inventory = Cluster.Inventory();
        inventory = (choice is null ? inventory : inventory.Set(AttributeOwner.Global, LoaderChain.AttributeName, choice)).Arm(0);
        var host = inventory.HostOf(Cluster.Mac(0))!;
        Assert.Equal(
            needs, string.Join(
                ' ', BootNeeds.Of(inventory, host, Cluster.Mac(0), Cluster.Noon)
                    .Select(need => need.Name.Replace(Os, string.Empty, StringComparison.Ordinal))));
    }

    [Fact]
    public void A_boot_from_the_disk_needs_nothing_of_ours() =>
        Assert.Empty(BootNeeds.Of(Cluster.Inventory(), Cluster.Backend(0), Cluster.Mac(0), Cluster.Noon));

    [Theory]
    [InlineData("10.1.1.1", "private", "our own")]
    [InlineData("10.1.0.9", "private", "the router's")]
    [InlineData("10.1.255.255", "private", "no machine's")]
    [InlineData("192.0.2.7", null, "no network of ours")]
    [InlineData("10.1.7.7", "gone", "does not exist")]
    [InlineData(null, "private", "no network has a pool")]
    [InlineData("10.1.7.7", "private", null)]
    public void An_address_no_machine_can_have_is_told_before_the_boot(string? address, string? network, string? why)
    {
        var inventory = Cluster.Inventory();
        inventory = inventory.With(new Change.NetworkSet(inventory.Networks["private"] with { Gateway = Ipv4.Parse("10.1.0.9") }));
        var card = Cluster.Backend(0).Interfaces[0] with { Address = address is null ? null : Ipv4.Parse(address), Network = network };
        var said = BootNeeds.WhyNoAddress(inventory, Cluster.Backend(0) with { Interfaces = [card] }, card, givesAddresses: true);
        Assert.True(why is null ? said is null : said!.Contains(why, StringComparison.Ordinal), said);
    }

    [Fact]
    public void A_card_of_a_bond_or_a_bridge_boots_with_the_address_of_that()
    {
        var (inventory, host) = (Cluster.Inventory(), Cluster.Backend(0));
        var nic = host.Interfaces[0];
        host = host with
        {
            Interfaces =
            [
                nic with { Name = "br0", Mac = null, Options = "bridge" },
                nic with { Address = null, Network = null, IsDefault = false, Channel = "br0" },
            ],
        };
        var card = BootNeeds.CardOf(inventory, host)!;
        Assert.Equal(nic.Mac, card.Mac);
        Assert.Null(BootNeeds.WhyNoAddress(inventory, host, card, givesAddresses: true));
    }

    [Fact]
    public void A_host_boots_from_the_card_that_may_whatever_the_alphabet_says()
    {
        var inventory = Cluster.Inventory().With(new Change.NetworkSet(new Network("public", Ipv4Network.Parse("172.29.55.0/24")) { Pxe = false }));
        var nic = Cluster.Backend(0).Interfaces[0];
        var host = Cluster.Backend(0) with
        {
            Interfaces =
            [
                new HostInterface("em1", Cluster.Mac(7), Ipv4.Parse("172.29.55.10"), "public", IsDefault: true),
                nic with { Name = "p1p1", IsDefault = false },
            ],
        };
        Assert.Equal(nic.Mac, BootNeeds.CardOf(inventory, host)!.Mac);
        var alone = host with { Interfaces = [host.Interfaces[0]] };
        Assert.Contains(
            "does not boot machines", BootNeeds.WhyNoAddress(inventory, alone, BootNeeds.CardOf(inventory, alone)!, givesAddresses: true),
            StringComparison.Ordinal);
    }
}
