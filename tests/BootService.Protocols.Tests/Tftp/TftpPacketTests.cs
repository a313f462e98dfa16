using System.Text;
using BootService.Protocols.Tftp;
using CsCheck;
using Xunit;

namespace BootService.Protocols.Tests.Tftp;

public class TftpPacketTests
{
    private static readonly Gen<TftpOptions> AnyOptions =
        from block in Gen.Int[TftpOptions.MinBlockSize, TftpOptions.MaxBlockSize].Nullable()
        from size in Gen.Long[0, long.MaxValue].Nullable()
        from timeout in Gen.Int[1, 255].Nullable()
        from window in Gen.Int[1, 65_535].Nullable()
        select new TftpOptions(block, size, timeout, window);

    [Fact]
    public void A_request_of_OVMF_reads_as_what_it_asks_for()
    {
        var fault = TftpRequest.TryParse("\0\u0001shimx64.efi\0octet\0tsize\00\0blksize\01468\0windowsize\04\0"u8, out var request);
        Assert.Equal(TftpFault.None, fault);
        Assert.False(request.IsWrite);
        Assert.Equal("shimx64.efi", Encoding.ASCII.GetString(request.Name));
        Assert.Equal(TftpMode.Octet, request.Mode);
        Assert.Equal(new TftpOptions(1468, 0, null, 4), request.Options);
    }

    [Fact]
    public void Names_of_modes_and_options_are_read_in_any_case_and_unknown_options_passed_over()
    {
        Assert.Equal(TftpFault.None, TftpRequest.TryParse("\0\u0002a\0NetASCII\0multicast\0\0BlkSize\0512\0TIMEOUT\05\0"u8, out var request));
        Assert.True(request.IsWrite);
        Assert.Equal(TftpMode.NetAscii, request.Mode);
        Assert.Equal(new TftpOptions(512, null, 5, null), request.Options);
    }

    [Theory]
    [InlineData("blksize\07\0")]
    [InlineData("blksize\0-5\0")]
    [InlineData("blksize\0 512\0")]
    [InlineData("blksize\0512x\0")]
    [InlineData("blksize\0\0")]
    [InlineData("blksize\0512")]
    [InlineData("timeout\00\0")]
    [InlineData("timeout\0256\0")]
    [InlineData("windowsize\00\0")]
    [InlineData("windowsize\065536\0")]
    [InlineData("tsize\0-1\0")]
    [InlineData("tsize\099999999999999999999\0")]
    [InlineData("\0\0blksize\0512\0")]
    public void A_value_that_is_none_is_as_if_not_asked(string pairs) =>
        Assert.False(TftpOptions.Read(Encoding.ASCII.GetBytes(pairs)).Any);

    [Fact]
    public void The_first_of_two_equal_options_counts_and_a_huge_block_is_the_largest_one() =>
        Assert.Equal(new TftpOptions(65_464, null, null, null), TftpOptions.Read("blksize\070000\0blksize\0512\0"u8));

    [Theory]
    [InlineData("", TftpFault.Truncated)]
    [InlineData("\0", TftpFault.Truncated)]
    [InlineData("\0\u0001file", TftpFault.Unterminated)]
    [InlineData("\0\u0001file\0octet", TftpFault.Unterminated)]
    [InlineData("\0\u0001file\0mail\0", TftpFault.UnknownMode)]
    [InlineData("\0\u0004\0\0", TftpFault.WrongKind)]
    public void What_is_no_request_says_why(string bytes, TftpFault fault) =>
        Assert.Equal(fault, TftpRequest.TryParse(Encoding.Latin1.GetBytes(bytes), out _));

    [Theory]
    [InlineData("\0\u0003\0", TftpFault.Truncated)]
    [InlineData("\0\u0004\0", TftpFault.Truncated)]
    [InlineData("\0\u0005", TftpFault.Truncated)]
    [InlineData("\0\0\0\0", TftpFault.UnknownOpcode)]
    [InlineData("\0\u0007\0\0", TftpFault.UnknownOpcode)]
    [InlineData("\u0001\u0003\0\0", TftpFault.UnknownOpcode)]
    public void What_is_no_packet_says_why(string bytes, TftpFault fault) =>
        Assert.Equal(fault, TftpPacket.TryParse(Encoding.Latin1.GetBytes(bytes), out _));

