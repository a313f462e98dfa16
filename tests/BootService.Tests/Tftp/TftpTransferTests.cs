using BootService.Core.Events;
using BootService.Files;
using BootService.Protocols.Road;
using BootService.Protocols.Tftp;
using CsCheck;
using Xunit;

namespace BootService.Tests.Tftp;

public class TftpTransferTests
{
    [Theory]
    [InlineData(0, null, null)]
    [InlineData(1, null, null)]
    [InlineData(511, null, null)]
    [InlineData(512, null, null)]
    [InlineData(513, null, null)]
    [InlineData(100_000, 1468, null)]
    [InlineData(100_000, 1468, 4)]
    [InlineData(1468 * 64, 1468, 64)]
    [InlineData(3_000_000, 1468, 64)]
    [InlineData(3_000_000, 65_464, 64)]
    [InlineData(700_000, 8, 64)] // more than 65,535 blocks: the numbers roll over
    [InlineData(300_000, 512, 3)]
    public void A_file_arrives_whole_with_every_block_and_window_size(int length, int? blockSize, int? windowSize)
    {
        foreach (var (cache, segments) in new[] { (64L << 20, true), (0L, true), (0L, false) })
        {
            using var bench = new TftpBench(cache: cache, segments: segments);
            var bytes = bench.Write("boot/vmlinuz", length);
            var reader = Read(bench, "/boot//vmlinuz", new TftpOptions(blockSize, null, null, windowSize));
            Assert.Equal(bytes, reader.Content);
            Assert.Equal((0, 1L, 0L), (bench.Engine.Open, bench.Counters.Completed, bench.Counters.Retransmits));
            var told = bench.Events.Last;
            Assert.Equal((BootStage.Tftp, BootOutcome.Ok, "boot/vmlinuz", (long)length), (told.Stage, told.Outcome, told.Name, told.Bytes));
        }
    }

    [Fact]
    public void What_follows_from_a_file_follows_once_when_all_of_it_has_gone_out()
    {
        using var bench = new TftpBench();
        bench.Files.Rendered["whole"] = _ => new BootFile.Rendered(new byte[700]);
        bench.Files.Rendered["other"] = _ => new BootFile.Refused("it is another machine's");
        var (probe, client, thief) = (TftpBench.Peer(1), TftpBench.Peer(2), TftpBench.Peer(3));

        // Who asks for the size, takes the OACK and leaves has been given nothing.
        bench.Request(probe, "whole", new TftpOptions { TransferSize = 0 });
        bench.Packet(probe, [0, 5, 0, 0, 0]);
        Assert.Empty(bench.Files.Left);

        bench.Request(client, "whole");
        Assert.Empty(bench.Files.Left);
        bench.Acknowledge(client, 1);
        Assert.IsType<BootFile.Rendered>(Assert.Single(bench.Files.Left));
        bench.Pass(client, 5000);
        bench.Acknowledge(client, 2);
        Assert.Single(bench.Files.Left);

        bench.Request(thief, "other");
        Assert.IsType<BootFile.Refused>(bench.Files.Left[^1]);
        bench.Request(thief, "missing");
        Assert.Equal(3, bench.Files.Left.Count);
    }

    [Fact]
    public void A_file_arrives_whole_whatever_the_wire_loses_repeats_and_delays() =>
        Gen.Select(Gen.Int[0, 200_000], Gen.Int[100, 3000], Gen.Int[1, 64], Gen.Int[0, 20], Gen.Bool, Gen.Int).Sample(
            (length, blockSize, windowSize, loss, cached, seed) =>
            {
                using var bench = new TftpBench(cache: cached ? 64 << 20 : 0);
                var bytes = bench.Write("f", length, seed);
                Assert.Equal(bytes, Read(bench, "f", new TftpOptions(blockSize, 0, null, windowSize), loss, seed).Content);
            },
            iter: 200);

    [Fact]
    public void Rendered_content_travels_as_a_file_does()
    {
        using var bench = new TftpBench();
        bench.Files.Rendered["pxelinux.cfg/01-52-54-00-12-34-56"] = requester => new BootFile.Rendered(
            System.Text.Encoding.UTF8.GetBytes($"DEFAULT {requester}\n"));
        var reader = Read(bench, "pxelinux.cfg/01-52-54-00-12-34-56", new TftpOptions(1408, 0, null, null));
        Assert.Equal("DEFAULT 10.1.0.1\n", System.Text.Encoding.UTF8.GetString(reader.Content));
        Assert.Equal(new TftpOptions(1408, 17, null, null), reader.Granted);
    }

