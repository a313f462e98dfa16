using BootService.Protocols.Net;
using BootService.Protocols.Wake;
using Xunit;

namespace BootService.Protocols.Tests.Wake;

public class MagicPacketTests
{
    [Fact]
    public void A_magic_packet_is_six_times_FF_and_sixteen_times_the_address()
    {
        var packet = new byte[MagicPacket.Length];
        MagicPacket.Write(packet, MacAddress.Parse("52:54:00:12:34:ab"));
        Assert.Equal("FFFFFFFFFFFF" + string.Concat(Enumerable.Repeat("5254001234AB", 16)), Convert.ToHexString(packet));
    }
}
