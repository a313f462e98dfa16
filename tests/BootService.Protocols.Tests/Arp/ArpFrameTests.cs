using BootService.Protocols.Arp;
using BootService.Protocols.Net;
using CsCheck;
using Xunit;

namespace BootService.Protocols.Tests.Arp;

public class ArpFrameTests
{
    private static readonly MacAddress Us = MacAddress.Parse("52:54:00:00:00:01");

    [Fact]
    public void A_probe_is_a_question_to_all_that_names_no_sender()
    {
        var frame = new byte[ArpFrame.Length];
        ArpFrame.Probe(Us, Ipv4.Parse("10.1.0.9")).CopyTo(frame);
        Assert.Equal(
            "ffffffffffff525400000001" + "0806" + "0001080006040001" + "525400000001" + "00000000" + "000000000000" + "0a010009",
            Convert.ToHexStringLower(frame));
    }

    [Fact]
    public void What_is_written_is_read_back() =>
        Gen.Select(Gen.Bool, Gen.ULong[0, 0xFFFF_FFFF_FFFF], Gen.UInt, Gen.ULong[0, 0xFFFF_FFFF_FFFF], Gen.UInt).Sample(
            static (request, sender, senderIp, target, targetIp) =>
            {
                var arp = new ArpFrame(request, new MacAddress(sender), new Ipv4(senderIp), new MacAddress(target), new Ipv4(targetIp));
                var frame = new byte[60];
                arp.CopyTo(frame);
                Assert.True(ArpFrame.TryParse(frame, out var read));
                Assert.Equal(arp, read);
            });

    [Fact]
    public void Random_octets_never_throw() =>
        Gen.Byte.Array[0, 60].Sample(static bytes => Assert.False(ArpFrame.TryParse(bytes, out var read) && read.TargetMac.Value >> 48 != 0));

    [Fact]
    public void An_answer_and_an_announcement_claim_an_address_a_probe_does_not()
    {
        var address = Ipv4.Parse("10.1.0.9");
        Assert.True(new ArpFrame(false, Us, address, Us, Ipv4.Parse("10.1.0.1")).Claims(address));
        Assert.True(new ArpFrame(true, Us, address, default, address).Claims(address));
        Assert.False(ArpFrame.Probe(Us, address).Claims(address));
        Assert.False(ArpFrame.Probe(Us, address).Claims(Ipv4.Any));
    }
}
