using BootService.Core.Events;
using BootService.Core.Reasons;
using BootService.Files;
using BootService.Net;
using BootService.Protocols.Tftp;
using Xunit;

namespace BootService.Tests.Tftp;

public class TftpFilesTests
{
    private static readonly UdpPeer Peer = TftpBench.Peer(1);

    [Theory]
    [InlineData("absent", TftpErrorCode.FileNotFound, "file not found")]
    [InlineData("f/below", TftpErrorCode.FileNotFound, "file not found")]
    [InlineData("folder", TftpErrorCode.AccessViolation, "this is a folder")]
    [InlineData("pipe", TftpErrorCode.AccessViolation, "this is not a regular file")]
    [InlineData("../f", TftpErrorCode.AccessViolation, "the name leads out of the served folder")]
    [InlineData("..\\..\\etc\\passwd", TftpErrorCode.AccessViolation, "the name leads out of the served folder")]
    [InlineData("link-out", TftpErrorCode.AccessViolation, "a symbolic link leads out of the folder")]
    [InlineData("link-folder/passwd", TftpErrorCode.AccessViolation, "a symbolic link leads out of the folder")]
    [InlineData("link-dead", TftpErrorCode.FileNotFound, "file not found")]
    [InlineData("broken", TftpErrorCode.NotDefined, "the server failed on this file; its log says why")]
    [InlineData("bad", TftpErrorCode.NotDefined, "node mesos.xml line 3: &nosuch; is not defined")]
    public void What_cannot_be_served_is_refused_with_the_right_error(string name, TftpErrorCode code, string text)
    {
        using var bench = new TftpBench();
        bench.Write("f", 10);
        Directory.CreateDirectory(bench.PathOf("folder"));
        File.CreateSymbolicLink(bench.PathOf("link-out"), "/etc/passwd");
        File.CreateSymbolicLink(bench.PathOf("link-folder"), "/etc");
        File.CreateSymbolicLink(bench.PathOf("link-dead"), "nowhere");
        using (var made = System.Diagnostics.Process.Start("mkfifo", bench.PathOf("pipe")))
        {
            made.WaitForExit();
        }

        bench.Files.Rendered["broken"] = _ => throw new InvalidOperationException("a defect");
        bench.Files.Rendered["bad"] = _ => new BootFile.Failed("node mesos.xml line 3: &nosuch; is not defined");

        TftpPacket.TryParse(Assert.Single(bench.Request(Peer, name)), out var error);
        Assert.Equal((TftpOpcode.Error, code), (error.Opcode, error.ErrorCode));
        Assert.Equal(text, System.Text.Encoding.ASCII.GetString(error.ErrorText));
        Assert.Equal((BootOutcome.Refused, new BootReason.Said(text)), (bench.Events.Last.Outcome, bench.Events.Last.Reason));
        Assert.Equal(0, bench.Engine.Open);
    }

    [Fact]
    public void A_link_that_stays_inside_is_followed()
    {
        using var bench = new TftpBench();
        var bytes = bench.Write("a/vmlinuz-5", 3000);
        File.CreateSymbolicLink(bench.PathOf("vmlinuz"), "a/vmlinuz-5");
        Assert.Equal(bytes, TftpTransferTests.Read(bench, "vmlinuz").Content);
    }

    [Fact]
    public void A_link_that_stays_inside_is_followed_though_it_spells_the_whole_path()
    {
        using var bench = new TftpBench();
        var bytes = bench.Write("releases/9.4/vmlinuz", 3000);
        File.CreateSymbolicLink(bench.PathOf("el9"), bench.PathOf("releases/9.4"));
        File.CreateSymbolicLink(bench.PathOf("releases/9.4/newest"), bench.PathOf("el9/vmlinuz"));
        Assert.Equal(bytes, TftpTransferTests.Read(bench, "el9/vmlinuz").Content);
        Assert.Equal(bytes, TftpTransferTests.Read(bench, "el9/newest").Content);
        File.CreateSymbolicLink(bench.PathOf("releases/9.4/out"), bench.PathOf(string.Empty).TrimEnd('/') + "-beside/secret");
        TftpPacket.TryParse(Assert.Single(bench.Request(Peer, "el9/out")), out var error);
        Assert.Equal("a symbolic link leads out of the folder", System.Text.Encoding.ASCII.GetString(error.ErrorText));
    }

