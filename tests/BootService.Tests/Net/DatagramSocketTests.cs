using System.Runtime.InteropServices;
using BootService.Net;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Tests.Net;

public class DatagramSocketTests
{
    private static readonly Ipv4 Loopback = Ipv4.Parse("127.0.0.1");

    public static TheoryData<bool> Both => [true, false];

    [Theory]
    [MemberData(nameof(Both))]
    public void What_is_queued_arrives_whole_and_with_its_sender(bool batching)
    {
        using var server = Open(batching);
        using var client = Open(batching);
        for (var size = 0; size < 40; size++)
        {
            client.Reserve()[..(size * 37)].Fill((byte)size);
            client.Commit(size * 37, server.Local);
        }

        client.Flush();
        var seen = Collect(server, 40);
        Assert.Equal(40, client.Counters.Sent);
        for (var size = 0; size < 40; size++)
        {
            Assert.Equal(client.Local, seen[size].Peer);
            Assert.Equal(Enumerable.Repeat((byte)size, size * 37), seen[size].Bytes);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_segmented_buffer_arrives_as_datagrams_of_the_segment_and_a_rest(bool batching)
    {
        using var server = Open(batching);
        using var client = Open(batching);
        var bytes = Random.Shared.GetItems<byte>([1, 2, 3, 4, 5], (20 * 1472) + 9);
        bytes.CopyTo(client.Reserve());
        client.Commit(bytes.Length, server.Local, segment: 1472);
        client.Flush();

        var seen = Collect(server, 21);
        Assert.All(seen[..20], datagram => Assert.Equal(1472, datagram.Bytes.Length));
        Assert.Equal(bytes, seen.SelectMany(datagram => datagram.Bytes));
        Assert.Equal((21, bytes.Length), (client.Counters.Sent, client.Counters.SentBytes));
    }

    [Fact]
    public void What_the_kernel_refuses_to_cut_is_sent_in_pieces_and_not_asked_again()
    {
        using var server = Open(batching: true);
        using var client = Open(batching: true);
        Assert.True(client.SegmentLimit > 0, "this kernel has no UDP_SEGMENT (Linux 4.18 and later have it)");
        var bytes = new byte[2000];
        Random.Shared.NextBytes(bytes);
        bytes.CopyTo(client.Reserve());
        client.Commit(bytes.Length, server.Local, segment: 10); // 200 segments, more than any kernel takes
        client.Flush();
        Assert.Equal(bytes, Collect(server, 200).SelectMany(datagram => datagram.Bytes));
        Assert.Equal((9, 200, 0), (client.SegmentLimit, client.Counters.Sent, client.Counters.SendFailures));
    }

    [Fact]
    public void More_than_a_batch_of_pieces_keeps_its_order_and_its_bytes()
    {
        using var server = Open(batching: true);
        using var client = DatagramSockets.Open(new DatagramSocketOptions { Address = Loopback, Batch = 4 });
        var expected = new List<byte>();
        for (var buffer = 0; buffer < 5; buffer++)
        {
            var bytes = new byte[1000];
            Random.Shared.NextBytes(bytes);
            bytes.CopyTo(client.Reserve());
            client.Commit(bytes.Length, server.Local, segment: 100);
            expected.AddRange(bytes);
        }

        client.Flush();
        Assert.Equal(expected, Collect(server, 50).SelectMany(datagram => datagram.Bytes));
    }

    [Fact]
    public void A_datagram_tells_where_it_came_in()
    {
        using var server = DatagramSockets.Open(new DatagramSocketOptions { WantArrival = true });
        using var client = Open(batching: true);
        client.Reserve()[0] = 7;
        client.Commit(1, new UdpPeer(Ipv4.Parse("127.9.8.7"), server.Local.Port), 0, new DatagramSource(1, Ipv4.Parse("127.0.0.5")));
        client.Flush();

        Wait(server);
        Assert.Equal(1, server.Receive());
        var seen = server.Received(0);
        Assert.Equal(new DatagramSource(1, Ipv4.Parse("127.9.8.7")), seen.Arrival);
        Assert.Equal(Ipv4.Parse("127.0.0.5"), seen.Peer.Address);
        Assert.False(seen.Truncated);
    }

    [Fact]
    public void A_datagram_tells_how_long_it_lay_in_the_queue()
    {
        using var server = DatagramSockets.Open(new DatagramSocketOptions { Address = Loopback, WantWaited = true });
        using var client = Open(batching: true);
        var waited = 0;

        // The kernel begins to stamp a moment after the first socket asked for it; what comes before that seems not to have waited.
        for (var tries = 0; tries < 1000 && waited < 4; tries++)
        {
            client.Commit(1, server.Local);
            client.Flush();
            var start = TimeProvider.System.GetTimestamp();
            SpinWait.SpinUntil(() => TimeProvider.System.GetElapsedTime(start).TotalMilliseconds > 5);
            Assert.Equal(1, server.Receive());
            waited = server.Received(0).Waited;
        }

        Assert.InRange(waited, 4, 60_000);
    }

    [Fact]
    public void A_datagram_longer_than_its_slot_is_cut_and_marked()
    {
        using var server = Open(batching: true, receiveSize: 100);
        using var client = Open(batching: true);
        client.Reserve()[..200].Fill(1);
        client.Commit(200, server.Local);
        client.Flush();
        Wait(server);
        Assert.Equal(1, server.Receive());
        Assert.True(server.Received(0).Truncated);
        Assert.Equal(100, server.Received(0).Payload.Length);
    }

    [Fact]
    public void What_the_kernel_drops_for_want_of_room_is_counted()
    {
        using var server = DatagramSockets.Open(new DatagramSocketOptions { Address = Loopback, BufferBytes = 4096 });
        using var client = Open(batching: true);
        for (var round = 0; round < 200; round++)
        {
            client.Reserve()[..1000].Clear();
            client.Commit(1000, server.Local);
        }

        client.Flush();
        while (server.Receive() > 0)
        {
        }

        // The count travels on the datagrams that follow.
        client.Reserve()[0] = 1;
        client.Commit(1, server.Local);
        client.Flush();
        Wait(server);
        server.Receive();
        Assert.Equal(201 - server.Counters.Received, server.Counters.KernelDrops);
        Assert.NotEqual(0, server.Counters.KernelDrops);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_datagram_costs_no_allocation(bool batching)
    {
        using var server = Open(batching);
        using var client = Open(batching);
        using var poller = new DatagramPoller(server);
        Exchange(server, client, poller, 200);
        Assert.Equal(0, Allocation.Of(() => Exchange(server, client, poller, 2000)));
    }

    [Fact]
    public async Task A_wake_ends_a_wait_that_would_last_for_ever()
    {
        using var socket = Open(batching: true);
        using var poller = new DatagramPoller(socket);
        var waiting = Task.Factory.StartNew(
            () => poller.Wait(-1), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        poller.Wake();
        Assert.False(await waiting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.False(poller.IsReady(0));
    }

    [Fact]
    public void A_port_in_use_is_refused_with_a_sentence()
    {
        using var first = Open(batching: true);
        var refused = Assert.Throws<IOException>(() => DatagramSockets.Open(new DatagramSocketOptions { Address = Loopback, Port = first.Local.Port }));
        Assert.Equal($"UDP port {first.Local.Port} of 127.0.0.1 is in use by another program; stop it (ss -lunp names it)", refused.Message);
    }

    [Fact]
    public void An_address_of_another_machine_is_refused_with_a_sentence()
    {
        var refused = Assert.Throws<IOException>(() => DatagramSockets.Open(new DatagramSocketOptions { Address = Ipv4.Parse("203.0.113.9") }));
        Assert.Contains("this machine has no such address", refused.Message);
    }

    private static IDatagramSocket Open(bool batching, int receiveSize = 2048) =>
        DatagramSockets.Open(new DatagramSocketOptions { Address = Loopback, AllowBatching = batching, ReceiveSize = receiveSize });

    private static void Exchange(IDatagramSocket server, IDatagramSocket client, DatagramPoller poller, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            MemoryMarshal.Write(client.Reserve(), in round);
            client.Commit(600, server.Local, segment: 300);
            client.Flush();
            for (var got = 0; got < 2;)
            {
                poller.Wait(1000);
                var batch = server.Receive();
                for (var index = 0; index < batch; index++, got++)
                {
                    if (server.Received(index).Payload.Length != 300)
                    {
                        throw new InvalidOperationException("a segment has another size");
                    }
                }
            }
        }
    }

    private static void Wait(IDatagramSocket socket)
    {
        using var poller = new DatagramPoller(socket);
        Assert.True(poller.Wait(10_000), "nothing arrived");
    }

    private static List<(UdpPeer Peer, byte[] Bytes)> Collect(IDatagramSocket socket, int count)
    {
        var seen = new List<(UdpPeer, byte[])>();
        while (seen.Count < count)
        {
            Wait(socket);
            var batch = socket.Receive();
            for (var index = 0; index < batch; index++)
            {
                seen.Add((socket.Received(index).Peer, socket.Received(index).Payload.ToArray()));
            }
        }

        return seen;
    }
}
