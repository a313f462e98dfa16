using System.Security.Cryptography;
using System.Text;
using BootService.Firmware.Tftp;
using BootService.Firmware.Wire;
using Xunit;

namespace BootService.Firmware.Tests.Wire;

public sealed class FileSinkTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(1000, 7)]
    [InlineData(FileSink.Kept, 4096)]
    [InlineData(FileSink.Kept + 1, 1000)]
    [InlineData(3 * FileSink.Kept, 65_536)]
    public void Length_and_digest_are_of_the_whole_and_the_beginning_is_kept(int length, int piece)
    {
        var octets = new byte[length];
        new Random(7).NextBytes(octets);
        using var sink = new FileSink();
        foreach (var part in octets.Chunk(piece))
        {
            sink.Take(part);
        }

        Assert.Equal(length, sink.Length);
        var file = sink.Finish("name", length);
        Assert.Equal((long)length, file.Length);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(octets)), file.Digest);
        Assert.True(octets.AsSpan(0, Math.Min(length, FileSink.Kept)).SequenceEqual(file.Start.Span));
    }

    [Fact]
    public void A_request_names_the_file_and_the_options_in_their_order()
    {
        var packet = new byte[200];
        var length = TftpDialect.WriteRequest(packet, "pxelinux.0", TftpDialect.IntelBios.Options);
        Assert.Equal("\0\u0001pxelinux.0\0octet\0tsize\00\0blksize\01456\0", Encoding.ASCII.GetString(packet, 0, length));
        length = TftpDialect.WriteRequest(packet, "\u00fc", []);
        Assert.Equal("\0\u0001\u00fc\0octet\0", Encoding.UTF8.GetString(packet, 0, length));
    }
}
