using System.Text;
using BootService.Firmware.Tftp;
using BootService.Protocols.Tftp;
using Xunit;

namespace BootService.Firmware.Tests.Tftp;

public sealed class TftpFetchTests
{
    private readonly RecordedWire _wire = new();
    private TimeSpan _now;

    [Fact]
    public void IPXE_asks_for_blksize_first_and_then_for_the_size()
    {
        Begin(TftpDialect.Ipxe);
        Assert.Equal("\0\u0001file\0octet\0blksize\01432\0tsize\00\0", Encoding.ASCII.GetString(_wire.Last.Datagram));
    }

    [Fact]
    public void UEFI_asks_the_size_ends_that_with_error_8_and_asks_anew_from_another_port()
    {
        using var fetch = Begin(TftpDialect.Edk2);
        Assert.Equal("\0\u0001file\0octet\0tsize\00\0blksize\01468\0windowsize\04\0", Encoding.ASCII.GetString(_wire.Last.Datagram));
        Grant(fetch, new TftpOptions(1468, 10, null, 4));
        Assert.Equal([0, 5, 0, 8], _wire.Sent[1].Datagram[..4]);
        Assert.Equal(1, _wire.PortChanges);
        Assert.Equal("\0\u0001file\0octet\0blksize\01468\0windowsize\04\0", Encoding.ASCII.GetString(_wire.Last.Datagram));
        Grant(fetch, new TftpOptions(1468, null, null, 4), from: 2001);
        Data(fetch, 1, new byte[10], from: 2001);
        Assert.Equal((10, 10L), (fetch.File!.Length, fetch.File.Announced));
    }

    [Fact]
    public void A_server_without_the_size_is_no_server_to_pxelinux()
    {
        using var fetch = Begin(TftpDialect.Pxelinux);
        Data(fetch, 1, new byte[512]);
        Assert.Contains("tsize", fetch.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_refuses_the_options_is_asked_without_any()
    {
        using var fetch = Begin(TftpDialect.Grub);
        Error(fetch, TftpErrorCode.OptionsRefused);
        Assert.Equal("\0\u0001file\0octet\0", Encoding.ASCII.GetString(_wire.Last.Datagram));
        Data(fetch, 1, [1, 2, 3]);
        Assert.Equal(3, fetch.File!.Length);
    }

    [Fact]
    public void A_lost_block_is_asked_for_again_and_the_file_is_whole()
    {
        using var fetch = Begin(TftpDialect.Shim);
        Grant(fetch, new TftpOptions(512, null, null, 4));
        Data(fetch, 1, Block(1));
        Data(fetch, 3, Block(3));
        Assert.Equal([0, 4, 0, 1], _wire.Last.Datagram);
        Data(fetch, 2, Block(2));
        Data(fetch, 3, Block(3));
        Data(fetch, 4, Block(4));
        Data(fetch, 5, [9]);
        Assert.Equal((4 * 512) + 1, fetch.File!.Length);
        Assert.Equal([1, 2, 3, 4, 9], new[] { 0, 512, 1024, 1536, 2048 }.Select(at => fetch.File.Start.Span[at]));
    }

    [Fact]
    public void Silence_is_answered_by_asking_again_six_times()
    {
        using var fetch = Begin(TftpDialect.Ipxe);
        while (!fetch.IsOver)
        {
            fetch.Pass(fetch.Deadline, _wire);
        }

        Assert.Equal(6, _wire.Sent.Count);
        Assert.Contains("PXE-E32", fetch.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packet_of_another_transfer_is_answered_to_its_sender_alone()
    {
        using var fetch = Begin(TftpDialect.Ipxe);
        Grant(fetch, new TftpOptions(1432, 5, null, null));
        Data(fetch, 1, [1], from: 3000);
        Assert.Equal([0, 5, 0, 5], _wire.Last.Datagram[..4]);
        Assert.Equal(3000, _wire.Last.Port);
        Assert.False(fetch.IsOver);
    }

    [Fact]
    public void A_missing_file_is_absent_and_not_broken()
    {
        using var fetch = Begin(TftpDialect.Shim);
        Error(fetch, TftpErrorCode.FileNotFound);
        Assert.True(fetch.IsAbsent);
    }

    [Fact]
    public void More_than_was_asked_for_is_refused()
    {
        using var fetch = Begin(TftpDialect.Ipxe);
        Grant(fetch, new TftpOptions(9000, 5, null, null));
        Assert.NotNull(fetch.Fault);
        Assert.Equal([0, 5, 0, 8], _wire.Last.Datagram[..4]);
    }

    private static byte[] Block(byte fill) => [.. Enumerable.Repeat(fill, 512)];

    private TftpFetch Begin(TftpDialect dialect)
    {
        var fetch = new TftpFetch(dialect, RecordedWire.Server, 69, "file");
        fetch.Begin(_now, _wire);
        return fetch;
    }

    private void Grant(TftpFetch fetch, TftpOptions options, ushort from = 2000)
    {
        var packet = new byte[200];
        Take(fetch, packet.AsSpan(0, TftpWriter.OptionAcknowledge(packet, options)), from);
    }

    private void Data(TftpFetch fetch, int block, byte[] data, ushort from = 2000)
    {
        var packet = new byte[4 + data.Length];
        TftpWriter.DataHeader(packet, block);
        data.CopyTo(packet, 4);
        Take(fetch, packet, from);
    }

    private void Error(TftpFetch fetch, TftpErrorCode code)
    {
        var packet = new byte[50];
        Take(fetch, packet.AsSpan(0, TftpWriter.Error(packet, code, "no")), 2000);
    }

    private void Take(TftpFetch fetch, ReadOnlySpan<byte> packet, ushort from)
    {
        _now += TimeSpan.FromMilliseconds(1);
        fetch.Receive(packet, RecordedWire.Server, from, _now, _wire);
    }
}