    [Fact]
    public void Requests_read_back_as_written() =>
        Gen.Select(Gen.Byte[1, 255].Array[0, 400], Gen.Bool, AnyOptions).Sample((name, ascii, options) =>
        {
            var bytes = new byte[600];
            var length = TftpWriter.ReadRequest(bytes, name, ascii ? TftpMode.NetAscii : TftpMode.Octet, options);
            Assert.Equal(TftpFault.None, TftpRequest.TryParse(bytes.AsSpan(0, length), out var request));
            Assert.Equal(name, request.Name);
            Assert.Equal(ascii, request.Mode is TftpMode.NetAscii);
            Assert.Equal(options, request.Options);
        });

    [Fact]
    public void Other_packets_read_back_as_written() =>
        Gen.Select(Gen.Long[0, 1L << 40], AnyOptions, Gen.Int[0, 8], Gen.Char[' ', '~'].Array[0, 100]).Sample((block, options, code, text) =>
        {
            var bytes = new byte[200];
            TftpPacket.TryParse(bytes.AsSpan(0, TftpWriter.Acknowledge(bytes, block)), out var acknowledge);
            Assert.Equal((TftpOpcode.Acknowledge, (ushort)block), (acknowledge.Opcode, acknowledge.Block));

            TftpPacket.TryParse(bytes.AsSpan(0, TftpWriter.DataHeader(bytes, block) + 50), out var data);
            Assert.Equal((TftpOpcode.Data, (ushort)block, 50), (data.Opcode, data.Block, data.Data.Length));

            TftpPacket.TryParse(bytes.AsSpan(0, TftpWriter.OptionAcknowledge(bytes, options)), out var granted);
            Assert.Equal((TftpOpcode.OptionAcknowledge, options), (granted.Opcode, granted.Options));

            TftpPacket.TryParse(bytes.AsSpan(0, TftpWriter.Error(bytes, (TftpErrorCode)code, text)), out var error);
            Assert.Equal((TftpOpcode.Error, (TftpErrorCode)code), (error.Opcode, error.ErrorCode));
            Assert.Equal(new string(text), Encoding.ASCII.GetString(error.ErrorText));
        });

    [Fact]
    public void An_error_is_short_ASCII_and_fits_whatever_room_there_is()
    {
        Span<byte> small = stackalloc byte[10];
        var length = TftpWriter.Error(small, TftpErrorCode.FileNotFound, "añ\0 sentence");
        Assert.Equal("\0\u0005\0\u0001a?? s\0"u8, small[..length]);
    }

    [Fact]
    public void No_datagram_makes_a_parser_throw() =>
        Gen.Select(Gen.Byte[0, 8], Gen.Byte.Array[0, 600]).Sample((opcode, bytes) =>
        {
            if (bytes.Length > 1)
            {
                (bytes[0], bytes[1]) = (0, opcode);
            }

            Touch(bytes);
        });

    [Fact]
    public void No_prefix_of_a_request_makes_a_parser_throw()
    {
        var bytes = "\0\u0001/boot//grubx64.efi\0octet\0tsize\00\0blksize\01468\0windowsize\04\0timeout\03\0"u8.ToArray();
        for (var length = 0; length <= bytes.Length; length++)
        {
            Touch(bytes.AsSpan(0, length));
        }
    }

    [Fact]
    public void Netascii_writes_line_ends_as_the_wire_has_them() =>
        Assert.Equal("a\r\nb\r\0c\r\0\r\n"u8, TftpNetAscii.Encode("a\nb\rc\r\n"u8));

    private static void Touch(ReadOnlySpan<byte> bytes)
    {
        if (TftpPacket.TryParse(bytes, out var packet) is TftpFault.None)
        {
            _ = (packet.Block, packet.ErrorCode, packet.Data.Length, packet.ErrorText.Length, packet.Options);
        }

        if (TftpRequest.TryParse(bytes, out var request) is TftpFault.None)
        {
            _ = request.Options;
            _ = TftpFileName.TryNormalize(request.Name, new char[TftpFileName.MaxLength], out _);
        }
    }
}
