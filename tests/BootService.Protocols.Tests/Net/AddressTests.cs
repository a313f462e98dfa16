using BootService.Protocols.Net;
using Xunit;

namespace BootService.Protocols.Tests.Net;

public class AddressTests
{
    [Theory]
    [InlineData("52:54:00:12:34:ab", "52:54:00:12:34:ab")]
    [InlineData("52-54-00-12-34-AB", "52:54:00:12:34:ab")]
    [InlineData("5254001234AB", "52:54:00:12:34:ab")]
    public void A_hardware_address_is_read_in_each_of_its_spellings(string text, string normal) =>
        Assert.Equal(normal, MacAddress.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("52:54:00:12:34")]
    [InlineData("52:54:00:12:34:zz")]
    [InlineData("52:54-00:12:34:ab")]
    [InlineData("52.54.00.12.34.ab")]
    public void Anything_else_is_no_hardware_address(string text) =>
        Assert.False(MacAddress.TryParse(text, null, out _));

    [Fact]
    public void A_hardware_address_keeps_the_order_of_the_wire()
    {
        byte[] octets = [1, 2, 3, 4, 5, 6];
        var copy = new byte[6];
        MacAddress.From(octets).CopyTo(copy);
        Assert.Equal(octets, copy);
        Assert.Equal("01-02-03-04-05-06", MacAddress.From(octets).ToString("-"));
    }

    [Theory]
    [InlineData("10.1.255.254", "0A01FFFE")]
    [InlineData("0.0.0.0", "00000000")]
    [InlineData("255.255.255.255", "FFFFFFFF")]
    public void An_address_is_written_in_hex_as_PXELINUX_asks_for_it(string text, string hex) =>
        Assert.Equal(hex, Ipv4.Parse(text).ToString("X"));

    [Theory]
    [InlineData("10.1.1")]
    [InlineData("10.1.1.1.1")]
    [InlineData("10.1.1.256")]
    [InlineData("10.1.01.1")]
    [InlineData("10.1..1")]
    [InlineData(" 10.1.1.1")]
    public void Anything_else_is_no_address(string text) => Assert.False(Ipv4.TryParse(text, null, out _));

    [Fact]
    public void A_network_knows_what_it_holds()
    {
        var network = Ipv4Network.Parse("10.1.7.7/16");
        Assert.Equal("10.1.0.0/16", network.ToString());
        Assert.Equal(Ipv4.Parse("10.1.255.255"), network.Broadcast);
        Assert.True(network.IsHost(Ipv4.Parse("10.1.255.254")));
        Assert.False(network.IsHost(Ipv4.Parse("10.1.255.255")));
        Assert.False(network.Contains(Ipv4.Parse("10.2.0.1")));
    }

    [Theory]
    [InlineData("255.255.0.0", true)]
    [InlineData("255.0.255.0", false)]
    [InlineData("0.0.0.0", true)]
    public void A_mask_is_contiguous(string mask, bool valid) =>
        Assert.Equal(valid, Ipv4Network.TryFromMask(Ipv4.Parse("10.1.1.1"), Ipv4.Parse(mask), out _));
}
