using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using CsCheck;
using Xunit;

namespace BootService.Protocols.Tests.Dhcp;

public class DhcpReplyWriterTests
{
    private static readonly byte[] Scratch = new byte[DhcpReplyWriter.ScratchLength];

    [Fact]
    public void The_header_is_the_request_s_with_the_answers_filled_in()
    {
        var request = FirmwarePackets.Message("grub");
        request[3] = 2;
        request[10] = 0x80;
        Ipv4.Parse("10.9.9.9").CopyTo(request.AsSpan(12));
        Ipv4.Parse("10.2.0.1").CopyTo(request.AsSpan(24));
        var reply = Reply(request, static (ref writer) =>
        {
            writer.YourAddress = Ipv4.Parse("10.1.255.254");
            writer.ServerAddress = Ipv4.Parse("10.1.1.1");
            Assert.True(writer.TrySetBootFile("pxelinux.0"));
        });
        DhcpMessage.TryParse(reply, out var message);
        Assert.False(message.IsRequest);
        Assert.Equal(0, message.Hops);
        Assert.Equal(0, message.Seconds);
        Assert.Equal(0x1234abcdu, message.TransactionId);
        Assert.True(message.WantsBroadcast);
        Assert.Equal("0.0.0.0 10.1.255.254 10.1.1.1 10.2.0.1", $"{message.ClientAddress} {message.YourAddress} {message.ServerAddress} {message.RelayAddress}");
        Assert.Equal(request.AsSpan(28, 16), message.HardwareAddressField);
        Assert.Equal("pxelinux.0"u8, message.BootFile);
        Assert.True(message.ServerName.IsEmpty);
        Assert.Equal(DhcpMessageType.Offer, message.Type);
    }

    [Fact]
    public void Options_go_53_54_then_as_asked_then_the_rest_and_82_last()
    {
        byte[] relay = [1, 2, 9, 9, 5, 4, 10, 3, 0, 0];
        var request = With(FirmwarePackets.Message("grub"), 82, relay);
        var reply = Reply(
            request,
            static (ref writer) =>
            {
                writer.Add(DhcpOptionCode.Router, Ipv4.Parse("10.1.1.1"));
                writer.AddText(DhcpOptionCode.HostName, "backend-0-0");
                writer.Add(DhcpOptionCode.LeaseTime, 3600u);
                writer.Add(DhcpOptionCode.SubnetMask, Ipv4.Parse("255.255.0.0"));
                writer.Add(DhcpOptionCode.ServerIdentifier, Ipv4.Parse("10.1.1.1"));
                writer.AddText(DhcpOptionCode.DomainName, "");
                writer.Add(DhcpOptionCode.DomainNameServer, Ipv4.Any);
            },
            [82, 12, 1, 1, 99, 54, 3]);
        Assert.Equal([53, 54, 12, 1, 3, 51, 82], Codes(reply));
        DhcpMessage.TryParse(reply, out var message);
        Assert.True(message.TryGet(DhcpOptionCode.RelayAgentInformation, out var echoed));
        Assert.Equal(relay, echoed);
        Assert.Equal(DhcpMessage.MinimumLength, reply.Length);
    }

    [Theory]
    [InlineData(61, new byte[] { 1, 2, 3 })]
    [InlineData(97, new byte[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 })]
    [InlineData(82, new byte[] { 1, 0 })]
    [InlineData(61, new byte[0])]
    [InlineData(118, new byte[] { 10, 2, 0, 0 })]
    public void Identity_comes_back_as_it_came_in_a_refusal_too(byte code, byte[] value)
    {
        var reply = Reply(With(FirmwarePackets.Message("grub"), code, value), static (ref _) => { }, type: DhcpMessageType.Nak);
        DhcpMessage.TryParse(reply, out var message);
        Assert.True(message.TryGet((DhcpOptionCode)code, out var echoed));
        Assert.Equal(value, echoed);
    }

    [Fact]
    public void What_does_not_fit_goes_into_unused_header_fields()
    {
        var reply = Reply(FirmwarePackets.Message("udhcpc"), static (ref writer) =>
        {
            writer.Add(DhcpOptionCode.VendorSpecific, new byte[250]);
            writer.Add(DhcpOptionCode.DomainSearch, new byte[100]);
            writer.Add(DhcpOptionCode.ClasslessStaticRoute, new byte[40]);
        }, mayOverload: true);
        Assert.True(reply.Length <= DhcpReplyWriter.DefaultLimit);
        DhcpMessage.TryParse(reply, out var message);
        Assert.True(message.TryGet(DhcpOptionCode.Overload, out var overload));
        Assert.Equal([3], overload.ToArray());
        Assert.True(message.TryGet(DhcpOptionCode.DomainSearch, out var search));
        Assert.Equal(100, search.Length);
        Assert.True(message.TryGet(DhcpOptionCode.ClasslessStaticRoute, out var routes));
        Assert.Equal(40, routes.Length);
    }

