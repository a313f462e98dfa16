using BootService.Core.Events;
using BootService.Core.Reasons;
using BootService.Net;
using BootService.Protocols.Tftp;
using BootService.Tftp;
using CsCheck;
using Xunit;

namespace BootService.Tests.Tftp;

public class TftpConversationTests
{
    private static readonly UdpPeer Peer = TftpBench.Peer(1);

    [Fact]
    public void The_size_question_of_UEFI_is_no_failure()
    {
        using var bench = new TftpBench(blockSize: 1468);
        bench.Write("shimx64.efi", 948_768);
        var answer = Assert.Single(bench.Request(Peer, "shimx64.efi", new TftpOptions(1468, 0, null, 4)));
        TftpPacket.TryParse(answer, out var granted);
        Assert.Equal(new TftpOptions(1468, 948_768, null, 4), granted.Options);

        Assert.Empty(bench.Packet(Peer, "\0\u0005\0\u0008User aborted the transfer\0"u8));
        Assert.Equal((0, 1L, 0L), (bench.Engine.Open, bench.Counters.SizeProbes, bench.Counters.StoppedByPeer));
        Assert.Equal((BootOutcome.Ok, BootReason.Transfer.For(TransferNote.SizeOnly)), (bench.Events.Last.Outcome, bench.Events.Last.Reason));
    }

    [Fact]
    public void An_error_of_the_client_ends_its_transfer_and_is_quoted_without_junk()
    {
        using var bench = new TftpBench();
        bench.Write("f", 10_000);
        bench.Request(Peer, "f");
        Assert.Empty(bench.Packet(Peer, "\0\u0005\0\u0003disk\u001b[31m full\0"u8));
        Assert.Equal((BootOutcome.Failed, new BootReason.EndedByPeer(3, "disk[31m full")), (bench.Events.Last.Outcome, bench.Events.Last.Reason));
        Assert.Equal(0, bench.Engine.Open);
    }

    [Fact]
    public void A_repeated_request_gets_the_same_OACK_and_no_second_transfer()
    {
        using var bench = new TftpBench();
        bench.Write("f", 10_000);
        var first = bench.Request(Peer, "f", new TftpOptions(1400, 0, null, null));
        Assert.Equal(first, bench.Request(Peer, "f", new TftpOptions(1400, 0, null, null)));
        Assert.Equal((1, 1L), (bench.Engine.Open, bench.Counters.RepeatedRequests));
    }

    [Fact]
    public void A_late_repeat_does_not_disturb_the_transfer_but_a_new_start_replaces_it()
    {
        using var bench = new TftpBench();
        bench.Write("f", 10_000);
        bench.Request(Peer, "f");
        bench.Acknowledge(Peer, 1);
        Assert.Empty(bench.Request(Peer, "f"));

        bench.Now += 1000;
        TftpPacket.TryParse(Assert.Single(bench.Request(Peer, "f")), out var packet);
        Assert.Equal((TftpOpcode.Data, (ushort)1), (packet.Opcode, packet.Block));
        Assert.Equal((1, 1L), (bench.Engine.Open, bench.Counters.Replaced));
    }

    [Fact]
    public void A_packet_from_a_foreign_port_is_told_so_and_harms_nobody()
    {
        using var bench = new TftpBench();
        var bytes = bench.Write("f", 10_000);
        bench.Request(Peer, "f");
        var forged = Peer with { Port = 9 };
        TftpPacket.TryParse(Assert.Single(bench.Acknowledge(forged, 1)), out var error);
        Assert.Equal(TftpErrorCode.UnknownTransfer, error.ErrorCode);
        Assert.Empty(bench.Wire.Take(Peer));
        Assert.Empty(bench.Packet(forged, "\0\u0005\0\0gone\0"u8));
        Assert.Equal(1, bench.Engine.Open);
        Assert.Single(bench.Acknowledge(Peer, 1));
        Assert.Equal(10_000, bytes.Length);
    }

    [Fact]
    public void A_repeated_last_acknowledgement_is_left_alone()
    {
        using var bench = new TftpBench();
        bench.Write("f", 100);
        bench.Request(Peer, "f");
        Assert.Empty(bench.Acknowledge(Peer, 1));
        Assert.Empty(bench.Acknowledge(Peer, 1));
        Assert.Equal(0, bench.Counters.UnknownTransfers);
    }

    [Fact]
    public void A_repeated_acknowledgement_is_never_answered()
    {
        using var bench = new TftpBench();
        bench.Write("f", 10_000);
        bench.Request(Peer, "f");
        Assert.Single(bench.Acknowledge(Peer, 1));
        Assert.Empty(bench.Acknowledge(Peer, 1));
        Assert.Empty(bench.Acknowledge(Peer, 0));
        Assert.Empty(bench.Acknowledge(Peer, 17));
        Assert.Equal(3, bench.Counters.IdleAcknowledgements);
    }

