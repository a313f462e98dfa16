using BootService.Net;
using BootService.Protocols.Tftp;
using BootService.Tftp;
using CsCheck;
using Xunit;

namespace BootService.Tests.Tftp;

/// <summary>A client that keeps its port for its next file, on a wire that delivers late.</summary>
public class TftpPortReuseTests
{
    private static readonly UdpPeer Peer = TftpBench.Peer(1);

    [Fact]
    public void Each_file_arrives_as_itself_though_packets_of_the_previous_one_come_late() =>
        Gen.Select(Gen.Int[0, 5000].Array[2, 6], Gen.Int[1, 4], Gen.Bool, Gen.Int).Sample((lengths, windowSize, asksOptions, seed) =>
        {
            using var bench = new TftpBench();
            var client = new LateClient(bench, new Random(seed));
            for (var file = 0; file < lengths.Length; file++)
            {
                var bytes = bench.Write($"f{file}", lengths[file], seed + file);
                Assert.Equal(bytes, client.Read($"f{file}", asksOptions ? new TftpOptions(1000, null, null, windowSize) : default));
            }

            Assert.Equal(0, bench.Counters.UnknownTransfers);
        }, iter: 200);

    [Fact]
    public void What_comes_late_to_the_previous_port_is_not_answered_and_moves_nothing()
    {
        using var bench = new TftpBench();
        bench.Write("first", 1000);
        bench.Write("second", 5000);
        bench.Request(Peer, "first");
        var previous = bench.HeardBy(Peer);
        bench.Acknowledge(Peer, 1);
        Assert.Empty(bench.Acknowledge(Peer, 2));

        bench.Request(Peer, "second");
        Assert.NotEqual(previous, bench.HeardBy(Peer));
        Assert.Empty(bench.Acknowledge(Peer, 1, previous));
        Assert.Empty(bench.Packet(Peer, "\0\u0005\0\0gone\0"u8, previous));
        Assert.Equal((1, 0L), (bench.Engine.Open, bench.Counters.UnknownTransfers));
        TftpPacket.TryParse(Assert.Single(bench.Acknowledge(Peer, 1)), out var next);
        Assert.Equal((TftpOpcode.Data, (ushort)2), (next.Opcode, next.Block));
    }

    [Fact]
    public void An_acknowledgement_to_a_port_that_never_served_the_client_is_told_so_from_there()
    {
        using var bench = new TftpBench();
        bench.Write("f", 5000);
        bench.Request(Peer, "f");
        TftpPacket.TryParse(Assert.Single(bench.Acknowledge(Peer, 1, 5)), out var error);
        Assert.Equal((TftpOpcode.Error, TftpErrorCode.UnknownTransfer, 5), (error.Opcode, error.ErrorCode, bench.HeardBy(Peer)));
        Assert.Single(bench.Acknowledge(Peer, 1, 0));
    }

    [Fact]
    public void A_repetition_that_lay_in_the_queue_until_its_file_was_whole_is_not_answered()
    {
        using var bench = new TftpBench();
        bench.Write("f", 100);
        var packet = new byte[100];
        ReadOnlySpan<byte> request = packet.AsSpan(0, TftpWriter.ReadRequest(packet, "f"u8, TftpMode.Octet, default));
        Assert.Single(bench.Request(Peer, request));
        bench.Now += 40;
        bench.Acknowledge(Peer, 1);
        Assert.Equal(0, bench.Engine.Open);

        Assert.Empty(bench.Request(Peer, request, waited: 60));
        Assert.Equal((0, 1L), (bench.Engine.Open, bench.Counters.RepeatedRequests));
        Assert.Single(bench.Request(Peer, request, waited: 30));
    }

    [Fact]
    public void A_file_asked_for_in_place_of_an_open_one_leaves_from_another_port()
    {
        using var bench = new TftpBench();
        bench.Write("first", 5000);
        bench.Write("second", 5000);
        bench.Request(Peer, "first");
        var previous = bench.HeardBy(Peer);
        bench.Request(Peer, "second");
        Assert.NotEqual(previous, bench.HeardBy(Peer));
        Assert.Equal((1, 1L), (bench.Engine.Open, bench.Counters.Replaced));
    }

    [Fact]
    public void A_file_stays_in_memory_until_the_batch_that_carries_it_has_left()
    {
        const int First = 40_000;
        const int Second = 50_000;
        using var bench = new TftpBench(cache: 60_000);
        var first = bench.Write("first", First, seed: 1);
        var second = bench.Write("second", Second, seed: 2);
        var packet = new byte[100];
        foreach (var name in new[] { "first", "second" })
        {
            var length = TftpWriter.ReadRequest(packet, System.Text.Encoding.ASCII.GetBytes(name), TftpMode.Octet, default);
            bench.Engine.HandleRequest(new() { Payload = packet.AsSpan(0, length), Peer = Peer }, bench.Now);
        }

        // The second request ended the first transfer and wanted its room, with the first one's DATA still queued.
        Assert.Equal(new TftpFraming(First, 512).FramedLength, bench.Content.Bytes);
        bench.Engine.Flush();
        Assert.Equal(first[..512], Assert.Single(bench.Wires[0].Take(Peer))[4..]);
        Assert.Equal(second[..512], Assert.Single(bench.Wires[1].Take(Peer))[4..]);

        bench.Request(TftpBench.Peer(2), "second");
        Assert.Equal(new TftpFraming(Second, 512).FramedLength, bench.Content.Bytes);
    }

    /// <summary>Tells its files apart by the server's ports; some packets reach it twice, the second time during the next file.</summary>
    private sealed class LateClient(TftpBench bench, Random random)
    {
        private readonly List<(int Port, byte[] Packet)> _late = [];
        private readonly List<(int Port, long Block)> _lateAcknowledgements = [];
        private int _previous = -1;

        public byte[] Read(string name, TftpOptions options)
        {
            var reader = new TftpReader(Peer);
            var stale = _late.ToArray();
            var staleAcknowledgements = _lateAcknowledgements.ToArray();
            _late.Clear();
            _lateAcknowledgements.Clear();
            var arrived = Tagged(bench.Request(Peer, name, options));
            Assert.DoesNotContain(staleAcknowledgements, late => bench.Acknowledge(Peer, late.Block, late.Port).Count > 0);
            arrived.InsertRange(random.Next(arrived.Count + 1), stale);
            var port = -1;
            for (var turn = 0; !reader.Done; turn++)
            {
                Assert.True(turn < 1000, "the transfer does not end");
                var taken = arrived;
                arrived = [];
                foreach (var (from, packet) in taken)
                {
                    port = port < 0 && from != _previous ? from : port;
                    if (from == port && reader.Take(packet) is { } block)
                    {
                        arrived.AddRange(Tagged(bench.Acknowledge(Peer, block, port)));
                        Delay(_lateAcknowledgements, (port, block));
                    }

                    if (from == port)
                    {
                        Delay(_late, (from, packet));
                    }
                }

                if (arrived.Count == 0 && !reader.Done)
                {
                    arrived = Tagged(bench.Pass(Peer, 50));
                }
            }

            _previous = port;
            return reader.Content;
        }

        private void Delay<T>(List<T> late, T item)
        {
            if (random.Next(3) == 0)
            {
                late.Add(item);
            }
        }

        private List<(int Port, byte[] Packet)> Tagged(List<byte[]> packets) => [.. packets.Select(packet => (bench.HeardBy(Peer), packet))];
    }
}
