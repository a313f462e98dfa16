using BootService.Net;
using BootService.Tftp;
using CsCheck;
using Xunit;

namespace BootService.Tests.Tftp;

public class TftpPortsTests
{
    [Fact]
    public void Two_files_in_a_row_never_reach_a_client_from_one_port() =>
        Gen.Select(Gen.Int[2, TftpPorts.Most], Gen.Int[1, 20].Array[1, 300]).Sample((count, clients) =>
        {
            var ports = new TftpPorts(count);
            var last = new Dictionary<UdpPeer, int>();
            foreach (var client in clients.Select(TftpBench.Peer))
            {
                var port = ports.Next(client);
                Assert.InRange(port, 0, count - 1);
                Assert.False(last.TryGetValue(client, out var before) && before == port, "the same port twice");
                last[client] = port;
            }
        });

    [Fact]
    public void A_client_without_a_past_is_served_from_the_first_port()
    {
        var ports = new TftpPorts(8);
        Assert.All(Enumerable.Range(1, 100), client => Assert.Equal(0, ports.Next(TftpBench.Peer(client))));
    }

    [Fact]
    public void A_client_is_known_again_after_a_storm_of_others()
    {
        var ports = new TftpPorts(8);
        ports.Next(TftpBench.Peer(0));
        for (var other = 1; other <= TftpPorts.Remembered; other++)
        {
            ports.Next(TftpBench.Peer(other));
        }

        Assert.True(ports.HasServed(TftpBench.Peer(0), 0));
        Assert.Equal(1, ports.Next(TftpBench.Peer(0)));
        Assert.True(ports.HasServed(TftpBench.Peer(0), 0));
    }

    [Fact]
    public void A_port_has_served_only_whom_it_served()
    {
        var ports = new TftpPorts(8);
        ports.Next(TftpBench.Peer(1));
        ports.Next(TftpBench.Peer(1));
        Assert.Equal([true, true, false], new[] { 0, 1, 2 }.Select(port => ports.HasServed(TftpBench.Peer(1), port)));
        Assert.False(ports.HasServed(TftpBench.Peer(2), 0));
    }

    [Fact]
    public void With_one_port_there_is_no_choice()
    {
        var ports = new TftpPorts(1);
        Assert.Equal([0, 0], [ports.Next(TftpBench.Peer(1)), ports.Next(TftpBench.Peer(1))]);
    }
}
