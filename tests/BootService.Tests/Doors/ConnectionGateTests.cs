using System.Net;
using BootService.Doors;
using Xunit;

namespace BootService.Tests.Doors;

public class ConnectionGateTests
{
    private static readonly IPAddress One = IPAddress.Parse("10.1.0.1");
    private static readonly IPAddress Other = IPAddress.Parse("10.1.0.2");

    [Fact]
    public void A_peer_takes_no_more_than_its_share_and_all_together_no_more_than_there_is()
    {
        var gate = new ConnectionGate(most: 5, mostOfPeer: 3);
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => gate.TryEnter(One)));
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => gate.TryEnter(Other)));
        Assert.Equal(2, gate.Refused);
        gate.Leave(One);
        Assert.True(gate.TryEnter(Other));
        Assert.False(gate.TryEnter(One));
    }

    [Fact]
    public void What_has_no_address_is_limited_in_all_only()
    {
        var gate = new ConnectionGate(most: 3, mostOfPeer: 1);
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => gate.TryEnter(ConnectionGate.PeerOf(null))));
    }

    [Fact]
    public void An_address_in_the_clothes_of_IPv6_is_the_same_peer() =>
        Assert.Equal(ConnectionGate.PeerOf(new IPEndPoint(One, 1)), ConnectionGate.PeerOf(new IPEndPoint(One.MapToIPv6(), 2)));
}
