using BootService.Firmware.Dhcp;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Firmware.Tests.Dhcp;

/// <summary>Which offer firmware takes (docs/firmware.md).</summary>
public sealed class OfferChoiceTests
{
    private static readonly Ipv4 Address = Ipv4.Parse("10.1.255.254");
    private static readonly Ipv4 Other = Ipv4.Parse("10.1.1.2");

    private static readonly DhcpOffer Plain = new(Address, RecordedWire.Server);
    private static readonly DhcpOffer Pxe = Plain with { VendorClass = "PXEClient", HasPxeOptions = true, DiscoveryControl = 8, OptionFile = "snponly.efi" };
    private static readonly DhcpOffer Binl = Plain with { VendorClass = "PXEClient", OptionFile = "snponly.efi" };
    private static readonly DhcpOffer Proxy = new(
        Ipv4.Any, Other)
    { VendorClass = "PXEClient", HasPxeOptions = true, DiscoveryControl = 8, OptionFile = "other.efi" };
    private static readonly DhcpOffer Http = Plain with { VendorClass = "HTTPClient", OptionFile = "http://10.1.1.1/install/boot/snponly.efi" };

    [Fact]
    public void UEFI_asks_port_4011_when_an_offer_says_PXEClient_and_no_more()
    {
        var choice = OfferChoice.Of(OfferRule.Edk2, [Binl]);
        Assert.Null(choice.Boot);
        Assert.Equal(RecordedWire.Server, choice.AskBootServer);
    }

    [Fact]
    public void UEFI_boots_by_an_offer_that_says_to_use_it() => Assert.Same(Pxe, OfferChoice.Of(OfferRule.Edk2, [Plain, Pxe]).Boot);

    [Fact]
    public void UEFI_takes_its_address_from_one_server_and_its_boot_file_from_a_proxy()
    {
        var choice = OfferChoice.Of(OfferRule.Edk2, [Proxy, Plain]);
        Assert.Same(Plain, choice.Address);
        Assert.Same(Proxy, choice.Boot);
    }

    [Fact]
    public void A_plain_offer_with_a_file_will_do()
    {
        var offer = Plain with { HeaderFile = "pxelinux.0" };
        Assert.Same(offer, OfferChoice.Of(OfferRule.Intel, [offer]).Boot);
    }

    [Theory]
    [InlineData("snponly.efi", "HTTPClient")]
    [InlineData("http://10.1.1.1/snponly.efi", "PXEClient")]
    [InlineData("http://10.1.1.1/snponly.efi", "")]
    public void HTTP_boot_drops_an_offer_without_its_class_or_without_a_URL(string file, string vendor) =>
        Assert.NotNull(OfferChoice.Of(OfferRule.Edk2Http, [Plain with { OptionFile = file, VendorClass = vendor }]).Why);

    [Fact]
    public void HTTP_boot_takes_a_URL_from_a_server_that_names_its_class() => Assert.Same(Http, OfferChoice.Of(OfferRule.Edk2Http, [Plain, Http]).Boot);

    [Fact]
    public void No_offer_is_no_address() => Assert.Null(OfferChoice.Of(OfferRule.Ipxe, [Proxy]).Address);
}