    [Fact]
    public void A_boot_file_in_the_header_is_never_overwritten()
    {
        var reply = Reply(FirmwarePackets.Message("udhcpc"), static (ref writer) =>
        {
            writer.TrySetBootFile("pxelinux.0");
            writer.Add(DhcpOptionCode.VendorSpecific, new byte[250]);
            writer.Add(DhcpOptionCode.DomainSearch, new byte[100]);
            var before = writer.LeftOut;
            Assert.Equal(0, before);
        }, mayOverload: true, expectLeftOut: 1);
        DhcpMessage.TryParse(reply, out var message);
        Assert.Equal("pxelinux.0"u8, message.BootFile);
        Assert.False(message.Has(DhcpOptionCode.DomainSearch));
    }

    [Fact]
    public void Firmware_gets_no_overload_whatever_is_left_out()
    {
        var reply = Reply(FirmwarePackets.Message("udhcpc"), static (ref writer) =>
        {
            writer.Add(DhcpOptionCode.VendorSpecific, new byte[250]);
            writer.Add(DhcpOptionCode.DomainSearch, new byte[100]);
        }, mayOverload: false, expectLeftOut: 1);
        DhcpMessage.TryParse(reply, out var message);
        Assert.False(message.Has(DhcpOptionCode.Overload));
    }

    [Fact]
    public void Room_for_82_is_kept_whatever_else_does_not_fit()
    {
        var request = With(FirmwarePackets.Message("grub"), 82, new byte[200]);
        var reply = Reply(request, static (ref writer) =>
        {
            writer.Add(DhcpOptionCode.VendorSpecific, new byte[90]);
            writer.Add(DhcpOptionCode.DomainSearch, new byte[90]);
        }, mayOverload: false, expectLeftOut: 1);
        Assert.Equal(82, Codes(reply)[^1]);
    }

    /// <summary>A client takes no offer without a lease time, and firmware none without its class, however long what it asked for first, or its relay's mark,
    /// is.</summary>
    [Theory]
    [InlineData(240, 90)]
    [InlineData(0, 250)]
    public void Room_for_what_an_answer_is_nothing_without_is_kept_first(int relay, int searched)
    {
        var request = relay > 0 ? With(FirmwarePackets.Message("grub"), 82, new byte[relay]) : FirmwarePackets.Message("grub");
        byte[] search = new byte[searched];
        var reply = Reply(
            request,
            (ref writer) =>
            {
                writer.Add(DhcpOptionCode.DomainSearch, search);
                writer.AddText(DhcpOptionCode.VendorClass, "PXEClient");
                writer.Add(DhcpOptionCode.LeaseTime, 3600u);
                writer.AddText(DhcpOptionCode.BootFileName, "http://10.1.1.1/install/boot/snponly.efi");
            },
            [119],
            expectLeftOut: 1);
        Assert.Equal(relay > 0 ? [53, 60, 51, 67, 82] : [53, 60, 51, 67], Codes(reply));
    }

    /// <summary>RFC 3046 §2.2: whole or not at all.</summary>
    [Fact]
    public void A_relay_s_mark_that_leaves_no_room_for_an_answer_is_not_repeated()
    {
        var request = With(With(FirmwarePackets.Message("grub"), 82, new byte[255]), 82, new byte[100]);
        var reply = Reply(
            request,
            static (ref writer) =>
            {
                writer.Add(DhcpOptionCode.ServerIdentifier, Ipv4.Parse("10.1.1.1"));
                writer.Add(DhcpOptionCode.LeaseTime, 3600u);
            },
            expectLeftOut: 1);
        Assert.Equal([53, 54, 51], Codes(reply));
    }

    [Fact]
    public void A_long_value_is_split_and_read_back_whole()
    {
        var long67 = new string('u', 300);
        var request = FirmwarePackets.Message("edk2-http");
        var reply = Reply(request, (ref writer) => writer.AddText(DhcpOptionCode.BootFileName, long67), [67]);
        DhcpMessage.TryParse(reply, out var message);
        Assert.True(message.TryGet(DhcpOptionCode.BootFileName, new byte[400], out var value));
        Assert.Equal(300, value.Length);
        Assert.False(value.ContainsAnyExcept((byte)'u'));
    }

