using BootService.Protocols.Dhcp;
using BootService.Protocols.Pxe;
using BootService.Protocols.Tests.Dhcp;
using Xunit;

namespace BootService.Protocols.Tests.Pxe;

public class PxeVendorOptionsTests
{
    [Fact]
    public void Firmware_is_told_to_use_this_offer()
    {
        var buffer = new byte[PxeVendorOptions.Capacity];
        var length = PxeVendorOptions.WriteUseThisOffer(buffer, []);
        Assert.Equal("060108ff", Convert.ToHexStringLower(buffer.AsSpan(0, length)));
        Assert.Equal((byte?)8, PxeVendorOptions.DiscoveryControlOf(buffer.AsSpan(0, length)));
    }

    [Fact]
    public void The_boot_item_asked_for_comes_back()
    {
        var request = new byte[300];
        var writer = new DhcpRequestWriter(request, DhcpMessageType.Request, FirmwarePackets.Mac, 1);
        writer.Add(DhcpOptionCode.VendorSpecific, [71, 4, 0, 1, 0, 0, 255]);
        writer.Finish();
        DhcpMessage.TryParse(request, out var message);
        var buffer = new byte[PxeVendorOptions.Capacity];
        var length = PxeVendorOptions.WriteUseThisOffer(buffer, PxeVendorOptions.BootItemOf(message));
        Assert.Equal("060108470400010000ff", Convert.ToHexStringLower(buffer.AsSpan(0, length)));
    }

    [Fact]
    public void A_Raspberry_Pi_finds_the_words_it_looks_for()
    {
        var buffer = new byte[PxeVendorOptions.Capacity];
        var length = PxeVendorOptions.WriteRaspberryPi(buffer);
        Assert.Equal(
            "0601030a04005058450914000011" + Convert.ToHexStringLower("Raspberry Pi Boot"u8) + "ff",
            Convert.ToHexStringLower(buffer.AsSpan(0, length)));
        var options = new DhcpOptions(buffer.AsSpan(0, length));
        while (options.MoveNext())
        {
        }

        Assert.False(options.Overrun);
    }

    [Theory]
    [InlineData(false, "b00101")]
    [InlineData(true, "b00101080101")]
    public void iPXE_is_told_not_to_wait_for_a_proxy(bool keepSan, string hex)
    {
        var buffer = new byte[PxeVendorOptions.Capacity];
        var length = PxeVendorOptions.WriteIpxe(buffer, keepSan);
        Assert.Equal(hex, Convert.ToHexStringLower(buffer.AsSpan(0, length)));
        Assert.True(PxeVendorOptions.SaysNoProxy(buffer.AsSpan(0, length)));
    }
}