    [Theory]
    [InlineData("EFI/BOOT/revocations.efi")]
    [InlineData("shim_certificate_0.efi")]
    [InlineData("grub/x86_64-efi/command.lst")]
    [InlineData("efi64/pxelinux.cfg/0A0164")]
    public void An_optional_file_that_is_absent_is_no_failure(string name)
    {
        using var bench = new TftpBench();
        TftpPacket.TryParse(Assert.Single(bench.Request(Peer, name)), out var error);
        Assert.Equal(TftpErrorCode.FileNotFound, error.ErrorCode);
        Assert.Equal((BootOutcome.Ok, new BootReason.NotNeeded()), (bench.Events.Last.Outcome, bench.Events.Last.Reason));
    }

    [Fact]
    public void The_second_stage_of_PXELINUX_is_not_optional()
    {
        using var bench = new TftpBench();
        bench.Request(Peer, "ldlinux.c32");
        Assert.Equal(BootOutcome.Refused, bench.Events.Last.Outcome);
    }

    [Fact]
    public void A_changed_file_is_served_as_it_is_now()
    {
        using var bench = new TftpBench();
        bench.Write("f", 100_000, seed: 1);
        TftpTransferTests.Read(bench, "f");
        TftpTransferTests.Read(bench, "f");
        Assert.Equal((1L, 1L), (bench.Content.Hits, bench.Content.Misses));
        var bytes = bench.Write("f", 100_000, seed: 2);
        Assert.Equal(bytes, TftpTransferTests.Read(bench, "f").Content);
        Assert.Equal(1, bench.Content.Files);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_that_shrinks_in_mid_transfer_ends_it_with_an_error_and_nothing_else(bool kept)
    {
        using var bench = new TftpBench();
        bench.Write("f", 3_000_000);
        var bytes = bench.Write("other", 100_000);
        Ask(bench, "f", kept);
        Assert.Equal(4, bench.Acknowledge(Peer, 0).Count);
        using (var file = File.OpenHandle(bench.PathOf("f"), FileMode.Open, FileAccess.Write))
        {
            RandomAccess.SetLength(file, 500_000);
        }

        var block = 4;
        var arrived = new List<byte[]>();
        for (; block < 3000; block += 4)
        {
            arrived = bench.Acknowledge(Peer, block);
            if (arrived[^1][1] == 5)
            {
                break;
            }
        }

        TftpPacket.TryParse(arrived[^1], out var error);
        Assert.Equal(
            (TftpErrorCode.NotDefined, "the file changed while it was being sent"), (error.ErrorCode, System.Text.Encoding.ASCII.GetString(error.ErrorText)));
        Assert.Equal((0, 1L), (bench.Engine.Open, bench.Counters.Failed));
        Assert.Equal(bytes, TftpTransferTests.Read(bench, "other").Content);
        Assert.Equal(500_000, TftpTransferTests.Read(bench, "f", new TftpOptions(1000, null, null, 4)).Content.Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_rewritten_in_mid_transfer_is_never_completed_half_old_half_new(bool kept)
    {
        using var bench = new TftpBench();
        bench.Write("f", 3_000_000, seed: 1);
        var reader = new TftpReader(Peer);
        var arrived = Ask(bench, "f", kept);
        bench.Write("f", 3_000_000, seed: 2);
        while (arrived.Count > 0)
        {
            arrived = arrived.Select(packet => reader.Take(packet)).OfType<long>().SelectMany(block => bench.Acknowledge(Peer, block)).ToList();
        }

        Assert.False(reader.Done);
        Assert.Equal(TftpErrorCode.NotDefined, reader.Error);
    }

    [Fact]
    public void A_file_that_vanishes_in_mid_transfer_is_still_finished()
    {
        using var bench = new TftpBench();
        var bytes = bench.Write("f", 1_000_000);
        var reader = new TftpReader(Peer);
        var arrived = bench.Request(Peer, "f", new TftpOptions(1000, null, null, 4));
        File.Delete(bench.PathOf("f"));
        while (!reader.Done)
        {
            arrived = arrived.Select(packet => reader.Take(packet)).OfType<long>().SelectMany(block => bench.Acknowledge(Peer, block)).ToList();
        }

        Assert.Equal(bytes, reader.Content);
    }

    [Fact]
    public void Memory_for_files_stays_within_its_bound_and_the_least_used_goes_first()
    {
        using var bench = new TftpBench(cache: 250_000);
        foreach (var name in (string[])["a", "b", "a", "c"])
        {
            if (!File.Exists(bench.PathOf(name)))
            {
                bench.Write(name, 100_000);
            }

            TftpTransferTests.Read(bench, name, new TftpOptions(1000, null, null, 8));
            Assert.InRange(bench.Content.Bytes, 1, 250_000);
        }

        Assert.Equal((2, 1L), (bench.Content.Files, bench.Content.Hits));
        TftpTransferTests.Read(bench, "a", new TftpOptions(1000, null, null, 8));
        Assert.Equal(2, bench.Content.Hits);
    }

    [Fact]
    public void A_file_in_use_is_not_pushed_out_and_the_newcomer_is_read_from_disk()
    {
        using var bench = new TftpBench(cache: 150_000);
        bench.Write("a", 100_000);
        var bytes = bench.Write("b", 100_001);
        bench.Request(Peer, "a", new TftpOptions(1000, null, null, 8));
        bench.Acknowledge(Peer, 0);
        var reader = new TftpReader(TftpBench.Peer(2));
        var arrived = bench.Request(reader.Peer, "b", new TftpOptions(1000, null, null, 8));
        while (!reader.Done)
        {
            arrived = arrived.Select(packet => reader.Take(packet)).OfType<long>().SelectMany(block => bench.Acknowledge(reader.Peer, block)).ToList();
        }

        Assert.Equal(bytes, reader.Content);
        Assert.Equal(1, bench.Content.Files);
    }

    [Fact]
    public void Who_is_alone_with_a_large_file_is_read_to_as_he_goes_and_a_second_one_has_it_kept()
    {
        using var bench = new TftpBench();
        var bytes = bench.Write("f", 1_500_000);
        var options = new TftpOptions(1000, null, null, 8);
        for (var times = 0; times < 2; times++)
        {
            Assert.Equal(bytes, TftpTransferTests.Read(bench, "f", options).Content);
            Assert.Equal((0, 0L), (bench.Content.Files, bench.Content.Bytes));
        }

        bench.Request(TftpBench.Peer(2), "f", options);
        Assert.Equal(bytes, TftpTransferTests.Read(bench, "f", options).Content);
        Assert.Equal(1, bench.Content.Files);
        Assert.Equal(bytes, TftpTransferTests.Read(bench, "f", options).Content);
        Assert.Equal(1, bench.Content.Hits);
    }

    [Theory]
    [InlineData(8, 64)]
    [InlineData(1428, 64)]
    [InlineData(60_000, 16)]
    public void Whatever_is_asked_for_again_comes_as_it_was_though_the_reading_is_far_ahead(int blockSize, int window)
    {
        using var bench = new TftpBench(blockSize: 65_464);
        var bytes = bench.Write("f", 1_200_000);
        var reader = new TftpReader(Peer);
        var arrived = bench.Request(Peer, "f", new TftpOptions(blockSize, null, null, window));
        var rounds = 0;
        while (!reader.Done)
        {
            // Every third window is lost as a whole, and what comes after the silence is the same again.
            arrived = ++rounds % 3 == 0 ? bench.Pass(Peer, 2000) : arrived;
            arrived = arrived.Select(packet => reader.Take(packet)).OfType<long>().SelectMany(block => bench.Acknowledge(Peer, block)).ToList();
        }

        Assert.Equal(bytes, reader.Content);
        Assert.Equal(0, bench.Content.Files);
    }

    // A file that two ask for at once is kept in memory, one that is asked for alone is not.
    private static List<byte[]> Ask(TftpBench bench, string name, bool kept)
    {
        var options = new TftpOptions(1000, null, null, 4);
        var other = TftpBench.Peer(2);
        if (kept)
        {
            bench.Request(other, name, options);
        }

        var arrived = bench.Request(Peer, name, options);
        if (kept)
        {
            Span<byte> packet = stackalloc byte[64];
            bench.Packet(other, packet[..TftpWriter.Error(packet, TftpErrorCode.OptionsRefused, "enough")]);
            Assert.Equal(1, bench.Content.Files);
        }

        return arrived;
    }
}
