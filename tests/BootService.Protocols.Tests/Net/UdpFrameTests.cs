using BootService.Protocols.Net;
using CsCheck;
using Xunit;

namespace BootService.Protocols.Tests.Net;

public class UdpFrameTests
{
    private static readonly MacAddress Us = MacAddress.Parse("52:54:00:00:00:01");
    private static readonly MacAddress Them = MacAddress.Parse("52:54:00:00:00:02");

    [Fact]
    public void Headers_are_written_to_the_octet()
    {
        var frame = new byte[UdpFrame.HeaderLength + 4];
        "abcd"u8.CopyTo(frame.AsSpan(UdpFrame.HeaderLength));
        UdpFrame.WriteHeaders(frame, Us, Them, (Ipv4.Parse("10.1.1.1"), 67), (Ipv4.Parse("10.1.255.254"), 68));

        // Checksums worked out by other means, from RFC 791 and RFC 768.
        Assert.Equal(
            "525400000002525400000001" + "0800" + "45000020" + "00000000" + "401165cc" + "0a010101" + "0a01fffe" + "00430044" + "000c2587" + "61626364",
            Convert.ToHexStringLower(frame));
    }

    [Fact]
    public void What_is_written_is_read_back_and_its_checksums_are_right() =>
        Gen.Select(Gen.Byte.Array[0, 600], Gen.UInt, Gen.UInt, Gen.UShort, Gen.UShort).Sample(static (payload, from, to, fromPort, toPort) =>
        {
            byte[] frame = [.. new byte[UdpFrame.HeaderLength], .. payload];
            UdpFrame.WriteHeaders(frame, Us, Them, (new Ipv4(from), fromPort), (new Ipv4(to), toPort));
            Assert.True(UdpFrame.TryParse(frame, out var read));
            Assert.Equal((Us, Them), (read.Sender, read.Target));
            Assert.Equal((new Ipv4(from), new Ipv4(to)), (read.SourceAddress, read.DestinationAddress));
            Assert.Equal((fromPort, toPort), (read.SourcePort, read.DestinationPort));
            Assert.Equal(payload, read.Payload.ToArray());
            Assert.Equal(0, InternetChecksum.Of(frame.AsSpan(14, 20)));
            Assert.Equal(0, InternetChecksum.Of(frame.AsSpan(34), InternetChecksum.Sum(frame.AsSpan(26, 8)) + 17 + (uint)(payload.Length + 8)));
            Assert.NotEqual(0, (frame[40] << 8) | frame[41]);
        });

    [Fact]
    public void Random_octets_and_lying_lengths_never_throw()
    {
        Gen.Byte.Array[0, 80].Sample(
            static bytes => Assert.False(UdpFrame.TryParse(bytes, out var read) && read.Payload.Length > bytes.Length - UdpFrame.HeaderLength));
        byte[] valid = [.. new byte[UdpFrame.HeaderLength], 1, 2, 3];
        UdpFrame.WriteHeaders(valid, Us, Them, (Ipv4.Any, 68), (Ipv4.Broadcast, 67));
        Gen.Select(Gen.Int[0, valid.Length - 1], Gen.Byte, Gen.Int[0, valid.Length]).Sample((at, value, length) =>
        {
            var frame = valid.ToArray();
            frame[at] = value;
            _ = UdpFrame.TryParse(frame.AsSpan(0, length), out _);
        });
    }

    [Fact]
    public void Padding_after_the_datagram_is_not_payload_and_a_fragment_is_none()
    {
        byte[] frame = [.. new byte[UdpFrame.HeaderLength], 1, 2];
        UdpFrame.WriteHeaders(frame, Us, Them, (Ipv4.Any, 68), (Ipv4.Broadcast, 67));
        Assert.True(UdpFrame.TryParse([.. frame, .. new byte[16]], out var read));
        Assert.Equal([1, 2], read.Payload.ToArray());
        frame[20] = 0x20;
        Assert.False(UdpFrame.TryParse(frame, out _));
    }
}
