using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Protocols.Tests.Dhcp;

public class RelayAgentInformationTests
{
    [Fact]
    public void Each_sub_option_is_found()
    {
        var relay = new RelayAgentInformation([1, 3, .. "e01"u8, 2, 2, 7, 8, 5, 4, 10, 3, 0, 0, 11, 4, 10, 3, 0, 1, 19, 0]);
        Assert.Equal(Ipv4.Parse("10.3.0.0"), relay.LinkSelection);
        Assert.Equal(Ipv4.Parse("10.3.0.1"), relay.ServerIdentifierOverride);
        Assert.True(relay.WantsSourcePort);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 5, 3, 10, 3, 0 })]
    [InlineData(new byte[] { 5, 200, 10, 3, 0, 0 })]
    [InlineData(new byte[] { 5 })]
    public void What_is_not_there_or_lies_is_nothing(byte[] value)
    {
        var relay = new RelayAgentInformation(value);
        Assert.True(relay.LinkSelection.IsAny);
        Assert.False(relay.WantsSourcePort);
    }
}