    [Fact]
    public void The_octet_after_option_67_is_free_for_firmware_that_ends_strings_there()
    {
        var reply = Reply(FirmwarePackets.Message("edk2-x64"), static (ref writer) =>
        {
            writer.AddText(DhcpOptionCode.BootFileName, "shimx64.efi");
            writer.AddText(DhcpOptionCode.TftpServerName, "10.1.1.1");
        }, [67, 66]);
        var at = reply.AsSpan().IndexOf("shimx64.efi"u8) + 11;
        Assert.Equal(0, reply[at]);
        Assert.Equal(66, reply[at + 1]);
    }

    [Theory]
    [InlineData(null, 548)]
    [InlineData((ushort)100, 548)]
    [InlineData((ushort)1000, 972)]
    [InlineData((ushort)65280, 1472)]
    public void The_limit_is_option_57_within_reason(ushort? size, int limit)
    {
        var buffer = new byte[300];
        var writer = new DhcpRequestWriter(buffer, DhcpMessageType.Discover, FirmwarePackets.Mac, 1);
        if (size is { } octets)
        {
            writer.Add(DhcpOptionCode.MaximumMessageSize, octets);
        }

        DhcpMessage.TryParse(buffer.AsSpan(0, writer.Finish()), out var request);
        Assert.Equal(limit, DhcpReplyWriter.LimitFor(request));
    }

    [Theory]
    [InlineData(127, true)]
    [InlineData(128, false)]
    public void A_boot_file_too_long_for_the_header_leaves_it_empty(int length, bool fits)
    {
        var reply = Reply(FirmwarePackets.Message("grub"), (ref writer) => Assert.Equal(fits, writer.TrySetBootFile(new string('x', length))));
        DhcpMessage.TryParse(reply, out var message);
        Assert.Equal(fits ? length : 0, message.BootFile.Length);
    }

    [Fact]
    public void Whatever_options_are_added_the_reply_parses_and_holds_those_not_left_out()
    {
        var options = Gen.Select(Gen.Byte[1, 254], Gen.Byte.Array[0, 300]).Array[0, 30];
        Gen.Select(options, Gen.Byte.Array[0, 60], Gen.Int[0, 2000], Gen.Bool).Sample(static (added, list, limit, overload) =>
        {
            DhcpMessage.TryParse(FirmwarePackets.Message("udhcpc"), out var request);
            var buffer = new byte[1500];
            var writer = new DhcpReplyWriter(buffer, new byte[DhcpReplyWriter.ScratchLength], request, DhcpMessageType.Ack);
            var expected = new Dictionary<byte, byte[]>();
            foreach (var (code, value) in added)
            {
                var before = writer.LeftOut;
                writer.Add((DhcpOptionCode)code, value);
                if (writer.LeftOut == before)
                {
                    expected[code] = value;
                }
            }

            var staged = writer.LeftOut;
            var length = writer.Finish(list, limit, overload);
            Assert.True(length <= Math.Max(limit, DhcpReplyWriter.DefaultLimit));
            Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(buffer.AsSpan(0, length), out var reply));
            var missing = 0;
            foreach (var (code, value) in expected)
            {
                if (reply.TryGet((DhcpOptionCode)code, new byte[600], out var read))
                {
                    Assert.Equal(value, read);
                }
                else
                {
                    missing++;
                }
            }

            // Message type and client identifier are staged before, and may have been replaced.
            Assert.InRange(writer.LeftOut - staged, missing, missing + 1);
        });
    }

    private delegate void Fill(ref DhcpReplyWriter writer);

    private static byte[] Reply(
        byte[] request, Fill fill, byte[]? list = null, bool mayOverload = false, int expectLeftOut = 0, DhcpMessageType type = DhcpMessageType.Offer)
    {
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(request, out var message));
        var buffer = new byte[1500];
        buffer.AsSpan().Fill(0xEE);
        var writer = new DhcpReplyWriter(buffer, Scratch.ToArray(), message, type);
        fill(ref writer);
        var length = writer.Finish(list ?? [], DhcpReplyWriter.LimitFor(message), mayOverload);
        Assert.Equal(expectLeftOut, writer.LeftOut);
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(buffer.AsSpan(0, length), out _));
        return buffer[..length];
    }

    private static byte[] With(byte[] message, byte code, byte[] value)
    {
        var end = Array.LastIndexOf(message, (byte)255);
        return [.. message.AsSpan(0, end), code, (byte)value.Length, .. value, 255];
    }

    private static List<int> Codes(byte[] reply)
    {
        DhcpMessage.TryParse(reply, out var message);
        var codes = new List<int>();
        foreach (var option in message.Options)
        {
            codes.Add((int)option.Code);
        }

        return codes;
    }
}
