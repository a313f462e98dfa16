using BootService.Commands.Tests.Support;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Net;
using BootService.Protocols.Tftp;
using BootService.Tftp;
using Xunit;

namespace BootService.Tests.Tftp;

public class TftpPathsTests
{
    [Fact]
    public void A_machine_whose_large_first_block_never_arrives_gets_small_ones_when_it_asks_again()
    {
        using var bench = new TftpBench(blockSize: 1468);
        bench.Write("f", 5000);
        var peer = TftpBench.Peer(1);
        var options = new TftpOptions(1468, null, null, null);
        bench.Request(peer, "f", options);
        bench.Packet(peer, Acknowledge(0));
        for (var waited = 0; waited < 8_000; waited += 10)
        {
            bench.Now += 10;
            bench.Engine.Advance(bench.Now);
            bench.Engine.Flush();
        }

        Assert.Equal(1, bench.Counters.Narrowed);
        var again = bench.Request(peer with { Port = 3000 }, "f", options)[^1];
        Assert.Contains("512", System.Text.Encoding.ASCII.GetString(again), StringComparison.Ordinal);
        var other = bench.Request(TftpBench.Peer(2), "f", options)[^1];
        Assert.Contains("1468", System.Text.Encoding.ASCII.GetString(other), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_network_is_said_to_carry_bounds_the_blocks_of_its_machines()
    {
        var appliance = new MemoryAppliance(
            new Change.NetworkSet(new Network("far", Ipv4Network.Parse("10.9.0.0/24")) { Mtu = 1400 }),
            new Change.NetworkSet(new Network("tiny", Ipv4Network.Parse("10.9.0.128/25")) { Mtu = 300 }));
        var paths = new TftpPaths(appliance);
        Assert.Equal(1368, paths.MostFor(Ipv4.Parse("10.9.0.7")));
        Assert.Equal(512, paths.MostFor(Ipv4.Parse("10.9.0.200")));
        Assert.Equal(int.MaxValue, paths.MostFor(Ipv4.Parse("192.0.2.1")));
    }

    private static byte[] Acknowledge(ushort block) => [0, 4, (byte)(block >> 8), (byte)block];
}