    [Fact]
    public void A_lost_window_is_sent_again_after_a_few_round_trips_and_then_less_and_less_often()
    {
        using var bench = new TftpBench();
        bench.Write("f", 1_000_000);
        bench.Request(Peer, "f", new TftpOptions(1000, null, null, 4));
        for (var block = 0; block <= 40; block += 4)
        {
            bench.Now += 10; // the round trip
            Assert.Equal(4, bench.Acknowledge(Peer, block).Count);
        }

        Assert.Empty(bench.Pass(Peer, 30));
        var again = bench.Pass(Peer, 20);
        Assert.Equal(4, again.Count);
        TftpPacket.TryParse(again[0], out var packet);
        Assert.Equal(41, packet.Block);
        Assert.Empty(bench.Pass(Peer, 70));
        Assert.Equal(4, bench.Pass(Peer, 20).Count);
        Assert.Equal(2, bench.Counters.Retransmits);
    }

    [Fact]
    public void The_timeout_a_client_asks_for_is_the_longest_wait()
    {
        using var bench = new TftpBench();
        bench.Write("f", 100_000);
        bench.Request(Peer, "f", new TftpOptions(1000, null, 2, null));
        bench.Acknowledge(Peer, 0);
        bench.Pass(Peer, 8000);
        for (var seconds = 0; seconds < 4; seconds++)
        {
            Assert.Single(bench.Pass(Peer, 2000));
        }
    }

    [Fact]
    public void A_machine_that_never_answers_is_given_up_after_a_few_tries()
    {
        using var bench = new TftpBench();
        bench.Write("f", 100);
        bench.Request(Peer, "f", new TftpOptions(1000, null, null, null));
        var tries = bench.Pass(Peer, 20_000);
        Assert.InRange(tries.Count, 5, 12);
        Assert.Equal((0, 1L), (bench.Engine.Open, bench.Counters.TimedOut));
        Assert.Equal(BootReason.Transfer.For(TransferNote.NeverAnswered), bench.Events.Last.Reason);
    }

    [Fact]
    public void Ten_thousand_half_open_transfers_slow_nobody_and_go_away()
    {
        using var bench = new TftpBench();
        var bytes = bench.Write("f", 50_000);
        bench.Write("other", 60_000);
        for (var client = 2; client < 10_002; client++)
        {
            bench.Request(TftpBench.Peer(client), "other", new TftpOptions(1400, null, null, 16));
        }

        Assert.Equal(10_000, bench.Engine.Open);
        var reader = new TftpReader(Peer);
        var arrived = bench.Request(Peer, "f", new TftpOptions(1400, null, null, 16));
        while (!reader.Done)
        {
            arrived = arrived.Select(packet => reader.Take(packet)).OfType<long>().SelectMany(block => bench.Acknowledge(Peer, block)).ToList();
            Assert.False(arrived.Count == 0 && !reader.Done, "the transfer stands still");
        }

        Assert.Equal(bytes, reader.Content);
        bench.Wire.Keep = false;
        bench.Pass(Peer, 25_000);
        Assert.Equal((0, 10_000L), (bench.Engine.Open, bench.Counters.TimedOut));
        Assert.InRange(bench.Wire.Counters.Sent, 10_000, 120_000);
    }

    [Fact]
    public void One_address_cannot_take_all_the_places()
    {
        using var bench = new TftpBench(new TftpSettings { Workers = 1, MaxTransfers = 5, MaxTransfersPerPeer = 3 });
        bench.Write("f", 5000);
        for (ushort port = 1; port <= 10; port++)
        {
            bench.Request(Peer with { Port = port }, "f");
        }

        Assert.Equal((3, 7L), (bench.Engine.Open, bench.Counters.OverPeerLimit));
        for (var client = 2; client < 6; client++)
        {
            bench.Request(TftpBench.Peer(client), "f");
        }

        Assert.Equal((5, 2L), (bench.Engine.Open, bench.Counters.OverTotalLimit));
        bench.Packet(Peer with { Port = 1 }, "\0\u0005\0\0\0"u8);
        Assert.Single(bench.Request(Peer with { Port = 11 }, "f"));
    }

    [Fact]
    public void Nothing_can_be_written()
    {
        using var bench = new TftpBench();
        TftpPacket.TryParse(Assert.Single(bench.Request(Peer, "\0\u0002f\0octet\0"u8)), out var error);
        Assert.Equal(TftpErrorCode.AccessViolation, error.ErrorCode);
        Assert.False(File.Exists(bench.PathOf("f")));
    }

    [Fact]
    public void Whatever_arrives_on_either_port_harms_no_transfer()
    {
        using var bench = new TftpBench(new TftpSettings { Workers = 1, MaxTransfers = 50 });
        bench.Write("f", 100_000);
        Gen.Select(Gen.Byte[0, 7], Gen.Byte.Array[0, 80], Gen.Int[1, 4], Gen.Bool, Gen.Int[0, 200]).Sample((opcode, bytes, client, request, wait) =>
        {
            if (bytes.Length > 1)
            {
                (bytes[0], bytes[1]) = (0, opcode);
            }

            var peer = TftpBench.Peer(client);
            _ = request ? bench.Request(peer, bytes) : bench.Packet(peer, bytes);
            bench.Request(peer, "f", new TftpOptions(100, null, null, 4));
            _ = bench.Packet(peer, bytes);
            bench.Pass(peer, wait);
            Assert.InRange(bench.Engine.Open, 0, 4);
        }, threads: 1);
        bench.Pass(Peer, 60_000);
        Assert.Equal(0, bench.Engine.Open);
    }
}