    [Fact]
    public void Text_clients_get_their_line_ends_and_a_size_that_fits()
    {
        using var bench = new TftpBench();
        File.WriteAllText(bench.PathOf("motd"), "one\ntwo\n");
        var reader = Read(bench, "motd", new TftpOptions(512, 0, null, 8), mode: TftpMode.NetAscii);
        Assert.Equal("one\r\ntwo\r\n"u8, reader.Content);
        Assert.Equal(new TftpOptions(512, 10, null, null), reader.Granted);
    }

    [Fact]
    public void A_block_beyond_four_gibibytes_is_the_right_one()
    {
        using var bench = new TftpBench(cache: 0);
        const int BlockSize = 65_464;
        using (var file = File.OpenHandle(bench.PathOf("huge"), FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.Write(file, "the end"u8, 5L << 30);
        }

        var found = Assert.IsType<BootFile.OnDisk>(bench.Folder.Find("huge"));
        Assert.Equal((5L << 30) + 7, found.Length);
        var source = bench.Content.Open(found, BlockSize, TftpMode.Octet)!;
        var last = (found.Length / BlockSize) + 1;
        var peer = TftpBench.Peer(1);
        Assert.True(source.TryQueue(bench.Wire, peer, last - 1, 2));
        bench.Wire.Flush();
        source.Release();
        var packets = bench.Wire.Take(peer);
        TftpPacket.TryParse(packets[1], out var closing);
        Assert.Equal((ushort)last, closing.Block);
        Assert.Equal("the end"u8, closing.Data[^7..]);
        Assert.Equal((int)(found.Length % BlockSize), closing.Data.Length);
    }

    [Fact]
    public void A_round_of_acknowledgements_allocates_nothing()
    {
        using var bench = new TftpBench();
        bench.Write("f", 8_000_000);
        var peer = TftpBench.Peer(1);
        bench.Request(peer, "f", new TftpOptions(1000, null, null, 8));
        bench.Acknowledge(peer, 0);
        bench.Wire.Keep = false;
        var packet = new byte[4];
        var block = 0;
        Rounds(100);
        Assert.Equal(0, Allocation.Of(() => Rounds(175)));
        Assert.Equal(block + 8, bench.Wire.Counters.Sent - 1 /* OACK */);

        void Rounds(int count)
        {
            for (; count > 0; count--)
            {
                TftpWriter.Acknowledge(packet, block += 8);
                bench.Engine.HandleTransfer(new() { Payload = packet, Peer = peer }, 0, bench.Now += 3);
                bench.Engine.Advance(bench.Now);
                bench.Engine.Flush();
            }
        }
    }

    /// <summary>Reads a file to its end; loss in percent in both directions, from a seed.</summary>
    internal static TftpReader Read(
        TftpBench bench, string name, TftpOptions options = default, int loss = 0, int seed = 0, TftpMode mode = TftpMode.Octet, int client = 1)
    {
        var random = new Random(seed);
        var reader = new TftpReader(TftpBench.Peer(client));
        var arrived = bench.Request(reader.Peer, name, options, mode);
        var idle = 0;
        for (var turn = 0; bench.Engine.Open > 0; turn++)
        {
            Assert.True(turn < 1_000_000, "the transfer does not end");
            var answers = new List<long>();
            foreach (var packet in arrived)
            {
                for (var copies = random.Next(100) < loss ? 0 : 1 + (random.Next(100) < loss ? 1 : 0); copies > 0; copies--)
                {
                    if (reader.Take(packet) is { } block)
                    {
                        answers.Add(block);
                    }
                }
            }

            arrived = [];
            foreach (var block in answers.Where(_ => random.Next(100) >= loss))
            {
                arrived.AddRange(bench.Acknowledge(reader.Peer, block));
            }

            if (arrived.Count == 0 && bench.Engine.Open > 0)
            {
                arrived = bench.Pass(reader.Peer, 50);
                if (++idle % 20 == 0)
                {
                    // A client's own patience: a second.
                    arrived.AddRange(bench.Acknowledge(reader.Peer, reader.TimedOut()));
                }
            }
        }

        return reader;
    }
}
