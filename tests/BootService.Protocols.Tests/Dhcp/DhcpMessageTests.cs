using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using CsCheck;
using Xunit;

namespace BootService.Protocols.Tests.Dhcp;

public class DhcpMessageTests
{
    public static Xunit.TheoryData<string> Firmware => FirmwarePackets.Names();

    [Theory]
    [MemberData(nameof(Firmware))]
    public void A_firmware_packet_reads_as_it_was_traced(string name)
    {
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(FirmwarePackets.Message(name), out var discover));
        var text = DhcpSummary.Line(discover) + "\n" + DhcpSummary.Lines(discover);
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(FirmwarePackets.Message(name, DhcpMessageType.Request), out var request));
        Golden.Check(name + ".txt", text + "\n" + DhcpSummary.Line(request) + "\n" + DhcpSummary.Lines(request));
    }

    [Theory]
    [MemberData(nameof(Firmware))]
    public void Every_prefix_of_a_valid_message_is_a_fault_or_a_message_and_never_an_exception(string name)
    {
        var whole = FirmwarePackets.Message(name, DhcpMessageType.Request);
        for (var length = 0; length < whole.Length; length++)
        {
            var fault = DhcpMessage.TryParse(whole.AsSpan(0, length), out var message);
            Assert.Equal(length < DhcpMessage.HeaderLength, fault is DhcpFault.Truncated);
            if (fault is DhcpFault.None)
            {
                ReadEverything(message);
            }
        }
    }

    [Fact]
    public void Random_octets_never_throw() =>
        Gen.Byte.Array[0, 700].Sample(static bytes =>
        {
            if (DhcpMessage.TryParse(bytes, out var message) is DhcpFault.None)
            {
                ReadEverything(message);
            }
        });

    [Fact]
    public void Random_options_behind_a_valid_header_never_throw() =>
        Gen.Byte.Array[0, 400].Sample(static options =>
        {
            var bytes = new byte[DhcpMessage.HeaderLength + options.Length];
            FirmwarePackets.Message("grub").AsSpan(0, DhcpMessage.HeaderLength).CopyTo(bytes);
            options.CopyTo(bytes, DhcpMessage.HeaderLength);
            var fault = DhcpMessage.TryParse(bytes, out var message);
            Assert.True(fault is DhcpFault.None or DhcpFault.OptionOverrun);
            if (fault is DhcpFault.None)
            {
                ReadEverything(message);
            }
        });

    [Theory]
    [InlineData(0, 3, DhcpFault.UnknownOperation)]
    [InlineData(2, 17, DhcpFault.HardwareAddressTooLong)]
    [InlineData(236, 98, DhcpFault.NoMagicCookie)]
    [InlineData(241, 200, DhcpFault.OptionOverrun)]
    public void A_wrong_octet_is_named(int at, byte value, DhcpFault fault)
    {
        var bytes = FirmwarePackets.Message("grub");
        bytes[at] = value;
        Assert.Equal(fault, DhcpMessage.TryParse(bytes, out _));
    }

    [Fact]
    public void BOOTP_may_come_without_options_and_a_lying_type_is_no_BOOTP()
    {
        var bytes = new byte[DhcpMessage.MinimumLength];
        FirmwarePackets.Message("grub").AsSpan(0, 236).CopyTo(bytes);
        bytes.AsSpan(250).Fill(53); // what stands behind four zeros is nobody's
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(bytes, out var bare));
        Assert.True(bare is { IsBootp: true, HasOptions: false, Type: DhcpMessageType.None });
        Assert.False(bare.Options.MoveNext());

        var plain = new byte[600];
        var writer = new DhcpRequestWriter(plain, DhcpMessageType.None, new MacAddress(7), 1);
        DhcpMessage.TryParse(plain.AsSpan(0, writer.Finish()), out var bootp);
        Assert.True(bootp is { IsBootp: true, HasOptions: true });

        byte[] lying = [.. FirmwarePackets.Message("grub").AsSpan(0, DhcpMessage.HeaderLength), 53, 2, 1, 1];
        DhcpMessage.TryParse(lying, out var odd);
        Assert.True(odd is { IsBootp: false, Type: DhcpMessageType.None });
    }

    [Theory]
    [InlineData("53 1 3 60 2 65 66 12", true)]
    [InlineData("53 1 3 60 2 65 66 12 9 65 66", true)]
    [InlineData("53 1 3 60 2 65 66 43 255 1", true)]
    [InlineData("60 2 65 66 53 1", false)]
    [InlineData("60 2 65 66 12 9 53 1 3", false)]
    [InlineData("53 1 3 60 2 65 66 54 4 10 1", false)]
    [InlineData("53 1 3 60 2 65 66 50 4 10", false)]
    public void An_option_that_is_cut_off_takes_none_before_it_along_but_must_not_change_what_is_meant(string options, bool isTold)
    {
        byte[] bytes = [.. FirmwarePackets.Message("grub").AsSpan(0, DhcpMessage.HeaderLength), .. options.Split(' ').Select(byte.Parse)];
        Assert.Equal(isTold ? DhcpFault.None : DhcpFault.OptionOverrun, DhcpMessage.TryParse(bytes, out var message));
        if (isTold)
        {
            Assert.True(message is { Type: DhcpMessageType.Request } && message.TryGet(DhcpOptionCode.VendorClass, out var name) && name.SequenceEqual("AB"u8));
            Assert.False(message.Has(DhcpOptionCode.HostName) || message.Has(DhcpOptionCode.VendorSpecific));
        }
    }

    [Fact]
    public void Options_without_an_end_are_read_to_the_last()
    {
        byte[] bytes = [.. FirmwarePackets.Message("grub").AsSpan(0, DhcpMessage.HeaderLength), 53, 1, 1, 0, 0, 12, 1, 65];
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(bytes, out var message));
        Assert.True(message.TryGet(DhcpOptionCode.HostName, out var name));
        Assert.Equal("A"u8, name);
    }

    [Fact]
    public void Overloaded_fields_are_read_after_the_options_file_before_sname()
    {
        var bytes = FirmwarePackets.Message("grub");
        new byte[] { 53, 1, 3, 52, 1, 3, 255 }.CopyTo(bytes, 240);
        new byte[] { 12, 1, (byte)'f', 255 }.CopyTo(bytes, 108);
        new byte[] { 12, 1, (byte)'s', 50, 4, 10, 1, 1, 9, 255 }.CopyTo(bytes, 44);
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(bytes, out var message));
        Span<byte> scratch = stackalloc byte[8];
        Assert.True(message.TryGet(DhcpOptionCode.HostName, scratch, out var name));
        Assert.Equal("fs"u8, name);
        Assert.Equal(Ipv4.Parse("10.1.1.9"), message.AddressOf(DhcpOptionCode.RequestedAddress));
        Assert.True(message.BootFile.IsEmpty);
        Assert.True(message.ServerName.IsEmpty);
    }

    [Fact]
    public void An_option_cut_off_in_an_overloaded_field_is_passed_over()
    {
        var bytes = FirmwarePackets.Message("grub");
        new byte[] { 53, 1, 3, 52, 1, 2, 255 }.CopyTo(bytes, 240);
        bytes.AsSpan(44, 64).Fill(1);
        bytes[44] = 12;
        bytes[45] = 63;
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(bytes, out var message));
        Assert.False(message.Has(DhcpOptionCode.HostName));
    }

    [Fact]
    public void A_split_option_is_joined_and_cut_at_the_scratch()
    {
        byte[] bytes = [.. FirmwarePackets.Message("grub").AsSpan(0, DhcpMessage.HeaderLength), 43, 2, 1, 2, 53, 1, 1, 43, 2, 3, 4, 255];
        DhcpMessage.TryParse(bytes, out var message);
        Assert.True(message.TryGet(DhcpOptionCode.VendorSpecific, new byte[9], out var whole));
        Assert.Equal([1, 2, 3, 4], whole.ToArray());
        message.TryGet(DhcpOptionCode.VendorSpecific, new byte[3], out var cut);
        Assert.Equal([1, 2, 3], cut.ToArray());
    }

    [Theory]
    [InlineData(1, 6, "52:54:00:aa:bb:01", true)]
    [InlineData(1, 16, "52:54:00:aa:bb:01", false)]
    [InlineData(32, 0, "52:54:00:aa:bb:01", false)]
    [InlineData(1, 6, "00:00:00:00:00:00", false)]
    [InlineData(1, 6, "01:00:5e:00:00:01", false)]
    public void Only_a_machine_s_own_address_counts_as_one(byte type, byte length, string mac, bool expected)
    {
        var bytes = FirmwarePackets.Message("grub");
        bytes[1] = type;
        bytes[2] = length;
        MacAddress.Parse(mac).CopyTo(bytes.AsSpan(28));
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(bytes, out var message));
        Assert.Equal(expected, message.HasEthernetAddress);
    }

    [Theory]
    [InlineData(new byte[] { 53, 0 }, DhcpMessageType.None)]
    [InlineData(new byte[] { 53, 2, 1, 1 }, DhcpMessageType.None)]
    [InlineData(new byte[] { 53, 1, 8 }, DhcpMessageType.Inform)]
    public void A_message_type_of_another_length_is_none(byte[] options, DhcpMessageType expected)
    {
        byte[] bytes = [.. FirmwarePackets.Message("grub").AsSpan(0, DhcpMessage.HeaderLength), .. options];
        DhcpMessage.TryParse(bytes, out var message);
        Assert.Equal(expected, message.Type);
    }

    private static void ReadEverything(in DhcpMessage message)
    {
        Assert.NotEmpty(DhcpSummary.Line(message));
        Assert.NotEmpty(DhcpSummary.Lines(message));
        BootService.Protocols.Pxe.PxeClient.From(message);
        BootService.Protocols.Pxe.PxeVendorOptions.BootItemOf(message);
        if (message.TryGet(DhcpOptionCode.RelayAgentInformation, new byte[600], out var value))
        {
            var relay = new RelayAgentInformation(value);
            _ = relay.WantsSourcePort && relay.LinkSelection.IsAny && relay.ServerIdentifierOverride.IsAny;
        }

        var writer = new DhcpReplyWriter(new byte[1500], new byte[DhcpReplyWriter.ScratchLength], message, DhcpMessageType.Offer);
        message.TryGet(DhcpOptionCode.ParameterRequestList, out var list);
        var datagram = new byte[1500];
        Assert.InRange(writer.Finish(list, DhcpReplyWriter.LimitFor(message), mayOverload: true), DhcpMessage.MinimumLength, datagram.Length);
    }
}
